import type {} from './events.ts'
import { type Ctx, inScope, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { type Subject, emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { queueMail } from '#platform/mail.ts'
import type { Locale } from '#platform/text.ts'
import { visible } from '#modules/orders/queries.ts'
import { tellCustomer } from '#modules/promises/promises.ts'
import type { Channel } from '#modules/promises/telling.ts'
import { scoped } from '#modules/promises/views.ts'
import {
  type NoticeKind,
  type NoticeReason,
  type NoticeState,
  type Reachable,
  addressOn,
  isOrderReason,
  orderReasons,
  whyNotNotice,
} from './customer-notice.ts'
import { trackingLine } from './tracking-lines.ts'

/** A notice that is about to be written. */
export type NewNotice = {
  id: string
  orderId: string
  customerId: string
  reason: NoticeReason
  dueAt: Date | null
  expectedAt: Date | null
  lateShare: number | null
  cases: number | null
  channel: Channel
  contactId: string | null
  locale: 'zh' | 'en'
  subject: string
  body: string
  promiseIds: string[]
}

/** Writes notices down as drafts. */
export async function insertNotices(ctx: Ctx, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const madeBy = userIdOf(ctx)
  await ctx.db.run(sql`
    insert into customer_notice (tenant_id, id, kind, order_id, customer_id, reason, due_at, expected_at, late_share, cases, channel, contact_id, locale,
      subject, body, state, made_at, made_by)
    select ${ctx.tenant.id}, n.id, case when n.reason = any(${orderReasons}::text[]) then 'order' else 'delay' end, n.order_id, n.customer_id, n.reason, n.due_at, n.expected_at, n.late_share, n.cases, n.channel, n.contact_id, n.locale,
      n.subject, n.body, 'draft', ${ctx.now}, ${madeBy}::uuid
    from unnest(${notices.map((n) => n.id)}::uuid[], ${notices.map((n) => n.orderId)}::uuid[], ${notices.map((n) => n.customerId)}::uuid[],
      ${notices.map((n) => n.reason)}::text[], ${notices.map((n) => n.dueAt)}::timestamptz[], ${notices.map((n) => n.expectedAt)}::timestamptz[],
      ${notices.map((n) => n.lateShare)}::float8[], ${notices.map((n) => n.cases)}::int[], ${notices.map((n) => n.channel)}::text[],
      ${notices.map((n) => n.contactId)}::uuid[], ${notices.map((n) => n.locale)}::text[], ${notices.map((n) => n.subject)}::text[],
      ${notices.map((n) => n.body)}::text[]
    ) as n (id, order_id, customer_id, reason, due_at, expected_at, late_share, cases, channel, contact_id, locale, subject, body)`)
  const pairs = notices.flatMap(({ id, promiseIds }) => promiseIds.map((promiseId) => ({ id, promiseId })))
  await ctx.db.run(sql`
    insert into customer_notice_promise (tenant_id, notice_id, promise_id)
    select ${ctx.tenant.id}, x.* from unnest(${pairs.map((x) => x.id)}::uuid[], ${pairs.map((x) => x.promiseId)}::uuid[]) as x`)
  for (const n of notices) announce(ctx, n, 'drafted', n.channel)
}

type Locked = {
  id: string
  orderId: string
  state: NoticeState
  channel: Channel
  subject: string
  body: string
  reason: NoticeReason
  locale: Locale
  contact: Reachable | null
}

/** Sends the notice to the customer by mail, with the text as it was last written. */
export async function sendNotice(
  ctx: Ctx,
  { id, subject, body }: { id: string; subject?: string | undefined; body?: string | undefined },
): Promise<void> {
  const notice = await lockNotice(ctx, id)
  const to = notice.contact?.email ?? ''
  refuseUnless(notice, 'send')
  const text = { subject: subject ?? notice.subject, body: body ?? notice.body }
  const link = await trackingLine(ctx, notice)
  const mailId = await queueMail(ctx, {
    key: `customer_notice:${id}:${newId()}`,
    to,
    subject: text.subject,
    text: link ? `${text.body}\n\n${link.line}` : text.body,
    ...(link ? { secret: link.secret } : {}),
  })
  await ctx.db.run(sql`
    update customer_notice set state = 'queued', channel = 'email', subject = ${text.subject}, body = ${text.body}, mail_id = ${mailId}, note = ''
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  announce(ctx, notice, 'queued', 'email')
}

/** Somebody told the customer otherwise: by telephone, on WeChat. The ledger keeps the proof. */
export async function tellNotice(
  ctx: Ctx,
  input: { id: string; channel: Channel; recipient: string; proof?: string | undefined },
): Promise<void> {
  const notice = await lockNotice(ctx, input.id)
  refuseUnless(notice, 'tell')
  await tellAll(ctx, input.id, input)
  await end(ctx, { id: input.id, state: 'told', channel: input.channel })
  announce(ctx, notice, 'told', input.channel)
}

/** No notice is needed, with the reason. */
export async function dismissNotice(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<void> {
  const notice = await lockNotice(ctx, id)
  refuseUnless(notice, 'dismiss')
  await end(ctx, { id, state: 'dismissed', note: reason })
  emit(ctx, `${kindOf(notice)}_notice.dismissed`, subjectOf(notice), { reason })
}

/** The mails of notices went, failed or were given up: the ledger gets its proof when the mail has gone, not before. */
export async function followMails(
  ctx: Ctx,
  mails: readonly { id: string; state: 'sent' | 'failed' | 'discarded' }[],
): Promise<void> {
  const stateOf = new Map(mails.map((mail) => [mail.id, mail.state]))
  const notices = await ctx.db.all(sql<Locked & { mailId: string }>`
    select ${lockedColumns}, n.mail_id as "mailId" from customer_notice n left join contact k on k.tenant_id = n.tenant_id and k.id = n.contact_id
    where n.tenant_id = ${ctx.tenant.id} and n.mail_id = any(${[...stateOf.keys()]}::uuid[]) and n.state in ('queued', 'failed') order by n.id for update of n`)
  for (const notice of notices) {
    const mail = stateOf.get(notice.mailId) ?? 'failed'
    if (mail === 'sent') {
      const recipient = addressOn('email', notice.contact)
      await tellAll(ctx, notice.id, { channel: 'email', recipient, proof: notice.subject })
    }
    const state = mail === 'discarded' ? 'draft' : mail
    await end(ctx, { id: notice.id, state, isOpen: state !== 'sent' })
    if (mail !== 'discarded') announce(ctx, notice, mail, 'email')
  }
}

const DROPPED_MAX = 1_000

/** Drafts whose promises were kept, ended or told otherwise meanwhile, or whose order is held no more, need nobody. Gives how many. */
export async function dropSettledNotices(ctx: Ctx): Promise<number> {
  const dropped = await ctx.db.all(sql<{
    id: string
    orderId: string
    reason: NoticeReason
    channel: Channel
  }>`
    update customer_notice n set state = 'dropped', ended_at = ${ctx.now}
    where n.tenant_id = ${ctx.tenant.id} and n.id in (
      select d.id from customer_notice d where d.tenant_id = ${ctx.tenant.id} and d.state in ('draft', 'failed') and d.reason <> 'declined'
        and (d.reason <> 'held' or not exists (
          select 1 from order_hold h where h.tenant_id = d.tenant_id and h.order_id = d.order_id and h.released_at is null))
        and not exists (
          select 1 from customer_notice_promise np join promise p on p.tenant_id = np.tenant_id and p.id = np.promise_id and p.watch_at is not null
          where np.tenant_id = d.tenant_id and np.notice_id = d.id and not exists (
            select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id and t.told_at >= d.made_at))
      order by d.id limit ${DROPPED_MAX} for update of d skip locked)
    returning n.id, n.order_id as "orderId", n.reason, n.channel`)
  for (const n of dropped) announce(ctx, n, 'dropped', n.channel)
  return dropped.length
}

const lockedColumns = sql`n.id, n.order_id as "orderId", n.state, n.channel, n.subject, n.body, n.reason, n.locale,
  case when k.id is null then null else jsonb_build_object('email', k.email, 'phone', k.phone, 'wechat', k.wechat) end as contact`

async function lockNotice(ctx: Ctx, id: string): Promise<Locked> {
  return ctx.db.one(
    sql<Locked>`
    select ${lockedColumns} from customer_notice n left join contact k on k.tenant_id = n.tenant_id and k.id = n.contact_id
    where n.tenant_id = ${ctx.tenant.id} and n.id = ${id} and ${noticeScope(ctx)} for update of n`,
    'customer_notice',
  )
}

/** What the actor may see of the notices `n`: those of promises within the scopes, or of orders nothing is promised for. */
export const noticeScope = (
  ctx: Ctx,
) => sql<boolean>`${inScope(ctx, 'customer', 'n.customer_id')} and (exists (
    select 1 from customer_notice_promise np join promise p on p.tenant_id = np.tenant_id and p.id = np.promise_id
    where np.tenant_id = n.tenant_id and np.notice_id = n.id and ${scoped(ctx)})
  or (n.reason in ('held', 'declined') and exists (
    select 1 from sales_order o where o.tenant_id = n.tenant_id and o.id = n.order_id and ${visible(ctx)})))`

function refuseUnless(notice: Locked, action: 'send' | 'tell' | 'dismiss'): void {
  const refusal = whyNotNotice({ state: notice.state, hasEmail: !!notice.contact?.email }, action)
  if (refusal) throw new Refused(refusal)
}

type Told = { channel: Channel; recipient: string; proof?: string | undefined }

/** Proof for each promise of the notice that still holds; one that was replaced or has ended is told no more. */
async function tellAll(ctx: Ctx, id: string, { channel, recipient, proof }: Told): Promise<void> {
  const open = await ctx.db.all(sql<{ id: string }>`
    select p.id from customer_notice_promise np join promise p on p.tenant_id = np.tenant_id and p.id = np.promise_id and p.watch_at is not null
    where np.tenant_id = ${ctx.tenant.id} and np.notice_id = ${id} order by p.id`)
  for (const { id: promiseId } of open) await tellCustomer(ctx, { promiseId, channel, recipient, proof })
}

type Ending = { id: string; state: NoticeState; channel?: Channel; note?: string; isOpen?: boolean }

async function end(ctx: Ctx, { id, state, channel, note, isOpen = false }: Ending): Promise<void> {
  const endedBy = ctx.actor.kind === 'user' && !isOpen ? ctx.actor.id : null
  await ctx.db.run(sql`
    update customer_notice set state = ${state}, channel = coalesce(${channel ?? null}::text, channel), note = coalesce(${note ?? null}::text, note),
      ended_at = ${isOpen ? null : ctx.now}::timestamptz, ended_by = ${endedBy}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}

type Noticed = { id: string; orderId: string; reason: NoticeReason }

const kindOf = ({ reason }: { reason: NoticeReason }): NoticeKind =>
  isOrderReason(reason) ? 'order' : 'delay'

const subjectOf = (notice: Noticed): Subject => ({
  type: `${kindOf(notice)}_notice`,
  id: notice.id,
  parentId: notice.orderId,
})

type Step = 'drafted' | 'queued' | 'sent' | 'failed' | 'told' | 'dropped'

function announce(ctx: Ctx, notice: Noticed, step: Step, channel: Channel): void {
  emit(ctx, `${kindOf(notice)}_notice.${step}`, subjectOf(notice), { why: notice.reason, channel })
}
