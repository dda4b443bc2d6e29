import pg from 'pg'
import { expect, test } from 'vitest'
import { openDatabase, sql } from './db.ts'
import { silentLog } from './log.ts'
import { analyzeDatabase } from './migrate.ts'
import { world } from './testing/world.ts'

const w = world()

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: w.adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

test('no statement is compiled, whatever the server is set to', async () => {
  await asAdmin((client) =>
    client.query(`do $$ begin execute format('alter database %I set jit = on', current_database()); end $$`),
  )
  const database = openDatabase({ ...w.database.settings, log: silentLog })
  try {
    const { jit } = await database.transaction(null, (db) =>
      db.one(sql<{ jit: string }>`select current_setting('jit') as jit`),
    )
    expect(jit).toBe('off')
  } finally {
    await database.close()
  }
})

test('statistics are taken of all our tables', async () => {
  const unknown = () =>
    asAdmin((client) =>
      client.query(
        `select count(*)::int as n from pg_class where relkind = 'r' and relowner = 'nuoda_owner'::regrole and reltuples < 0`,
      ),
    )
  expect((await unknown()).rows[0].n).toBeGreaterThan(0)
  await analyzeDatabase(w.adminUrl)
  expect((await unknown()).rows[0].n).toBe(0)
})
