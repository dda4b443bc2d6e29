import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { type Database, openDatabase } from '#platform/db.ts'
import { makeDirectory } from '#platform/directories.ts'
import { useFileStore } from '#platform/files.ts'
import type { Log } from '#platform/log.ts'
import { ensureDatabase, migrate, refuseUndurable, refuseWrongLocale } from '#platform/migrate.ts'

export type House = {
  database: Database
  adminUrl: string
  /** Process id of the embedded PostgreSQL, when it is ours. */ postgresPid: number | null
  close(): Promise<void>
}

const DATABASE_NAME = 'nuoda'

/** Opens the database of the configuration (embedded unless DATABASE_URL is set), migrated and checked. */
export async function openHouse(config: Config, log: Log): Promise<House> {
  makeDirectory(config.dataDir)
  useFileStore(join(config.dataDir, 'files'))
  const place = config.databaseUrl ? serverPlace(config.databaseUrl) : await embeddedPlace(config, log)
  try {
    await migrate(place.adminUrl)
    await refuseUndurable(place.adminUrl)
    await refuseWrongLocale(place.adminUrl)
  } catch (error) {
    await place.stop()
    throw error
  }
  const database = openDatabase({ url: place.appUrl, role: place.role, log })
  return {
    database,
    adminUrl: place.adminUrl,
    postgresPid: place.pid,
    async close() {
      await database.close()
      await place.stop()
    },
  }
}

type Place = {
  adminUrl: string
  appUrl: string
  role?: string
  pid: number | null
  stop: () => Promise<void>
}

/** A server of the operator's: we connect as its user and act as nuoda_app. */
function serverPlace(url: string): Place {
  return { adminUrl: url, appUrl: url, role: 'nuoda_app', pid: null, stop: async () => {} }
}

async function embeddedPlace(config: Config, log: Log): Promise<Place> {
  const { startPostgres } = await import('#platform/postgres.ts')
  const server = await startPostgres({
    dataDir: config.dataDir,
    log: (line) => log.info({ from: 'postgres' }, line),
  })
  try {
    await ensureDatabase(server.url(server.superuser, 'postgres'), DATABASE_NAME)
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    adminUrl: server.url(server.superuser, DATABASE_NAME),
    appUrl: server.url('nuoda_app', DATABASE_NAME),
    pid: server.pid,
    // Several processes may share one embedded server (the app and a command): the last one out stops it.
    stop: () => server.stop(),
  }
}
