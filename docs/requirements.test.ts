import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(import.meta.dirname, 'requirements.md'), 'utf8')
const named = [...page.matchAll(/`([\w./*-]+)`/g)].map((match) => match[1] ?? '')

test('every file, module and story the page names is there', () => {
  const missing = named.filter((name) => !isThere(name))
  expect(named.length).toBeGreaterThan(40)
  expect(missing).toEqual([])
})

/** A file, by its module or alone after one of the same module; a module; a story; a KPI or a kind of promise. */
function isThere(name: string): boolean {
  if (/^[a-z]+(_[a-z]+)+$/.test(name)) return sourcesSay(`${name}`)
  if (name.endsWith('/')) return [name, `modules/${name}`].some((path) => existsSync(join(root, path)))
  if (!name.includes('.')) return existsSync(join(root, 'modules', name)) || existsSync(join(root, 'e2e/stories', `${name}.ts`))
  const pattern = new RegExp(`(^|/)${name.replaceAll('.', '\\.').replaceAll('*', '[\\w-]*')}$`)
  return files.some((file) => pattern.test(file))
}

const files = readdirSync(join(root, 'modules'), { recursive: true, encoding: 'utf8' })
const definitions = ['insight/definitions-on-time.ts', 'insight/definitions-supply.ts', 'promises/promise.ts'].map(
  (file) => readFileSync(join(root, 'modules', file), 'utf8'),
)
const sourcesSay = (id: string): boolean => definitions.some((text) => text.includes(`'${id}'`))
