import { type RawBuilder, sql } from 'kysely'

/** Something to select promise chains from: the view, or what a rebuild kept of it. */
export type Chains = RawBuilder<unknown>
export const chainView: Chains = sql`kpi_fact_promise`

// An order or a line may run from several warehouses: then it belongs to none of them.
const theOne = (column: string, name: string) =>
  sql.raw(
    `case when min(${column}::text) = max(${column}::text) then min(${column}::text)::uuid end as ${name}`,
  )

/**
 * Order lines due: what was ordered, what arrived well, and the delivery promises on it. A line delivered in parts has several
 * promises: it is due with the last and kept when all are kept. What we took back because we could not deliver it still counts as
 * ordered; what the customer took back does not (domain §1.1). `fulfilled_at` is null while any part is missing.
 */
export const linesDue = (chains: Chains): RawBuilder<unknown> => sql`(
  select
    l.tenant_id, l.id, l.order_id, o.customer_id, o.country, o.placed_at, l.product_id, o.number as order_number, l.line_no,
    min(c.class_key) as class_key, min(c.mode) as mode, min(c.service) as service,
    ${theOne('c.warehouse_id', 'warehouse_id')}, ${theOne('c.carrier_id', 'carrier_id')}, ${theOne('c.vendor_id', 'vendor_id')},
    case when o.cancelled_by = 'us' then l.quantity
         else l.quantity - l.cancelled + coalesce((
           select sum(s.quantity) from shortage s
           where s.tenant_id = l.tenant_id and s.order_line_id = l.id and s.decision = 'cancel'), 0)::bigint
    end as ordered,
    l.delivered, greatest(l.delivered - l.damaged, 0) as good, l.damaged,
    coalesce(l.requested_at, o.requested_at) as requested_at,
    max(c.due_at) as due_at, max(c.original_due_at) as original_due_at,
    bool_and(coalesce(c.early_at <= c.fulfilled_at, c.early_at is null)) as not_early,
    case when count(*) = count(c.fulfilled_at) then max(c.fulfilled_at) end as fulfilled_at,
    bool_and(coalesce(c.fulfilled_at <= c.due_at and (c.early_at is null or c.fulfilled_at >= c.early_at), false)) as kept
  from order_line l
  join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
  join ${chains} c on c.tenant_id = l.tenant_id and c.order_id = l.order_id and c.kind = 'deliver'
    and (c.subject_type = 'order' or c.subject_id = l.id)
  where o.cancelled_by is distinct from 'customer'
  group by l.tenant_id, l.id, o.tenant_id, o.id)`

/** Orders due: due with the last of their lines. Lines with nothing ordered any more are nobody's failure. */
export const ordersDue = (chains: Chains): RawBuilder<unknown> => sql`(
  select
    f.tenant_id, f.order_id as id, f.order_id, f.customer_id, f.country, f.placed_at, f.order_number,
    min(f.class_key) as class_key, min(f.mode) as mode, min(f.service) as service,
    ${theOne('f.warehouse_id', 'warehouse_id')}, ${theOne('f.carrier_id', 'carrier_id')}, ${theOne('f.vendor_id', 'vendor_id')},
    max(f.due_at) as due_at,
    case when count(*) = count(f.fulfilled_at) then max(f.fulfilled_at) end as fulfilled_at,
    bool_and(f.kept) as on_time,
    bool_and(f.delivered >= f.ordered) as in_full,
    bool_and(f.damaged = 0) as undamaged,
    bool_and(f.good >= f.ordered) as good_in_full
  from ${linesDue(chains)} f
  where f.ordered > 0
  group by f.tenant_id, f.order_id, f.customer_id, f.country, f.placed_at, f.order_number)`

/** Shipments due: by the last delivery promise on board, delivered or not. */
export const shipmentsDue = (chains: Chains): RawBuilder<unknown> => sql`(
  select
    s.tenant_id, s.id, s.order_id, s.customer_id, s.warehouse_id, s.carrier_id, s.mode, s.service, s.number,
    o.country, o.number as order_number, w.supplier_id as vendor_id, min(c.class_key) as class_key,
    s.delivered_at as fulfilled_at, max(c.due_at) as due_at
  from shipment s
  join shipment_line sl on sl.tenant_id = s.tenant_id and sl.shipment_id = s.id
  join ${chains} c on c.tenant_id = s.tenant_id and c.order_id = s.order_id and c.kind = 'deliver'
    and (c.subject_type = 'order' or c.subject_id = sl.order_line_id)
  left join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
  left join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
  where s.state <> 'cancelled'
  group by s.tenant_id, s.id, o.tenant_id, o.id, w.tenant_id, w.id)`

/** What facts are read from: views of migrations 0010 and 0016, or populations made of them. */
export const pools = {
  promise: (chains: Chains) => chains,
  order_due: ordersDue,
  order_delivered: () => sql`kpi_fact_order_delivered`,
  line_ordered: () => sql`kpi_fact_line_ordered`,
  shortage: () => sql`kpi_fact_shortage`,
  shipment_due: shipmentsDue,
  shipment: () => sql`kpi_fact_shipment`,
} satisfies Record<string, (chains: Chains) => RawBuilder<unknown>>
export type PoolName = keyof typeof pools

/** Pools whose sub-selects are dear and used several times: they are worked out once, before anything is grouped. */
export const fencedPools: ReadonlySet<PoolName> = new Set(['order_delivered', 'shortage', 'shipment'])
