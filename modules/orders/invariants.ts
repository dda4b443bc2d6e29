import type { Invariant } from '#modules/inventory/invariants.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { wrongSums } from './sums.ts'

const BROKEN_MAX = 100

/** Lines of orders we took ourselves, with what is set aside and missing; history keeps only its own facts. */
const ownLines = (ctx: Ctx) => sql`(
  select o.id as order_id, o.number, o.state, l.id, l.quantity, l.cancelled, l.shipped, l.delivered,
    coalesce((select sum(r.quantity) from reservation r where r.tenant_id = l.tenant_id and r.order_id = l.order_id and r.order_line_id = l.id and r.closed_at is null), 0)::bigint as reserved,
    coalesce((select sum(s.quantity) from shortage s where s.tenant_id = l.tenant_id and s.order_id = l.order_id and s.order_line_id = l.id and s.closed_at is null), 0)::bigint as missing
  from sales_order o join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
  where o.tenant_id = ${ctx.tenant.id} and o.channel <> 'import')`

/** What must hold of orders at every moment; `bin/nuoda verify` asks all of them. */
export const orderInvariants: Invariant[] = [
  {
    name: 'order_line.quantities_fit',
    describe: {
      zh: '预留、已发与取消之和不超过订购数，签收不超过已发',
      en: 'Reserved, shipped and cancelled fit the quantity, and no more is delivered than shipped',
    },
    query: (ctx) => sql`
      select number, id as "orderLineId", quantity, cancelled, shipped, delivered, reserved from ${ownLines(ctx)} l
      where reserved + shipped + cancelled > quantity or delivered > shipped limit ${BROKEN_MAX}`,
  },
  {
    name: 'order_line.missing_is_a_shortage',
    describe: {
      zh: '已受理订单未预留的数量都在缺货清单上',
      en: 'Whatever an accepted order lacks is an open shortage, no more and no less',
    },
    query: (ctx) => sql`
      select number, id as "orderLineId", state, quantity, cancelled, shipped, reserved, missing from ${ownLines(ctx)} l
      where state in ('short', 'confirmed', 'shipping') and missing <> quantity - cancelled - shipped - reserved limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.accepted_has_promises',
    describe: {
      zh: '已受理订单有受理承诺，每个有货的明细都有发货与送达承诺',
      en: 'An accepted order has its acknowledgement, and each filled line its ship and deliver promise',
    },
    query: (ctx) => sql`
      select number, id as "orderLineId", state from ${ownLines(ctx)} l
      where state in ('short', 'confirmed', 'shipping', 'delivered') and (
        not exists (select 1 from promise p where p.tenant_id = ${ctx.tenant.id} and p.order_id = l.order_id and p.kind = 'acknowledge')
        or (reserved + shipped > 0 and 2 > (
          select count(distinct p.kind) from promise p where p.tenant_id = ${ctx.tenant.id} and p.order_id = l.order_id and p.subject_id = l.id and p.kind in ('ship', 'deliver'))))
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.closed_holds_nothing',
    describe: {
      zh: '已结束的订单没有预留、缺货与在途承诺',
      en: 'A closed order has nothing reserved, nothing missing and, when cancelled, nothing promised',
    },
    query: (ctx) => sql`
      select o.number, o.state from sales_order o
      where o.tenant_id = ${ctx.tenant.id} and o.state in ('delivered', 'cancelled') and (
        exists (select 1 from reservation r where r.tenant_id = o.tenant_id and r.order_id = o.id and r.closed_at is null)
        or exists (select 1 from shortage s where s.tenant_id = o.tenant_id and s.order_id = o.id and s.closed_at is null)
        or (o.state = 'cancelled' and o.channel <> 'import' and (o.cancelled_at is null
          or exists (select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.cancelled < l.quantity)
          or exists (select 1 from promise p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.watch_at is not null)))
        or (o.state = 'delivered' and o.channel <> 'import' and (o.delivered_at is null
          or exists (select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.delivered < l.quantity - l.cancelled))))
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.held_has_a_hold',
    describe: {
      zh: '冻结状态与未解除的冻结一致，其他订单都已受理',
      en: 'An order is held exactly while a hold is open, and every other one is acknowledged',
    },
    query: (ctx) => sql`
      select o.number, o.state, o.acknowledged_at as "acknowledgedAt" from sales_order o
      where o.tenant_id = ${ctx.tenant.id} and o.channel <> 'import' and (
        (o.state = 'held') <> exists (select 1 from order_hold h where h.tenant_id = o.tenant_id and h.order_id = o.id and h.released_at is null)
        or (o.acknowledged_at is null and o.state not in ('held', 'cancelled')))
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.sums_are_true',
    describe: {
      zh: '订单上的明细数、件数与最晚送达承诺与其明细、承诺一致',
      en: 'The lines, units and last delivery date an order keeps are those of its lines and promises',
    },
    query: (ctx) => sql`${wrongSums(ctx)} limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.placed_is_announced',
    describe: { zh: '每张订单恰有一次下单事件', en: 'Each order was announced exactly once' },
    query: (ctx) => sql`
      select o.number, (select count(*)::int from event e where e.tenant_id = o.tenant_id and e.subject_id = o.id and e.type = 'order.placed') as placed
      from sales_order o
      where o.tenant_id = ${ctx.tenant.id} and o.channel <> 'import'
        and 1 <> (select count(*) from event e where e.tenant_id = o.tenant_id and e.subject_id = o.id and e.type = 'order.placed')
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'reservation.of_an_order',
    describe: {
      zh: '每笔未结预留都属于一个订单行',
      en: 'Every open reservation belongs to a line of an order',
    },
    query: (ctx) => sql`
      select r.id as "reservationId", r.order_id as "orderId", r.order_line_id as "orderLineId", r.quantity from reservation r
      where r.tenant_id = ${ctx.tenant.id} and r.closed_at is null
        and not exists (select 1 from order_line l where l.tenant_id = r.tenant_id and l.id = r.order_line_id and l.order_id = r.order_id)
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'promise.of_an_order',
    describe: {
      zh: '订单的每个承诺都指向存在的订单或订单行',
      en: 'Every promise of an order names an order, or a line of it, that is there',
    },
    query: (ctx) => sql`
      select p.id as "promiseId", p.kind, p.order_id as "orderId" from promise p
      where p.tenant_id = ${ctx.tenant.id} and p.id = p.root_id and (
        (p.subject_type = 'order' and not exists (select 1 from sales_order o where o.tenant_id = p.tenant_id and o.id = p.subject_id))
        or (p.subject_type = 'order_line' and not exists (
          select 1 from order_line l where l.tenant_id = p.tenant_id and l.id = p.subject_id and l.order_id = p.order_id)))
        and not exists (select 1 from promise_end e where e.tenant_id = p.tenant_id and e.root_id = p.id and e.outcome = 'withdrawn')
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'promise.kept_by_a_fact',
    describe: {
      zh: '记为兑现的发货、送达承诺都有发出、签收的数量；记为兑现的受理承诺，其订单已受理',
      en: 'What is kept was done: goods of the line went out or arrived, the order was acknowledged',
    },
    query: (ctx) => sql`
      select p.id as "promiseId", p.kind, e.fulfilled_at as "fulfilledAt" from promise p
      join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.id and e.outcome = 'fulfilled'
      left join order_line l on l.tenant_id = p.tenant_id and l.id = p.subject_id
      left join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
      where p.tenant_id = ${ctx.tenant.id} and p.id = p.root_id and (
        (p.kind = 'ship' and p.subject_type = 'order_line' and l.shipped = 0)
        or (p.kind = 'deliver' and p.subject_type = 'order_line' and l.delivered = 0)
        or (p.kind = 'deliver' and p.subject_type = 'order' and o.delivered_at is null)
        or (p.kind = 'acknowledge' and p.subject_type = 'order' and o.acknowledged_at is null))
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'promise.fact_keeps_it',
    describe: {
      zh: '已全部签收的订单行没有未了结的送达承诺',
      en: 'A line that was delivered whole has no delivery promise left open',
    },
    query: (ctx) => sql`
      select p.id as "promiseId", l.id as "orderLineId", l.delivered from promise p
      join order_line l on l.tenant_id = p.tenant_id and l.id = p.subject_id and l.delivered > 0 and l.delivered >= l.quantity - l.cancelled
      where p.tenant_id = ${ctx.tenant.id} and p.kind = 'deliver' and p.watch_at is not null limit ${BROKEN_MAX}`,
  },
]
