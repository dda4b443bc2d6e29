import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { endOfLocalDay } from '#modules/scheduling/calendar.ts'
import { loadHistory } from '#modules/promises/predictions.ts'
import { type History, indexHistory, riskOf } from '#modules/promises/risk.ts'
import { scoped } from '#modules/promises/views.ts'
import { type Calling, type OrderOf, listCalling, listCallingOfOrder, listOrdersOf } from './delay-calling.ts'
import { type DelayReason, type DelayRule, channelFor, gravestOf } from './customer-notice.ts'
import { type NewNotice, insertNotices, sendNotice } from './customer-notices.ts'
import { getDelayRule, takeDelayRule } from './delay-rules.ts'
import { delayText } from './delay-words.ts'

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
    for (const { id, channel } of notices) if (channel === 'email') await sendNotice(ctx, { id })
  }
  return notices.length
}

/** A notice of an order that somebody wants to write now. Gives its id. */
export async function draftDelayNotice(ctx: Ctx, { orderId }: { orderId: string }): Promise<string> {
  const order = await ctx.db.maybe(sql<{ id: string; waiting: string | null }>`
    select o.id, (select n.id from customer_notice n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.kind = 'delay' and n.state in ('draft', 'queued', 'failed') limit 1) as waiting
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${inScope(ctx, 'customer', 'o.customer_id')}
      and exists (select 1 from promise p where p.tenant_id = o.tenant_id and p.order_id = o.id and ${scoped(ctx)})
    for update of o`)
  if (!order) throw new NotFound('order')
  if (order.waiting) return order.waiting
  const callings = await listCallingOfOrder(ctx, orderId)
  if (callings.length === 0) throw new Refused('customer_notice.nothing_promised')
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
