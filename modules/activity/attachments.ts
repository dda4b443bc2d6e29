import type { Download } from '#platform/api.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { readStoredFile, storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { type RecordRef, mustSeeRecord } from '#platform/records.ts'
import { allowedExtensions, previewOf, safeFileName, typeOfFile } from './file-type.ts'
import type { Audience } from './kind.ts'

const ATTACHMENTS_MAX = 200

export type NewAttachment = RecordRef & { audience: Audience; file: { bytes: Buffer; name: string } }

/** Keeps a file with a record, under the type its bytes have. Gives the attachment's id. */
export async function addAttachment(ctx: Ctx, { audience, file, ...ref }: NewAttachment): Promise<string> {
  await mustSeeRecord(ctx, ref)
  if (audience === 'internal' && !can(ctx.actor, 'activity.read'))
    throw new Refused('note.internal_only', {}, 422)
  const name = safeFileName(file.name)
  const type = typeOfFile(name, file.bytes)
  if (typeof type === 'string') throw new Refused(type, { name, allowed: allowedExtensions.join(' ') }, 422)
  const { n } = await ctx.db.one(sql<{ n: number }>`
    select count(*)::int as n from attachment
    where tenant_id = ${ctx.tenant.id} and record_type = ${ref.type} and record_id = ${ref.id} and removed_at is null`)
  if (n >= ATTACHMENTS_MAX) throw new Refused('attachment.too_many', { max: ATTACHMENTS_MAX })

  const { contentType } = type
  // The store announces names; what people call a file may name a person, and stands with the attachment only.
  const fileId = await storeFile(ctx, { name: 'attachment', contentType, bytes: file.bytes })
  const id = newId(ctx.now.getTime())
  const bytes = file.bytes.length
  await ctx.db.run(sql`
    insert into attachment (tenant_id, id, record_type, record_id, audience, file_id, name, content_type, bytes, added_at, added_by)
    values (${ctx.tenant.id}, ${id}, ${ref.type}, ${ref.id}, ${audience}, ${fileId}, ${name}, ${contentType}, ${bytes}, ${ctx.now}, ${ctx.actor.id})`)
  emit(ctx, 'attachment.added', ref, { attachmentId: id, audience, contentType, bytes })
  return id
}

type Kept = RecordRef & {
  /** Null when it was removed and forgotten. */ fileId: string | null
  name: string
  contentType: string
  addedBy: string
  audience: Audience
  removedAt: Date | null
}

/** One attachment of a record the actor may read; internal ones only for our own people. */
async function mustSeeAttachment(ctx: Ctx, attachmentId: string): Promise<Kept> {
  const kept = await ctx.db.one(
    sql<Kept>`
    select record_type as type, record_id as id, file_id as "fileId", name, content_type as "contentType", added_by as "addedBy", audience, removed_at as "removedAt"
    from attachment where tenant_id = ${ctx.tenant.id} and id = ${attachmentId}`,
    'attachment',
  )
  await mustSeeRecord(ctx, { type: kept.type, id: kept.id })
  if (kept.audience === 'internal' && !can(ctx.actor, 'activity.read')) throw new NotFound('attachment')
  return kept
}

/** The file, to be saved. */
export async function downloadAttachment(ctx: Ctx, attachmentId: string): Promise<Download> {
  const kept = await mustSeeAttachment(ctx, attachmentId)
  if (kept.removedAt || kept.fileId === null) throw new NotFound('attachment')
  return { ...(await readStoredFile(ctx, kept.fileId)), name: kept.name }
}

/** The file, to be shown within the page: pictures and text only, under the type their bytes had when they came. */
export async function previewAttachment(ctx: Ctx, attachmentId: string): Promise<Download> {
  const kept = await mustSeeAttachment(ctx, attachmentId)
  if (kept.removedAt || kept.fileId === null) throw new NotFound('attachment')
  if (!previewOf(kept.contentType)) throw new Refused('attachment.no_preview', {}, 422)
  const { bytes } = await readStoredFile(ctx, kept.fileId)
  return { name: kept.name, contentType: kept.contentType, bytes, isShown: true }
}

/** Takes a file away from a record; that it was there stays in the activity. */
export async function removeAttachment(
  ctx: Ctx,
  { attachmentId, reason }: { attachmentId: string; reason: string },
): Promise<void> {
  const { type, id, addedBy, removedAt } = await mustSeeAttachment(ctx, attachmentId)
  if (removedAt) throw new Refused('attachment.removed')
  if (addedBy !== ctx.actor.id && !can(ctx.actor, 'note.manage')) throw new Refused('attachment.not_yours')
  await ctx.db.run(sql`
    update attachment set removed_at = ${ctx.now}, removed_by = ${ctx.actor.id}, removal_reason = ${reason}
    where tenant_id = ${ctx.tenant.id} and id = ${attachmentId} and removed_at is null`)
  emit(ctx, 'attachment.removed', { type, id }, { attachmentId, reason })
}
