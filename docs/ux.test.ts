import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pictures } from '../e2e/pictures.ts'

const page = readFileSync(join(import.meta.dirname, 'ux.md'), 'utf8')
const stories = readdirSync(join(import.meta.dirname, '../e2e/stories'))
  .map((file) => readFileSync(join(import.meta.dirname, '../e2e/stories', file), 'utf8'))
  .join('\n')

test('every story the page names is told', () => {
  const named = [...page.matchAll(/\| `([^`]+)` \|/g)].map((match) => match[1] ?? '')
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((name) => !stories.includes(`name: '${name}`))).toEqual([])
})

test('every picture the page shows is there in both languages, and is drawn by the script', () => {
  const shown = [...page.matchAll(/\(ux\/([\w-]+)\.jpg\)/g)].map((match) => match[1] ?? '')
  expect(shown.filter((name) => !existsSync(join(import.meta.dirname, 'ux', `${name}.jpg`)))).toEqual([])
  const drawn = pictures.flatMap(({ name }) => [`${name}-zh`, `${name}-en`])
  expect([...new Set(shown)].filter((name) => !drawn.includes(name))).toEqual([])
  expect(drawn.filter((name) => !shown.includes(name))).toEqual([])
})
