import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { eraseEach } from '#platform/erase-each.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { hashOf, newId } from '#platform/ids.ts'

let root = 'data/files'
/** Stands behind the name of a file until it is whole. */
export const PART = '.part'

/** Where files live; set once by the composition root. */
export function useFileStore(directory: string): void {
  root = directory
}

export type NewFile = { name: string; contentType: string; bytes: Buffer }

/** Stores a file under a generated name, durably, before its row is written. */
export async function storeFile(ctx: Ctx, file: NewFile): Promise<string> {
  const id = newId(ctx.now.getTime())
  await writeDurably(pathOf(ctx.tenant.id, id), file.bytes)
  await ctx.db.run(sql`
    insert into stored_file (tenant_id, id, name, content_type, bytes, sha256, created_at, created_by)
    values (${ctx.tenant.id}, ${id}, ${file.name}, ${file.contentType}, ${file.bytes.length}, ${hashOf(file.bytes)}, ${ctx.now}, ${ctx.actor.id})`)
  emit(ctx, 'file.stored', { type: 'file', id }, { name: file.name })
  return id
}

export async function readStoredFile(
  ctx: Ctx,
  id: string,
): Promise<{ name: string; contentType: string; bytes: Buffer }> {
  const row = await ctx.db.one(
    sql<{ name: string; content_type: string }>`
    select name, content_type from stored_file where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    'file',
  )
  return { name: row.name, contentType: row.content_type, bytes: await readFile(pathOf(ctx.tenant.id, id)) }
}

/** Where some of a company's stored files lie: those whose ids end with these two characters. */
export const fileShelf = (tenantId: string, ending: string): string => join(root, tenantId, ending)
const pathOf = (tenantId: string, id: string): string => join(fileShelf(tenantId, id.slice(-2)), id)

/** Forgets stored files that no record refers to; those that are referred to stay. Their bytes go by and by (platform/stray-files.ts). */
export async function forgetFiles(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await eraseEach(ctx, ids, async (some) => {
    await ctx.db.run(
      sql`delete from stored_file where tenant_id = ${ctx.tenant.id} and id = any(${some}::uuid[])`,
    )
    return new Set(some)
  })
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = path + PART
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  const directory = await open(dirname(path), 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

export const temporaryDirectory = (): string => join(root, 'temporary')

/** Where a file may lie for the time of one request. What a crash leaves there is removed later (platform/stray-files.ts). */
export async function temporaryPath(): Promise<string> {
  const path = join(temporaryDirectory(), newId())
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  return path
}

/** Reads a file that nobody needs after that: its name is gone at once, so that it cannot be left behind. */
export async function openOnce(path: string): Promise<Readable> {
  const file = await open(path, 'r')
  await rm(path)
  return file.createReadStream()
}

/** Writes an upload to disk as it comes in; refused (request.too_large) beyond `maxBytes`. Memory does not grow with the file. */
export async function receiveFile(
  body: Readable,
  maxBytes: number,
): Promise<{ path: string; size: number; sha256: string }> {
  const path = await temporaryPath()
  const hash = createHash('sha256')
  let size = 0
  const measured = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > maxBytes) throw new Refused('request.too_large', { max: maxBytes }, 422)
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(body, measured, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { path, size, sha256: hash.digest('hex') }
}

/** Where a file that waits to be worked on lies, apart from the stored ones. */
export const waitingDirectory = (tenantId: string): string => join(root, tenantId, 'waiting')
export const waitingPath = (tenantId: string, id: string): string => join(waitingDirectory(tenantId), id)

/** Whether the file is still there. */
export const isWaiting = (tenantId: string, id: string): Promise<boolean> =>
  access(waitingPath(tenantId, id)).then(
    () => true,
    () => false,
  )

/** Keeps an upload beyond its request. A second name: the work that asks may be tried again. */
export async function keepWaiting(from: string, tenantId: string, id: string): Promise<void> {
  const path = waitingPath(tenantId, id)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await link(from, path)
}
