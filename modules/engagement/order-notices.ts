import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { visible } from '#modules/orders/queries.ts'
import { type Addressee, contactColumns, contactJoin } from './addressee.ts'
import { type DelayRule, channelFor } from './customer-notice.ts'
import { type NewNotice, insertNotices, sendNotice } from './customer-notices.ts'
import { getDelayRule } from './delay-rules.ts'
import { type OrderNews, newsOf } from './order-news.ts'
import { type OrderFacts, orderText } from './order-words.ts'

/** What happens to an order within these minutes goes into one mail: an undo, a second thought, an amendment. */
export const GRACE_MINUTES = 5
/** An order that keeps changing is told of after so many minutes all the same. */
export const GRACE_MINUTES_MAX = 20
export const ROUND_MAX = 200

/** Remembers orders of which there may be something to tell; nothing while the company does not want it, nothing of history. */
export async function noteOrders(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  await ctx.db.run(sql`
    insert into order_notice_due as d (tenant_id, order_id, first_at, last_at)
    select o.tenant_id, o.id, ${ctx.now}, ${ctx.now} from delay_notice_rule r
    join sales_order o on o.tenant_id = r.tenant_id and o.id = any(${orderIds}::uuid[]) and o.batch_id is null
    where r.tenant_id = ${ctx.tenant.id} and r.order_mode = 'auto'
    on conflict (tenant_id, order_id) do update set last_at = excluded.last_at`)
}

/** One round: customers reached by mail are told of their orders whose minutes of grace have passed. Says whether there are more. */
export async function tellOfOrders(ctx: Ctx): Promise<boolean> {
  const due = await ctx.db.all(sql<{ orderId: string }>`
    delete from order_notice_due d where d.tenant_id = ${ctx.tenant.id} and d.order_id in (
      select w.order_id from order_notice_due w
      where w.tenant_id = ${ctx.tenant.id} and (w.last_at <= ${ctx.now}::timestamptz - ${GRACE_MINUTES} * interval '1 minute'
        or w.first_at <= ${ctx.now}::timestamptz - ${GRACE_MINUTES_MAX} * interval '1 minute')
      order by w.first_at limit ${ROUND_MAX} for update skip locked)
    returning d.order_id as "orderId"`)
  if (due.length === 0) return false
  const rule = await getDelayRule(ctx)
  if (rule.orderMode !== 'auto') return false
  const orders = await readOrders(
    ctx,
    due.map((one) => one.orderId),
  )
  const notices = orders
    .filter((order) => channelFor(order.preferredChannel, order.contact) === 'email')
    .flatMap((order) => noticeOf(ctx, order, { rule, isAsked: false }) ?? [])
  await insertNotices(ctx, notices)
  for (const { id } of notices) await sendNotice(ctx, { id })
  return due.length === ROUND_MAX
}

/** A notice of an order that somebody wants to write now. Gives its id. */
export async function draftOrderNotice(ctx: Ctx, { orderId }: { orderId: string }): Promise<string> {
  const rule = await getDelayRule(ctx)
  if (rule.orderMode === 'off') throw new Refused('customer_notice.orders_off')
  const found = await ctx.db.maybe(sql<{ waiting: string | null }>`
    select (select n.id from customer_notice n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.kind = 'order'
      and n.state in ('draft', 'queued', 'failed') limit 1) as waiting
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${visible(ctx)} for update of o`)
  if (!found) throw new NotFound('order')
  if (found.waiting) return found.waiting
  const [order] = await readOrders(ctx, [orderId])
  const notice = order && noticeOf(ctx, order, { rule, isAsked: true })
  if (!notice) throw new Refused('customer_notice.nothing_to_say')
  await insertNotices(ctx, [notice])
  return notice.id
}

type Order = Addressee &
  Omit<OrderNews, 'promises' | 'notices' | 'heldAt'> & {
    id: string
    number: string
    externalRef: string | null
    customerId: string
    wasAccepted: boolean
    promises: (OrderNews['promises'][number] & { kind: string; dueAt: string; lineId: string })[]
    notices: (Omit<OrderNews['notices'][number], 'madeAt'> & { madeAt: string })[]
    holds: (OrderFacts['holds'][number] & { placedAt: string })[]
    lines: { id: string; name: string; quantity: number; missing: number }[]
  }

