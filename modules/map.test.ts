import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ModuleName, modules, platformTables } from '../modules.ts'

const root = join(import.meta.dirname, '..')
const files = readdirSync(join(root, 'modules'), { recursive: true, encoding: 'utf8' }).filter((f) =>
  /\.tsx?$/.test(f),
)
// Fixtures serve tests only: they may set up what other modules own.
const isTest = (file: string) => file.endsWith('.test.ts') || file.endsWith('/fixture.ts')
const moduleOf = (file: string) => file.split('/')[0] as ModuleName
const textOf = (file: string) => readFileSync(join(root, 'modules', file), 'utf8')
const inModules = files.filter((f) => f.includes('/'))

test('every folder under modules/ is on the map, and the other way round', () => {
  const folders = new Set(inModules.map(moduleOf))
  expect([...folders].toSorted()).toEqual(
    Object.keys(modules)
      .filter((m) => folders.has(m as ModuleName))
      .toSorted(),
  )
})

test('a module imports only modules of its row', () => {
  const wrong = inModules
    .filter((f) => !isTest(f))
    .flatMap((file) => {
      const from = moduleOf(file)
      const allowed = new Set<string>([from, ...modules[from].uses])
      return importsOf(textOf(file))
        .filter((m) => m !== null && !allowed.has(m))
        .map((m) => `${file} imports ${m}`)
    })
  expect(wrong).toEqual([])
})

test('the map has no circle: a module uses only what stands above it', () => {
  const order = Object.keys(modules)
  const wrong = order.flatMap((m, i) =>
    modules[m as ModuleName].uses.filter((u) => order.indexOf(u) >= i).map((u) => `${m} uses ${u}`),
  )
  expect(wrong).toEqual([])
})

test('only the owner writes a table', () => {
  const ownerOf = new Map<string, string>(
    Object.entries(modules).flatMap(([m, row]) => row.tables.map((t) => [t, m] as const)),
  )
  const wrong = inModules
    .filter((f) => !isTest(f))
    .flatMap((file) =>
      writesOf(textOf(file))
        .filter((table) => (ownerOf.get(table) ?? 'nobody') !== moduleOf(file))
        .map((table) => `${file} writes ${table}`),
    )
  expect(wrong).toEqual([])
})

test('every table has exactly one owner', () => {
  const sql = readdirSync(join(root, 'db/migrations'))
    .map((f) => readFileSync(join(root, 'db/migrations', f), 'utf8'))
    .join('\n')
  const renamed = new Map(
    [...sql.matchAll(/^alter table (\w+) rename to (\w+)/gm)].map(([, from = '', to = '']) => [from, to]),
  )
  const made = [...sql.matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(
    ([, name = '']) => renamed.get(name) ?? name,
  )
  const owned = [
    ...Object.values(modules).flatMap((row): readonly string[] => row.tables),
    ...platformTables.filter((t) => t !== 'migration'),
  ]
  expect(owned.toSorted()).toEqual(made.toSorted())
})

test('platform and pure files know no module', () => {
  const platform = readdirSync(join(root, 'platform'), { encoding: 'utf8' }).filter(
    (f) => f.endsWith('.ts') && !isTest(f),
  )
  const wrong = platform.filter((f) =>
    /from '#modules\//.test(readFileSync(join(root, 'platform', f), 'utf8')),
  )
  expect(wrong).toEqual([])
})

function importsOf(text: string): string[] {
  return [...text.matchAll(/from '(?:#modules|\.\.)\/(\w+)\//g)].map((m) => m[1] ?? '')
}

/** Targets of insert, update and delete in SQL templates and builder calls. */
function writesOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const found = [
    ...code.matchAll(
      /\b(?:insert into|delete from|update)\s+([a-z_]+)\b(?=\s*(?:\(|set\b|as\b|\w+\s+set\b|where\b|using\b|\w+\s+where\b|select\b|default\b|\n))/g,
    ),
  ]
  const built = [...code.matchAll(/\.(?:insertInto|updateTable|deleteFrom)\('(\w+)'/g)]
  return [...found, ...built]
    .map((m) => m[1] ?? '')
    .filter((table) => table !== 'set' && table !== 'nothing' && table !== 'of')
}
