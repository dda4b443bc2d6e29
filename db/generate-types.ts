import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

type Column = {
  table_name: string
  column_name: string
  udt_name: string
  is_nullable: string
  column_default: string | null
  is_identity: string
}

const TYPES: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  bpchar: 'string',
  varchar: 'string',
  xid8: 'string',
  date: 'string',
  time: 'string',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'number',
  bool: 'boolean',
  timestamptz: 'Date',
  bytea: 'Buffer',
  jsonb: 'Json',
  _text: 'string[]',
  _float8: 'number[]',
  _uuid: 'string[]',
}

/** The text of db/types.ts for the migrated database behind `url`. */
export async function generateTypes(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Column>(`
      select table_name, column_name, udt_name, is_nullable, column_default, is_identity from information_schema.columns
      where table_schema = 'public' and table_name not like 'pg_stat%' order by table_name, ordinal_position`)
    return render(rows)
  } finally {
    await client.end()
  }
}

function render(columns: Column[]): string {
  const tables = Map.groupBy(columns, (c) => c.table_name)
  const parts = [
    '// Made by `npm run types` from the migrated database; a test checks it. Do not edit.',
    "import type { Generated, JSONColumnType } from 'kysely'",
    '',
    'type Json = JSONColumnType<object, object | string, object | string>',
    '',
  ]
  for (const [table, list] of tables) {
    parts.push(
      `export type ${typeName(table)} = {`,
      ...list.map((c) => `  ${c.column_name}: ${columnType(c)}`),
      '}',
      '',
    )
  }
  parts.push('export type DB = {', ...[...tables.keys()].map((t) => `  ${t}: ${typeName(t)}`), '}', '')
  return parts.join('\n')
}

const typeName = (table: string): string =>
  table
    .split('_')
    .map((w) => w.slice(0, 1).toUpperCase() + w.slice(1))
    .join('')

function columnType(c: Column): string {
  const base = TYPES[c.udt_name]
  if (!base) throw new Error(`no TypeScript type for ${c.udt_name} (${c.table_name}.${c.column_name})`)
  const type = c.is_nullable === 'YES' ? `${base} | null` : base
  return c.column_default !== null || c.is_identity === 'YES' ? `Generated<${type}>` : type
}

if (import.meta.main) {
  const { withTemplateDatabase } = await import('#platform/testing/cluster.ts')
  const text = await withTemplateDatabase(generateTypes)
  writeFileSync(join(import.meta.dirname, 'types.ts'), text)
}