type Writing = { rule: DelayRule; isAsked: boolean }

function noticeOf(ctx: Ctx, order: Order, { rule, isAsked }: Writing): NewNotice | null {
  const heldAt = order.holds
    .map((hold) => new Date(hold.placedAt))
    .toSorted((a, b) => Number(a) - Number(b))[0]
  const notices = order.notices.map((notice) => ({ ...notice, madeAt: new Date(notice.madeAt) }))
  const news = newsOf({ ...order, notices, heldAt: heldAt ?? null }, isAsked)
  if (!news) return null
  const dueOf = (lineId: string, kind: string): Date | null => {
    const due = order.promises.find((promise) => promise.lineId === lineId && promise.kind === kind)?.dueAt
    return due ? new Date(due) : null
  }
  const lines = order.lines.map((line) => ({
    ...line,
    shipBy: dueOf(line.id, 'ship'),
    deliverBy: dueOf(line.id, 'deliver'),
  }))
  const locale = order.locale ?? ctx.tenant.locale
  const closing = locale === 'zh' ? rule.closingZh : rule.closingEn
  const facts = { ...order, orderNumber: order.number, reason: news.reason, lines }
  const promised = lines.flatMap((line) => line.deliverBy?.getTime() ?? [])
  return {
    id: newId(),
    orderId: order.id,
    customerId: order.customerId,
    reason: news.reason,
    dueAt: news.promiseIds.length > 0 && promised.length > 0 ? new Date(Math.max(...promised)) : null,
    expectedAt: null,
    lateShare: null,
    cases: null,
    channel: channelFor(order.preferredChannel, order.contact),
    contactId: order.contactId,
    locale,
    ...orderText(facts, { locale, zone: ctx.tenant.zone, company: ctx.tenant.name, closing }),
    promiseIds: news.promiseIds,
  }
}

/** Under way: it was sent, told, or is on its way; what nobody sends, or nobody needs, was not said. */
const isUnderWay = sql`n.state in ('queued', 'failed', 'sent', 'told')`

async function readOrders(ctx: Ctx, ids: readonly string[]): Promise<Order[]> {
  return ctx.db.all(sql<Order>`
    select o.id, o.number, o.external_ref as "externalRef", o.customer_id as "customerId", o.state, o.cancelled_by as "cancelledBy",
      o.acknowledged_at is not null as "wasAccepted", ${contactColumns},
      (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'dueAt', p.due_at, 'lineId', p.subject_id,
          'isTold', exists (select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id),
          'isInNotice', exists (select 1 from customer_notice_promise np join customer_notice n on n.tenant_id = np.tenant_id and n.id = np.notice_id
            where np.tenant_id = p.tenant_id and np.promise_id = p.id and n.kind = 'order' and ${isUnderWay})) order by p.id), '[]')
        from promise p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind in ('ship', 'deliver') and p.watch_at is not null) as promises,
      (select coalesce(jsonb_agg(jsonb_build_object('reason', n.reason, 'madeAt', n.made_at, 'isUnderWay', ${isUnderWay})), '[]')
        from customer_notice n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.kind = 'order') as notices,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'reason', h.reason, 'placedAt', h.placed_at) order by h.placed_at, h.id), '[]')
        from order_hold h where h.tenant_id = o.tenant_id and h.order_id = o.id and h.released_at is null) as holds,
      (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'name', i.name, 'quantity', l.quantity - l.cancelled, 'missing', (
          select coalesce(sum(s.quantity), 0)::bigint from shortage s
          where s.tenant_id = l.tenant_id and s.order_id = l.order_id and s.order_line_id = l.id and s.decided_at is null and s.closed_at is null)) order by l.line_no), '[]')
        from order_line l join product i on i.tenant_id = l.tenant_id and i.id = l.product_id
        where l.tenant_id = o.tenant_id and l.order_id = o.id and l.quantity > l.cancelled) as lines
    from sales_order o join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id ${contactJoin}
    where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) order by o.id`)
}
