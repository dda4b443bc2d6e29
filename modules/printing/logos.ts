import { inflateSync } from 'node:zlib'
import type { Download } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { readStoredFile, storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { LOGO_SIDE_MAX, imageFacts } from './logo.ts'

/** Takes a company's logo after looking into it, whatever the sender says it is. */
export async function addLogo(
  ctx: Ctx,
  file: { bytes: Buffer },
): Promise<{ logoId: string; width: number; height: number }> {
  const facts = imageFacts(file.bytes, (packed, most) => inflateSync(packed, { maxOutputLength: most }))
  if (!facts) throw new Refused('print.logo_not_an_image', { max: LOGO_SIDE_MAX }, 422)
  const fileId = await storeFile(ctx, {
    name: facts.type === 'image/png' ? 'logo.png' : 'logo.jpg',
    contentType: facts.type,
    bytes: file.bytes,
  })
  const id = newId(ctx.now.getTime())
  await ctx.db.run(sql`
    insert into print_logo (tenant_id, id, file_id, width, height, created_at, created_by)
    values (${ctx.tenant.id}, ${id}, ${fileId}, ${facts.width}, ${facts.height}, ${ctx.now}, ${ctx.actor.kind === 'system' ? null : ctx.actor.id})`)
  return { logoId: id, width: facts.width, height: facts.height }
}

export type Logo = { bytes: Buffer; width: number; height: number }

export async function readLogo(ctx: Ctx, id: string): Promise<Logo & { contentType: string; name: string }> {
  const row = await ctx.db.one(
    sql<{ fileId: string; width: number; height: number }>`
    select file_id as "fileId", width, height from print_logo where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    'logo',
  )
  return { ...(await readStoredFile(ctx, row.fileId)), width: row.width, height: row.height }
}

export async function openLogo(ctx: Ctx, id: string): Promise<Download> {
  const { name, contentType, bytes } = await readLogo(ctx, id)
  return { name, contentType, bytes }
}
