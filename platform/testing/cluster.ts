import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ensureDatabase, migrate, withClient } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'

const MIGRATIONS = join(import.meta.dirname, '../../db/migrations')

/** A PostgreSQL for tests: embedded without fsync, or TEST_DATABASE_URL. Shared by runs on one machine; adopted when it runs. */
export type TestCluster = {
  urlOf(user: string, database: string): string
  superuser: string
  stop(): Promise<void>
}

export async function startTestCluster(): Promise<TestCluster> {
  const given = process.env.TEST_DATABASE_URL
  if (given)
    return {
      urlOf: (_user, database) => withDatabase(given, database),
      superuser: 'given',
      stop: async () => {},
    }
  const dataDir = process.env.NUODA_TEST_DATA ?? join(tmpdir(), 'nuoda-test')
  const server = await startPostgres({ dataDir, durable: false, maxConnections: 200 })
  return {
    urlOf: (user, database) => server.url(user, database),
    superuser: server.superuser,
    stop: () => server.stop(),
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** The name of the migrated template: it changes with the migrations, so an old one is never used. */
export function templateName(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(MIGRATIONS).toSorted()) hash.update(readFileSync(join(MIGRATIONS, file)))
  return `nuoda_template_${hash.digest('hex').slice(0, 12)}`
}

/** Makes the migrated template once; later calls find it. */
export async function ensureTemplate(cluster: TestCluster): Promise<string> {
  const name = templateName()
  const admin = cluster.urlOf(cluster.superuser, 'postgres')
  await withClient(admin, async (client) => {
    await client.query('select pg_advisory_lock(7205014)')
    await ensureDatabase(admin, name)
    await migrate(cluster.urlOf(cluster.superuser, name))
  })
  return name
}

let counter = 0

/** A fresh copy of the template. */
export async function cloneTemplate(
  cluster: TestCluster,
  template: string,
): Promise<{ name: string; drop(): Promise<void> }> {
  counter += 1
  const name = `nuoda_test_${process.pid}_${Date.now().toString(36)}_${counter}`
  const admin = cluster.urlOf(cluster.superuser, 'postgres')
  await withClient(admin, async (client) => {
    // One copy at a time: PostgreSQL refuses to copy a template that somebody is connected to.
    await client.query('select pg_advisory_lock(7205014)')
    await client.query(
      `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)} strategy file_copy`,
    )
  })
  const drop = () =>
    withClient(
      admin,
      async (client) =>
        void (await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)),
    )
  return { name, drop }
}

export async function withTemplateDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const cluster = await startTestCluster()
  try {
    const template = await ensureTemplate(cluster)
    const copy = await cloneTemplate(cluster, template)
    try {
      return await work(cluster.urlOf(cluster.superuser, copy.name))
    } finally {
      await copy.drop()
    }
  } finally {
    await cluster.stop()
  }
}
