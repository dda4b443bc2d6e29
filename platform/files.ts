import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { hashOf, newId } from '#platform/ids.ts'

let root = 'data/files'

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

const pathOf = (tenantId: string, id: string): string => join(root, tenantId, id.slice(-2), id)

export const fileStream = (tenantId: string, id: string) => createReadStream(pathOf(tenantId, id))

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.part`
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
