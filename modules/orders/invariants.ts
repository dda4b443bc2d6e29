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
]
