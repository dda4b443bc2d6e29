import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventNames } from './event-names.ts'
import { fieldNames } from './field-names.ts'
import { subjectNames } from './subject-names.ts'

const root = join(import.meta.dirname, '..')
const sources = ['modules', 'platform'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8')),
)
const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''))),
]

test('every event that is announced has a name of its own in both languages', () => {
  const announced = found(/emit\(\s*ctx,\s*'([a-z_]+\.[a-z_]+)'/g)
  expect(announced.length).toBeGreaterThan(100)
  expect(announced.filter((type) => !Object.hasOwn(eventNames, type))).toEqual([])
  for (const [type, { zh, en }] of Object.entries(eventNames)) {
    expect(zh, type).toMatch(/\p{Script=Han}/u)
    expect(en, type).toMatch(/^[A-Z][^.]+$/)
    expect(en, type).not.toMatch(/\p{Script=Han}/u)
  }
})

test('whatever an event is about has a name', () => {
  const subjects = found(/emit\(\s*ctx,\s*'[a-z_.]+',\s*\{\s*type: '([a-z_]+)'/g)
  expect(subjects.length).toBeGreaterThan(10)
  expect(subjects.filter((type) => !Object.hasOwn(subjectNames, type))).toEqual([])
})

test('whatever an event tells besides ids has a name', () => {
  const declared = sources.flatMap((source) => [
    ...source.matchAll(/^( *)(?:export )?interface EventTypes \{([\s\S]*?)\n\1\}\n/gm),
  ])
  expect(declared.length).toBeGreaterThan(10)
  const keys = declared.flatMap(([, , body = '']) =>
    [...body.matchAll(/[{;,\n]\s*(?:readonly )?([a-zA-Z]+)\??:/g)].map((match) => match[1] ?? ''),
  )
  const told = [...new Set(keys)].filter((key) => !/^id$|Ids?$/.test(key))
  expect(told.filter((key) => !Object.hasOwn(fieldNames, key))).toEqual([])
})
