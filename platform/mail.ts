import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { type Subscriber, emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { addJobs } from '#platform/queue.ts'
import { seal } from '#platform/secrets.ts'

/**
 * Mail to people. A verb or subscriber calls `queueMail` in its transaction; the mail's row is written with the commit and
 * stays visible in the outbox until it was sent. A job sends it (platform/mail-sending.ts), at least once, with a fixed
 * Message-ID by which the receiver drops a second copy.
 */
export type NewMail = {
  /** The same key asks for the same mail: the second call does nothing. At most 200 characters. */
  key: string
  to: string
  subject: string
  text: string
  html?: string
  /** Stored files of the tenant. */ attachmentIds?: string[]
  /** Stands in the text as SECRET_MARK, here and in the outbox; only the mail itself says it. */ secret?: string
}

/** In place of what a mail keeps for its receiver. */
export const SECRET_MARK = '••••••••'

export const MAIL_TASK = 'send_mail'
export const ATTACHMENTS_MAX = 5
export const ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024
/** With the queue's back-off (e^try seconds) this is about sixteen hours. */
export const MAIL_TRIES_MAX = 12

/** Asks for a mail; says its id, or null when the key was used before. */
export async function queueMail(ctx: Ctx, mail: NewMail): Promise<string | null> {
  const id = newId(ctx.now.getTime())
  const attachmentIds = mail.attachmentIds ?? []
  await refuseTooLarge(ctx, attachmentIds)
  const made = await ctx.db.run(sql`
    insert into mail (tenant_id, id, key, to_address, subject, body_text, body_html, attachment_ids, secret, queued_at)
    values (${ctx.tenant.id}, ${id}, ${mail.key}, ${mail.to}, ${oneLine(mail.subject)}, ${mail.text}, ${mail.html ?? null}, ${attachmentIds}::uuid[],
      ${mail.secret === undefined ? null : seal(mail.secret)}, ${ctx.now})
    on conflict (tenant_id, key) do nothing`)
  if (made === 0) return null
  emit(ctx, 'mail.queued', { type: 'mail', id }, {})
  return id
}

/** Puts mails that failed, or that wait for their next try, at the front of the queue again. */
export async function resendMail(ctx: Ctx, id: string): Promise<void> {
  const state = await stateOf(ctx, id)
  if (state !== 'waiting' && state !== 'failed') throw new Refused('mail.ended')
  await ctx.db.run(sql`
    update mail set state = 'waiting', tries = 0, ended_at = null, next_try_at = null, queued_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'mail.queued', { type: 'mail', id }, {})
}

/** Says that a mail need not be sent any more. */
export async function discardMail(ctx: Ctx, id: string): Promise<void> {
  const state = await stateOf(ctx, id)
  if (state !== 'waiting' && state !== 'failed') throw new Refused('mail.ended')
  await ctx.db.run(sql`
    update mail set state = 'discarded', ended_at = ${ctx.now}, next_try_at = null, secret = null where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'mail.discarded', { type: 'mail', id }, {})
}

/** Brings mails to the queue once they are committed. */
export const mailSubscriber: Subscriber = {
  name: 'mail.queue',
  types: ['mail.queued'],
  handle: async (ctx, events) => {
    const ids = [...new Set(events.map((event) => event.subject_id))]
    await ctx.db.run(
      addJobs(
        ctx,
        ids.map((id) => ({ task: MAIL_TASK, id, triesMax: MAIL_TRIES_MAX })),
      ),
    )
  },
}

async function stateOf(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db.maybe(
    sql<{
      state: string
    }>`select case when erased_at is null then state else 'erased' end as state from mail where tenant_id = ${ctx.tenant.id} and id = ${id} for update`,
  )
  if (!row) throw new NotFound('mail')
  return row.state
}

async function refuseTooLarge(ctx: Ctx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  if (ids.length > ATTACHMENTS_MAX) throw new Refused('mail.too_large', { files: ids.length }, 422)
  const { files, bytes } = await ctx.db.one(sql<{ files: number; bytes: number }>`
    select count(*)::int as files, coalesce(sum(bytes), 0)::int as bytes from stored_file where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[])`)
  if (files < new Set(ids).size) throw new NotFound('file')
  if (bytes > ATTACHMENT_BYTES_MAX) throw new Refused('mail.too_large', { bytes }, 422)
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 300)
