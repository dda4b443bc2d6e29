import type {} from './events.ts'
import { type Ctx, inScope, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { type Subject, emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { queueMail } from '#platform/mail.ts'
import { endOfLocalDay } from '#modules/scheduling/calendar.ts'
import { loadHistory } from '#modules/promises/predictions.ts'
import { tellCustomer } from '#modules/promises/promises.ts'
import { type History, indexHistory, riskOf } from '#modules/promises/risk.ts'
import type { Channel } from '#modules/promises/telling.ts'
import { scoped } from '#modules/promises/views.ts'
import { type Calling, type OrderOf, listCalling, listCallingOfOrder, listOrdersOf } from './delay-calling.ts'
import {
  type DelayReason,
  type DelayRule,
  type DelayState,
  type Reachable,
  addressOn,
  channelFor,
  gravestOf,
  whyNotDelay,
} from './delay-notice.ts'
import { getDelayRule, takeDelayRule } from './delay-rules.ts'
import { delayText } from './delay-words.ts'

type NewNotice = {
  id: string
  orderId: string
  customerId: string
  reason: DelayReason
  dueAt: Date
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

/**
 * One round: notices of what became late, is predicted late or got a new date nobody was told of. Where the company wants it, those
 * that can go by mail go at once. Gives how many were made.
 */
export async function makeDelayNotices(ctx: Ctx): Promise<number> {
  const rule = await takeDelayRule(ctx)
  if (!rule || rule.mode === 'off') return 0
  const callings = await listCalling(ctx, rule.lateShare)
  const notices = await writeNotices(ctx, callings, rule)
  if (rule.mode === 'auto') {
    for (const { id, channel } of notices) if (channel === 'email') await sendDelayNotice(ctx, { id })
  }
  return notices.length
}

/** A notice of an order that somebody wants to write now. Gives its id. */
export async function draftDelayNotice(ctx: Ctx, { orderId }: { orderId: string }): Promise<string> {
  const order = await ctx.db.maybe(sql<{ id: string; waiting: string | null }>`
    select o.id, (select n.id from delay_notice n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.state in ('draft', 'queued', 'failed') limit 1) as waiting
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${inScope(ctx, 'customer', 'o.customer_id')}
      and exists (select 1 from promise p where p.tenant_id = o.tenant_id and p.order_id = o.id and ${scoped(ctx)})
    for update of o`)
  if (!order) throw new NotFound('order')
  if (order.waiting) return order.waiting
  const callings = await listCallingOfOrder(ctx, orderId)
  if (callings.length === 0) throw new Refused('delay_notice.nothing_promised')
  const [notice] = await writeNotices(ctx, callings, await getDelayRule(ctx))
  if (!notice) throw new NotFound('order')
  return notice.id
}

async function writeNotices(ctx: Ctx, callings: readonly Calling[], rule: DelayRule): Promise<NewNotice[]> {
  if (callings.length === 0) return []
  const history = indexHistory(await loadHistory(ctx))
  const orders = new Map((await listOrdersOf(ctx, callings)).map((order) => [order.id, order]))
  const notices = [...Map.groupBy(callings, (c) => c.orderId)].flatMap(([orderId, of]) => {
    const order = orders.get(orderId)
    return order ? noticeOf(ctx, { order, callings: of, rule, history }) : []
  })
  await insertNotices(ctx, notices)
  return notices
}

type Writing = { order: OrderOf; callings: Calling[]; rule: DelayRule; history: History }

function noticeOf(ctx: Ctx, { order, callings, rule, history }: Writing): NewNotice[] {
  const reason = gravestOf(callings.map((c) => c.reason))
  // One letter names one date: that of the part that comes last.
  const about = callings.filter((c) => c.reason === reason)
  const dueAt = new Date(Math.max(...about.map((c) => c.dueAt.getTime())))
  const dates = about.map((c) => newDateOf(ctx, c, history))
  const expectedAt = dates.includes(null) ? null : new Date(Math.max(...dates.map(Number)))
  const first = about[0]
  if (!first) return []
  const locale = order.locale ?? ctx.tenant.locale
  const closing = locale === 'zh' ? rule.closingZh : rule.closingEn
  const facts = {
    ...order,
    orderNumber: order.number,
    reason,
    dueAt: promisedAt(reason, about, dueAt),
    expectedAt,
  }
  const text = delayText(facts, { locale, zone: ctx.tenant.zone, company: ctx.tenant.name, closing })
  return [
    {
      id: newId(),
      orderId: order.id,
      customerId: first.customerId,
      reason,
      dueAt,
      expectedAt,
      ...riskOfFirst(first, rule),
      channel: channelFor(order.preferredChannel, order.contact),
      contactId: order.contactId,
      locale,
      ...text,
      promiseIds: callings.map((c) => c.promiseId),
    },
  ]
}

/** The prediction is named where it is the cause: a person may write a notice for reasons of his own. */
const riskOfFirst = ({ reason, lateShare, cases }: Calling, rule: DelayRule) =>
  reason === 'at_risk' && lateShare !== null && lateShare >= rule.lateShare
    ? { lateShare, cases }
    : { lateShare: null, cases: null }

const promisedAt = (reason: DelayReason, about: readonly Calling[], dueAt: Date): Date =>
  reason === 'moved' ? new Date(Math.max(...about.map((c) => c.firstDueAt.getTime()))) : dueAt

/** The date to tell: the one promised anew, else what the carrier expects, else what earlier cases say; the end of that day. */
function newDateOf(ctx: Ctx, calling: Calling, history: History): Date | null {
  const nowMs = ctx.now.getTime()
  const dueMs = calling.dueAt.getTime()
  if (calling.reason === 'moved') return calling.dueAt
  const risk = riskOf(
    history,
    { ...calling, kind: 'deliver', firstDueMs: calling.firstDueAt.getTime(), dueMs },
    nowMs,
  )
  const etaMs = calling.etaAt?.getTime() ?? 0
  const expectedMs = etaMs > Math.max(nowMs, dueMs) ? etaMs : (risk?.expectedMs ?? 0)
  if (expectedMs <= Math.max(nowMs, dueMs)) return null
  return new Date(endOfLocalDay(ctx.tenant.zone, expectedMs) - 1)
}

async function insertNotices(ctx: Ctx, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return
  const madeBy = userIdOf(ctx)
  await ctx.db.run(sql`
    insert into delay_notice (tenant_id, id, order_id, customer_id, reason, due_at, expected_at, late_share, cases, channel, contact_id, locale,
      subject, body, state, made_at, made_by)
    select ${ctx.tenant.id}, n.id, n.order_id, n.customer_id, n.reason, n.due_at, n.expected_at, n.late_share, n.cases, n.channel, n.contact_id, n.locale,
      n.subject, n.body, 'draft', ${ctx.now}, ${madeBy}::uuid
    from unnest(${notices.map((n) => n.id)}::uuid[], ${notices.map((n) => n.orderId)}::uuid[], ${notices.map((n) => n.customerId)}::uuid[],
      ${notices.map((n) => n.reason)}::text[], ${notices.map((n) => n.dueAt)}::timestamptz[], ${notices.map((n) => n.expectedAt)}::timestamptz[],
      ${notices.map((n) => n.lateShare)}::float8[], ${notices.map((n) => n.cases)}::int[], ${notices.map((n) => n.channel)}::text[],
      ${notices.map((n) => n.contactId)}::uuid[], ${notices.map((n) => n.locale)}::text[], ${notices.map((n) => n.subject)}::text[],
      ${notices.map((n) => n.body)}::text[]
    ) as n (id, order_id, customer_id, reason, due_at, expected_at, late_share, cases, channel, contact_id, locale, subject, body)`)
  const pairs = notices.flatMap(({ id, promiseIds }) => promiseIds.map((promiseId) => ({ id, promiseId })))
  await ctx.db.run(sql`
    insert into delay_notice_promise (tenant_id, notice_id, promise_id)
    select ${ctx.tenant.id}, x.* from unnest(${pairs.map((x) => x.id)}::uuid[], ${pairs.map((x) => x.promiseId)}::uuid[]) as x`)
  for (const n of notices)
    emit(ctx, 'delay_notice.drafted', subjectOf(n), { why: n.reason, channel: n.channel })
}

type Locked = {
  id: string
  orderId: string
  state: DelayState
  channel: Channel
  subject: string
  body: string
  reason: DelayReason
  contact: Reachable | null
}

/** Sends the notice to the customer by mail, with the text as it was last written. */
export async function sendDelayNotice(
  ctx: Ctx,
  { id, subject, body }: { id: string; subject?: string | undefined; body?: string | undefined },
): Promise<void> {
  const notice = await lockNotice(ctx, id)
  const to = notice.contact?.email ?? ''
  refuseUnless(notice, 'send')
  const text = { subject: subject ?? notice.subject, body: body ?? notice.body }
  const mailId = await queueMail(ctx, {
    key: `delay_notice:${id}:${newId()}`,
    to,
    subject: text.subject,
    text: text.body,
  })
  await ctx.db.run(sql`
    update delay_notice set state = 'queued', channel = 'email', subject = ${text.subject}, body = ${text.body}, mail_id = ${mailId}, note = ''
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'delay_notice.queued', subjectOf(notice), { why: notice.reason, channel: 'email' })
}

/** Somebody told the customer otherwise: by telephone, on WeChat. The ledger keeps the proof. */
export async function tellDelayNotice(
  ctx: Ctx,
  input: { id: string; channel: Channel; recipient: string; proof?: string | undefined },
): Promise<void> {
  const notice = await lockNotice(ctx, input.id)
  refuseUnless(notice, 'tell')
  await tellAll(ctx, input.id, input)
  await end(ctx, { id: input.id, state: 'told', channel: input.channel })
  emit(ctx, 'delay_notice.told', subjectOf(notice), { why: notice.reason, channel: input.channel })
}

/** No notice is needed, with the reason. */
export async function dismissDelayNotice(
  ctx: Ctx,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const notice = await lockNotice(ctx, id)
  refuseUnless(notice, 'dismiss')
  await end(ctx, { id, state: 'dismissed', note: reason })
  emit(ctx, 'delay_notice.dismissed', subjectOf(notice), { reason })
}

/** The mails of notices went, failed or were given up: the ledger gets its proof when the mail has gone, not before. */
export async function followMails(
  ctx: Ctx,
  mails: readonly { id: string; state: 'sent' | 'failed' | 'discarded' }[],
): Promise<void> {
  const stateOf = new Map(mails.map((mail) => [mail.id, mail.state]))
  const notices = await ctx.db.all(sql<Locked & { mailId: string }>`
    select ${lockedColumns}, n.mail_id as "mailId" from delay_notice n left join contact k on k.tenant_id = n.tenant_id and k.id = n.contact_id
    where n.tenant_id = ${ctx.tenant.id} and n.mail_id = any(${[...stateOf.keys()]}::uuid[]) and n.state in ('queued', 'failed') order by n.id for update of n`)
  for (const notice of notices) {
    const mail = stateOf.get(notice.mailId) ?? 'failed'
    if (mail === 'sent') {
      const recipient = addressOn('email', notice.contact)
      await tellAll(ctx, notice.id, { channel: 'email', recipient, proof: notice.subject })
    }
    const state = mail === 'discarded' ? 'draft' : mail
    await end(ctx, { id: notice.id, state, isOpen: state !== 'sent' })
    if (mail !== 'discarded')
      emit(ctx, mail === 'sent' ? 'delay_notice.sent' : 'delay_notice.failed', subjectOf(notice), {
        why: notice.reason,
        channel: 'email',
      })
  }
}

const DROPPED_MAX = 1_000

/** Drafts whose promises were kept, ended or told otherwise meanwhile need nobody any more. Gives how many. */
export async function dropSettledNotices(ctx: Ctx): Promise<number> {
  const dropped = await ctx.db.all(sql<{ id: string; orderId: string; reason: DelayReason }>`
    update delay_notice n set state = 'dropped', ended_at = ${ctx.now}
    where n.tenant_id = ${ctx.tenant.id} and n.id in (
      select d.id from delay_notice d where d.tenant_id = ${ctx.tenant.id} and d.state in ('draft', 'failed')
        and not exists (
          select 1 from delay_notice_promise np join promise p on p.tenant_id = np.tenant_id and p.id = np.promise_id and p.watch_at is not null
          where np.tenant_id = d.tenant_id and np.notice_id = d.id and not exists (
            select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id and t.told_at >= d.made_at))
      order by d.id limit ${DROPPED_MAX} for update of d skip locked)
    returning n.id, n.order_id as "orderId", n.reason`)
  for (const n of dropped) emit(ctx, 'delay_notice.dropped', subjectOf(n), { why: n.reason })
  return dropped.length
}

const lockedColumns = sql`n.id, n.order_id as "orderId", n.state, n.channel, n.subject, n.body, n.reason,
  case when k.id is null then null else jsonb_build_object('email', k.email, 'phone', k.phone, 'wechat', k.wechat) end as contact`

async function lockNotice(ctx: Ctx, id: string): Promise<Locked> {
  return ctx.db.one(
    sql<Locked>`
    select ${lockedColumns} from delay_notice n left join contact k on k.tenant_id = n.tenant_id and k.id = n.contact_id
    where n.tenant_id = ${ctx.tenant.id} and n.id = ${id} and ${noticeScope(ctx)} for update of n`,
    'delay_notice',
  )
}

/** What the actor may see of the notices `n`: those of promises within the scopes. */
export const noticeScope = (
  ctx: Ctx,
) => sql<boolean>`${inScope(ctx, 'customer', 'n.customer_id')} and exists (
  select 1 from delay_notice_promise np join promise p on p.tenant_id = np.tenant_id and p.id = np.promise_id
  where np.tenant_id = n.tenant_id and np.notice_id = n.id and ${scoped(ctx)})`

function refuseUnless(notice: Locked, action: 'send' | 'tell' | 'dismiss'): void {
  const refusal = whyNotDelay({ state: notice.state, hasEmail: !!notice.contact?.email }, action)
  if (refusal) throw new Refused(refusal)
}

type Told = { channel: Channel; recipient: string; proof?: string | undefined }

/** Proof for each promise of the notice that still holds; one that was replaced or has ended is told no more. */
async function tellAll(ctx: Ctx, id: string, { channel, recipient, proof }: Told): Promise<void> {
  const open = await ctx.db.all(sql<{ id: string }>`
    select p.id from delay_notice_promise np join promise p on p.tenant_id = np.tenant_id and p.id = np.promise_id and p.watch_at is not null
    where np.tenant_id = ${ctx.tenant.id} and np.notice_id = ${id} order by p.id`)
  for (const { id: promiseId } of open) await tellCustomer(ctx, { promiseId, channel, recipient, proof })
}

type Ending = { id: string; state: DelayState; channel?: Channel; note?: string; isOpen?: boolean }

async function end(ctx: Ctx, { id, state, channel, note, isOpen = false }: Ending): Promise<void> {
  const endedBy = ctx.actor.kind === 'user' && !isOpen ? ctx.actor.id : null
  await ctx.db.run(sql`
    update delay_notice set state = ${state}, channel = coalesce(${channel ?? null}::text, channel), note = coalesce(${note ?? null}::text, note),
      ended_at = ${isOpen ? null : ctx.now}::timestamptz, ended_by = ${endedBy}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}

const subjectOf = ({ id, orderId }: { id: string; orderId: string }): Subject => ({
  type: 'delay_notice',
  id,
  parentId: orderId,
})
