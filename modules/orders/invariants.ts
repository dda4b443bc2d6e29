import type { Invariant } from '#modules/inventory/invariants.ts'
import { sql } from '#platform/db.ts'

const BROKEN_MAX = 100

/** What must hold of orders at every moment; `bin/nuoda verify` asks all of them. */
export const orderInvariants: Invariant[] = [
  {
    name: 'order.line_not_overcommitted',
    describe: { zh: '每行已发、在留与取消之和不超过订购数', en: 'Shipped, reserved and cancelled of a line never exceed what was ordered' },
    query: (ctx) => sql`
      select l.id, l.quantity, l.shipped, l.cancelled, coalesce(r.reserved, 0) as reserved
      from order_line l
      left join (
        select order_line_id, sum(quantity)::bigint as reserved from reservation
        where tenant_id = ${ctx.tenant.id} and closed_at is null group by order_line_id
      ) r on r.order_line_id = l.id
      where l.tenant_id = ${ctx.tenant.id} and l.shipped + l.cancelled + coalesce(r.reserved, 0) > l.quantity limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.delivered_not_above_shipped',
    describe: { zh: '签收数不超过发出数', en: 'Delivered never exceeds shipped' },
    query: (ctx) => sql`
      select id, shipped, delivered from order_line
      where tenant_id = ${ctx.tenant.id} and delivered > shipped limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.has_lines_reserved_or_short',
    describe: { zh: '系统接受的已确认订单，每行都已预留、已发、已取消或登记缺货', en: 'Every line of an order confirmed here is reserved, shipped, cancelled or on the shortage desk' },
    query: (ctx) => sql`
      select l.id, l.order_id as "orderId", l.quantity from sales_order o
      join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
      where o.tenant_id = ${ctx.tenant.id} and o.channel <> 'import' and o.state in ('confirmed', 'short')
        and l.quantity > l.shipped + l.cancelled
          + coalesce((select sum(r.quantity) from reservation r where r.tenant_id = l.tenant_id and r.order_id = o.id and r.order_line_id = l.id and r.closed_at is null), 0)
          + coalesce((select sum(s.quantity) from shortage s where s.tenant_id = l.tenant_id and s.order_id = o.id and s.order_line_id = l.id and s.closed_at is null), 0)
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.closed_holds_no_stock',
    describe: { zh: '已取消或已签收的订单不再占用库存', en: 'A cancelled or delivered order holds no stock' },
    query: (ctx) => sql`
      select o.id, o.number, o.state from sales_order o
      where o.tenant_id = ${ctx.tenant.id} and o.state in ('cancelled', 'delivered')
        and exists (select 1 from reservation r where r.tenant_id = o.tenant_id and r.order_id = o.id and r.closed_at is null) limit ${BROKEN_MAX}`,
  },
  {
    name: 'order.accepted_has_promises',
    describe: { zh: '系统接受的订单必有承诺', en: 'An order accepted here has promises' },
    query: (ctx) => sql`
      select o.id, o.number from sales_order o
      where o.tenant_id = ${ctx.tenant.id} and o.channel <> 'import' and o.state in ('confirmed', 'shipping', 'delivered')
        and not exists (select 1 from promise p where p.tenant_id = o.tenant_id and p.order_id = o.id) limit ${BROKEN_MAX}`,
  },
  {
    name: 'promise.belongs_to_an_order',
    describe: { zh: '未了结的承诺所属订单必须存在', en: 'An open promise belongs to an order that exists' },
    query: (ctx) => sql`
      select p.id, p.kind, p.order_id as "orderId" from promise p
      where p.tenant_id = ${ctx.tenant.id} and p.watch_at is not null and p.order_id is not null
        and not exists (select 1 from sales_order o where o.tenant_id = p.tenant_id and o.id = p.order_id) limit ${BROKEN_MAX}`,
  },
]
