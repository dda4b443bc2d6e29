import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrateQueue } from '#platform/queue.ts'

const DIRECTORY = join(import.meta.dirname, '../db/migrations')
const LOCK = 7_205_013
const APP_ROLES = ['nuoda_owner', 'nuoda_app', 'nuoda_report', 'nuoda_backup'] as const

/** Makes the roles and applies what is missing of db/migrations. Safe to run from several processes at once. */
export async function migrate(adminUrl: string): Promise<{ applied: string[] }> {
  return withClient(adminUrl, async (client) => {
    await client.query(`select pg_advisory_lock(${LOCK})`)
    await makeRoles(client)
    await refuseUnsafe(client)
    const applied = await applyMissing(client)
    await migrateQueue(adminUrl)
    return { applied }
  })
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Makes a database owned by nuoda_owner unless it is there. */
export async function ensureDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await makeRoles(client)
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount) return
    const from = template ? ` template ${client.escapeIdentifier(template)} strategy file_copy` : ''
    await client.query(`create database ${client.escapeIdentifier(name)} owner nuoda_owner${from}`)
  })
}

/** owner makes tables, app serves, report reads one tenant, backup reads all: none of them logs in as another. */
async function makeRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname like 'nuoda%'`,
  )
  const known = new Set(rows.map((r) => r.rolname))
  for (const role of APP_ROLES) {
    if (!known.has(role))
      await client.query(
        `do $$ begin create role ${role} login nosuperuser nobypassrls; exception when duplicate_object then null; end $$`,
      )
  }
  const { rows: me } = await client.query<{ super: boolean }>(
    'select rolsuper as super from pg_roles where rolname = current_user',
  )
  if (!me[0]?.super) for (const role of APP_ROLES) await client.query(`grant ${role} to current_user`)
}

async function refuseUnsafe(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; trigrams: number; timezone_ok: boolean }>(
    `select current_setting('server_version_num')::int as version, pg_catalog.array_length(regexp_split_to_array('上海客户', ''), 1) as trigrams, true as timezone_ok`,
  )
  if ((rows[0]?.version ?? 0) < 150_000) throw new Error('PostgreSQL 15 or newer is needed')
  if (rows[0]?.trigrams !== 4) throw new Error('The database must be made with UTF-8 encoding')
}

/** Fresh statistics after much was written at once: plans made without them can be a hundred times slower. Of our tables only: of each other one the server would warn. */
export async function analyzeDatabase(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('set role nuoda_owner')
    const { rows } = await client.query<{ names: string }>(
      `select string_agg(format('%I.%I', schemaname, tablename), ', ') as names from pg_tables where tableowner = current_user`,
    )
    await client.query(`analyze ${rows[0]?.names}`)
  })
}

/** Refuses to serve on a database that may lose what it acknowledged. */
export async function refuseUndurable(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting = 'off'`,
    )
    const names = rows.map((r) => r.name).join(', ')
    if (names)
      throw new Error(
        `PostgreSQL runs with ${names} = off: acknowledged orders could be lost. Switch it on and start again`,
      )
  })
}

/** Chinese search needs a locale in which trigrams of Chinese exist. */
export async function refuseWrongLocale(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `select coalesce(array_length(show_trgm('上海客户'), 1), 0) as n`,
    )
    if (!rows[0]?.n)
      throw new Error(
        'This database cannot index Chinese text. Make it with LC_CTYPE C.UTF-8 (or another UTF-8 locale)',
      )
  })
}

async function applyMissing(client: pg.Client): Promise<string[]> {
  await client.query('grant usage, create on schema public to nuoda_owner')
  await client.query('set role nuoda_owner')
  await client.query(
    'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
  )
  await client.query('grant usage on schema public to nuoda_app, nuoda_report, nuoda_backup')
  await client.query('grant select on migration to nuoda_app')
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migration',
  )
  const done = new Map(rows.map((r) => [r.name, r.checksum]))
  const applied: string[] = []
  for (const name of readdirSync(DIRECTORY)
    .filter((f) => f.endsWith('.sql'))
    .toSorted()) {
    const text = readFileSync(join(DIRECTORY, name), 'utf8')
    const checksum = createHash('sha256').update(text).digest('hex')
    const known = done.get(name)
    if (known && known !== checksum)
      throw new Error(`Migration ${name} was changed after it had been applied`)
    if (known) continue
    await applyOne(client, { name, text, checksum })
    applied.push(name)
  }
  return applied
}

async function applyOne(
  client: pg.Client,
  { name, text, checksum }: { name: string; text: string; checksum: string },
): Promise<void> {
  await client.query('begin')
  try {
    // Extensions belong to the administrator; everything else to the owner.
    const extensions = [...text.matchAll(/^create extension[^;]*;$/gm)].map((m) => m[0])
    if (extensions.length > 0) {
      await client.query('reset role')
      for (const statement of extensions) await client.query(statement)
      await client.query('set role nuoda_owner')
    }
    await client.query(text.replace(/^create extension[^;]*;$/gm, ''))
    await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name}: ${(error as Error).message}`, { cause: error })
  }
}
