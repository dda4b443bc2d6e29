import { createTransport } from 'nodemailer'
import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import { readStoredFile } from '#platform/files.ts'
import { SECRET_MARK } from '#platform/mail.ts'
import { TASK_MAX_MS, type Task } from '#platform/queue.ts'
import { unseal } from '#platform/secrets.ts'

export type MailSettings = {
  /** smtp://user:password@host:587 or smtps://… */ url: string
  /** The address mails come from; the company's name stands before it. */ from: string
  perMinute: number
}

const CONNECT_MS = 10_000
const SILENCE_MS = 20_000
const SENDING_MS = TASK_MAX_MS - 20_000
/** What waited longer is not sent unasked: nobody wants last week's digest because the mail server is back. */
const STALE_MS = 3 * 86_400_000

type Outgoing = {
  to: string
  subject: string
  text: string
  html: string | null
  attachments: { filename: string; contentType: string; content: Buffer }[]
}

/** The queue's task that sends one mail. A refusal for good ends it; everything else is tried again by the queue. */
export function mailTask(database: Database, settings: MailSettings, clock: () => Date): Task {
  const send = sender(settings)
  return async (tenant, id, tries) => {
    const act = <T>(work: (ctx: Ctx) => Promise<T>) =>
      withCtx(database, systemSeed(tenant, 'mail', clock()), work)
    const mail = await act((ctx) => takeMail(ctx, id, tries.now))
    if (!mail) return
    try {
      await send(tenant, id, mail)
    } catch (error) {
      const failure = failureOf(error)
      const isLast = failure.isFinal || tries.now >= tries.max
      await act((ctx) => recordFailure(ctx, { id, answer: failure.answer, tries: tries.now, isLast }))
      if (isLast) return
      throw new Error(`mail not sent yet: ${failure.code}`, { cause: undefined })
    }
    await act((ctx) => recordSent(ctx, id))
  }
}

/** The mail to send now, or null when there is nothing to do: it was sent, discarded, or is too old. */
async function takeMail(ctx: Ctx, id: string, tries: number): Promise<Outgoing | null> {
  const row = await ctx.db.maybe(sql<{
    to_address: string
    subject: string
    body_text: string
    body_html: string | null
    attachment_ids: string[]
    secret: string | null
    queued_at: Date
  }>`
    update mail set tries = ${tries}, last_try_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and id = ${id} and state = 'waiting'
    returning to_address, subject, body_text, body_html, attachment_ids, secret, queued_at`)
  if (!row) return null
  if (tries === 1 && ctx.now.getTime() - row.queued_at.getTime() > STALE_MS) {
    await recordFailure(ctx, { id, answer: 'too old', tries, isLast: true })
    return null
  }
  const attachments = []
  for (const fileId of row.attachment_ids) {
    const file = await readStoredFile(ctx, fileId)
    attachments.push({ filename: file.name, contentType: file.contentType, content: file.bytes })
  }
  const secret = row.secret === null ? SECRET_MARK : unseal(row.secret)
  const whole = (text: string) => text.replaceAll(SECRET_MARK, () => secret)
  return {
    to: row.to_address,
    subject: row.subject,
    text: whole(row.body_text),
    html: row.body_html && whole(row.body_html),
    attachments,
  }
}

async function recordSent(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.run(sql`
    update mail set state = 'sent', ended_at = ${ctx.now}, next_try_at = null, answer = null, secret = null where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'mail.sent', { type: 'mail', id }, {})
}

type Failed = { id: string; answer: string; tries: number; isLast: boolean }

async function recordFailure(ctx: Ctx, { id, answer, tries, isLast }: Failed): Promise<void> {
  const nextTryAt = isLast ? null : new Date(ctx.now.getTime() + Math.exp(Math.min(tries, 10)) * 1_000)
  const changed = await ctx.db.run(sql`
    update mail set answer = ${answer}, next_try_at = ${nextTryAt},
      state = ${isLast ? 'failed' : 'waiting'}, ended_at = ${isLast ? ctx.now : null}
    where tenant_id = ${ctx.tenant.id} and id = ${id} and state = 'waiting'`)
  if (isLast && changed > 0) emit(ctx, 'mail.failed', { type: 'mail', id }, { reason: answer.slice(0, 40) })
}

/** Sends one mail over a connection of its own, not faster than the settings allow. */
function sender(settings: MailSettings) {
  const turn = turns(60_000 / settings.perMinute)
  return async (tenant: Tenant, id: string, mail: Outgoing): Promise<void> => {
    await turn()
    const transport = createTransport({
      url: settings.url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      dnsTimeout: CONNECT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const host = settings.from.split('@').at(-1) ?? 'nuoda'
    await inTime(
      transport.sendMail({
        from: { name: tenant.name, address: settings.from },
        to: { name: '', address: mail.to },
        messageId: `<${id}@${host}>`,
        subject: mail.subject,
        text: mail.text,
        ...(mail.html ? { html: mail.html } : {}),
        attachments: mail.attachments,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      }),
    )
  }
}

/** Gives turns at least `gapMs` apart, in the order asked for. */
function turns(gapMs: number): () => Promise<void> {
  let next = 0
  return async () => {
    const now = performance.now()
    const at = Math.max(now, next)
    next = at + gapMs
    if (at > now) await new Promise((done) => setTimeout(done, at - now))
  }
}

async function inTime(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(
      () => fail(Object.assign(new Error('took too long'), { code: 'ETIMEDOUT' })),
      SENDING_MS,
    )
  })
  sending.catch(() => {}) // when it is too late, nobody waits for its end
  try {
    await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}

const ADDRESS = /[^\s<>@]+@[^\s<>@]+/g

/** What went wrong, without addresses. Final is what the server refuses for good (5xx); a refused log-in is ours to mend. */
export function failureOf(error: unknown): { isFinal: boolean; code: string; answer: string } {
  const {
    code = 'EUNKNOWN',
    responseCode,
    response,
    message,
  } = error as {
    code?: string
    responseCode?: number
    response?: string
    message?: string
  }
  const said = (response ?? `${code}: ${message ?? ''}`).replace(ADDRESS, '***').replace(/\s+/g, ' ')
  return {
    isFinal: responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH',
    code: responseCode ? String(responseCode) : code,
    answer: said.slice(0, 300),
  }
}
