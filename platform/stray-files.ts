import type { Dirent } from 'node:fs'
import { opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { PART, fileShelf, temporaryDirectory, waitingDirectory } from '#platform/files.ts'
import { isId } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'

const EVERY_MS = 60_000
/** A file may be older than its row, but not by so much. */
const YOUNG_MS = 86_400_000
/** Stored files of a company lie on so many shelves; one of them is looked through in each run. */
const SHELVES = 256
/** Names asked for at once. */
const LOT = 500

/** Of some ids, those whose work still waits for its file. */
export type Awaited = (ctx: Ctx, ids: readonly string[]) => Promise<string[]>
type Tools = { database: Database; clock: () => Date; isAwaited: Awaited }

/** Removes files that no row names: what a crash or a failed transaction left, and what was forgotten. A file younger than a day is left alone. */
export function strayFilesJob(tools: Tools): Job {
  let shelf = 0
  return {
    name: 'stray_files',
    everyMs: EVERY_MS,
    async run() {
      await removeStrayFiles(tools, shelf)
      shelf = (shelf + 1) % SHELVES
      return false
    },
  }
}

/** One run: what requests and imports left, and one shelf of each company. Says how many files are gone. */
export async function removeStrayFiles(
  { database, clock, isAwaited }: Tools,
  shelf: number,
): Promise<number> {
  const before = clock().getTime() - YOUNG_MS
  let gone = await sweep(temporaryDirectory(), before, async () => [])
  for (const tenant of await listTenants(database, null)) {
    const ask = (named: Awaited) => (ids: string[]) =>
      withCtx(database, systemSeed(tenant, 'stray_files', clock()), (ctx) => named(ctx, ids))
    gone += await sweep(waitingDirectory(tenant.id), before, ask(isAwaited))
    gone += await sweep(shelfOf(tenant, shelf), before, ask(storedAmong))
  }
  return gone
}

const shelfOf = (tenant: Tenant, shelf: number): string =>
  fileShelf(tenant.id, shelf.toString(16).padStart(2, '0'))

async function storedAmong(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.all(
    sql<{
      id: string
    }>`select id from stored_file where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[])`,
  )
  return rows.map((row) => row.id)
}

/** Removes the old files of a directory that nobody names. Files that are not called as ours are not touched. */
async function sweep(
  directory: string,
  before: number,
  namedAmong: (ids: string[]) => Promise<string[]>,
): Promise<number> {
  let gone = 0
  const remove = async (lot: string[]) => {
    const named = new Set(await namedAmong(lot.filter(isId)))
    for (const name of lot.filter((one) => !named.has(one))) await rm(join(directory, name), { force: true })
    gone += lot.length - named.size
  }
  let lot: string[] = []
  for await (const { name, ...entry } of entriesOf(directory)) {
    const isOurs = isId(name) || (name.endsWith(PART) && isId(name.slice(0, -PART.length)))
    if (!isOurs || !entry.isFile || !(await isOlder(join(directory, name), before))) continue
    lot.push(name)
    if (lot.length < LOT) continue
    await remove(lot)
    lot = []
  }
  if (lot.length > 0) await remove(lot)
  return gone
}

async function* entriesOf(directory: string): AsyncGenerator<{ name: string; isFile: boolean }> {
  try {
    for await (const entry of await opendir(directory)) yield plain(entry)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

const plain = (entry: Dirent) => ({ name: entry.name, isFile: entry.isFile() })

async function isOlder(path: string, before: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < before
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
