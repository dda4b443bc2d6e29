import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { Invariant } from '#modules/inventory/invariants.ts'

const BROKEN_MAX = 100

/** What must hold of shipments at every moment; `bin/nuoda verify` asks all of them. */
export const shipmentInvariants: Invariant[] = [
  {
    name: 'shipment.shipped_equals_lines',
    describe: {
      zh: '订单行的发出数等于其各发运的装车数之和',
      en: 'What an order line has shipped equals what its shipments loaded',
    },
    query: (ctx: Ctx) => sql`
      select l.id as "orderLineId", l.shipped, x.loaded from order_line l
      join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
      left join (
        select sl.order_line_id, sum(case when s.handed_over_at is not null then sl.quantity - sl.short_loaded else 0 end)::bigint as loaded
        from shipment_line sl join shipment s on s.tenant_id = sl.tenant_id and s.id = sl.shipment_id
        where sl.tenant_id = ${ctx.tenant.id} and s.state <> 'cancelled' and s.batch_id is null group by sl.order_line_id
      ) x on x.order_line_id = l.id
      where l.tenant_id = ${ctx.tenant.id} and l.shipped <> coalesce(x.loaded, 0) and (x.loaded is not null or o.channel <> 'import')
        and not exists (
          select 1 from shipment_line i join shipment b on b.tenant_id = i.tenant_id and b.id = i.shipment_id
          where i.tenant_id = l.tenant_id and i.order_line_id = l.id and b.batch_id is not null)
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'shipment.delivered_equals_lines',
    describe: {
      zh: '订单行的签收数等于其各发运的签收数之和',
      en: 'What an order line has delivered equals what its shipments delivered',
    },
    query: (ctx: Ctx) => sql`
      select l.id as "orderLineId", l.delivered, x.delivered as "byShipments" from order_line l
      join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
      left join (
        select sl.order_line_id, sum(sl.delivered)::bigint as delivered from shipment_line sl
        where sl.tenant_id = ${ctx.tenant.id} group by sl.order_line_id
      ) x on x.order_line_id = l.id
      where l.tenant_id = ${ctx.tenant.id} and l.delivered <> coalesce(x.delivered, 0) and (x.delivered is not null or o.channel <> 'import')
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'shipment.state_follows_status',
    describe: {
      zh: '已交接发运的状态与轨迹一致',
      en: 'The state of a shipment on the road agrees with its tracking status',
    },
    query: (ctx: Ctx) => sql`
      select id as "shipmentId", state, status, delivered_at as "deliveredAt" from shipment
      where tenant_id = ${ctx.tenant.id} and (
        (state in ('delivered', 'returned', 'lost') and status <> state)
        or (state = 'handed_over' and status in ('delivered', 'returned', 'lost'))
        or (status = 'delivered' and delivered_at is null)
        or (state in ('handed_over', 'delivered', 'returned', 'lost') and handed_over_at is null))
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'shipment.last_event_is_known',
    describe: { zh: '最近轨迹时间来自一条轨迹', en: 'The time of the last event is that of an event' },
    query: (ctx: Ctx) => sql`
      select s.id as "shipmentId", s.last_event_at as "lastEventAt" from shipment s
      where s.tenant_id = ${ctx.tenant.id} and s.last_event_at is not null
        and not exists (select 1 from tracking_event e where e.tenant_id = s.tenant_id and e.shipment_id = s.id and e.at = s.last_event_at)
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'tracking.of_a_shipment',
    describe: { zh: '每条轨迹都属于一票发运', en: 'Every tracking event belongs to a shipment' },
    query: (ctx: Ctx) => sql`
      select e.id as "eventId", e.shipment_id as "shipmentId" from tracking_event e
      where e.tenant_id = ${ctx.tenant.id} and not exists (select 1 from shipment s where s.tenant_id = e.tenant_id and s.id = e.shipment_id)
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'receipt.delivered_first',
    describe: { zh: '有回单的发运均已签收', en: 'A receipt belongs to a shipment that was delivered' },
    query: (ctx: Ctx) => sql`
      select r.shipment_id as "shipmentId" from return_receipt r join shipment s on s.tenant_id = r.tenant_id and s.id = r.shipment_id
      where r.tenant_id = ${ctx.tenant.id} and s.delivered_at is null and r.sent_at is null and r.received_at is null limit ${BROKEN_MAX}`,
  },
]
