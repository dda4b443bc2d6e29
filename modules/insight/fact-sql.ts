import { type RawBuilder, sql } from 'kysely'

/**
 * Where populations are read from: the ledger as it stands, or what a rebuild worked out of it once for some of the orders
 * (rollup-sql.ts). Both have the same columns and give the same rows.
 */
export type Sources = {
  chains: RawBuilder<unknown>
  isKept: boolean
  /** SQL that makes an array of ids: only the rows of these orders are read. */ orderIds?: RawBuilder<unknown>
  /** A further condition on each table: the column that names its order lies in the part that is worked on. */
  within: (column: string) => RawBuilder<unknown>
}
export const live: Sources = { chains: sql`kpi_fact_promise`, isKept: false, within: () => sql`` }
/**
 * The ledger of some orders only. Said where the chains are read, so that a plan begins with these few however much is joined to
 * them: PostgreSQL does not look for the best order of more than eight tables.
 */
export const liveOf = (orderIds: RawBuilder<unknown>): Sources => ({
  chains: sql`(select c.* from kpi_fact_promise c where c.order_id = any(${orderIds}))`,
  isKept: false,
  orderIds,
  within: () => sql``,
})
export const keptOf = (within: Sources['within']): Sources => ({
  chains: sql`kpi_chain`,
  isKept: true,
  within,
})
export const keptHeads = sql`kpi_head`

// An order or a line may run from several warehouses: then it belongs to none of them.
const oneOf = (column: string) =>
  `case when min(${column}::text) = max(${column}::text) then min(${column}::text) end`
const theOne = (column: string, name: string) => sql.raw(`(${oneOf(column)})::uuid as ${name}`)

/** Class, warehouse and carrier of all delivery promises of one order, as texts. */
export const headColumns = (alias: string) =>
  sql.raw(
    `array[min(${alias}.class_key), ${oneOf(`${alias}.warehouse_id`)}, ${oneOf(`${alias}.carrier_id`)}]`,
  )

/** The head of an order as a column and the join it takes. */
function headOf(sources: Sources, order: { tenant: string; id: string }) {
  const tenant = sql.raw(order.tenant)
  const id = sql.raw(order.id)
  if (sources.isKept)
    return { column: sql`h.head`, join: sql`left join ${keptHeads} h on h.order_id = ${id}` }
  const column = sql`(
    select ${headColumns('p')} from promise p
    where p.tenant_id = ${tenant} and p.order_id = ${id} and p.kind = 'deliver' and p.supersedes_id is null)`
  return { column, join: sql`` }
}

/** Chains of one kind that count: all but those the customer withdrew. */
const chainsOf =
  (kind: string) =>
  (s: Sources): RawBuilder<unknown> =>
    sql`(select c.* from ${s.chains} c where c.kind = ${sql.lit(kind)} and c.counts)`

const joinedChains = (s: Sources, on: { tenant: string; order: string; line: string }) => sql`
  join ${s.chains} c on c.tenant_id = ${sql.raw(on.tenant)} and c.order_id = ${sql.raw(on.order)} and c.kind = 'deliver' and c.counts
    and (c.subject_type = 'order' or c.subject_id = ${sql.raw(on.line)})`

// What we took back because we could not deliver it still counts as ordered; what the customer took back does not (domain §1.1).
// Only a line that lost something can have lost it to a shortage.
const ordered = sql`case when o.cancelled_by = 'us' or l.cancelled = 0 then l.quantity
    else l.quantity - l.cancelled + coalesce((
      select sum(s.quantity) from shortage s
      where s.tenant_id = l.tenant_id and s.order_line_id = l.id and s.decision = 'cancel'), 0)::bigint end`
const inTime = sql`coalesce(c.fulfilled_at <= c.due_at and (c.early_at is null or c.fulfilled_at >= c.early_at), false)`
// Null while any part is missing.
const allDone = sql`case when count(*) = count(c.fulfilled_at) then max(c.fulfilled_at) end`

/** Order lines due. A line delivered in parts has several promises: it is due with the last and kept when all are kept. */
export const linesDue = (s: Sources): RawBuilder<unknown> => sql`(
  select
    l.tenant_id, l.id, l.order_id, o.customer_id, o.country, l.product_id, o.number as order_number, l.line_no,
    min(c.class_key) as class_key, min(c.mode) as mode, min(c.service) as service,
    ${theOne('c.warehouse_id', 'warehouse_id')}, ${theOne('c.carrier_id', 'carrier_id')}, ${theOne('c.vendor_id', 'vendor_id')},
    ${ordered} as ordered, l.delivered, greatest(l.delivered - l.damaged, 0) as good,
    coalesce(l.requested_at, o.requested_at) as requested_at,
    max(c.due_at) as due_at, max(c.original_due_at) as original_due_at, ${allDone} as fulfilled_at,
    bool_and(coalesce(c.early_at <= c.fulfilled_at, c.early_at is null)) as not_early, bool_and(${inTime}) as kept
  from order_line l
  join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
  ${joinedChains(s, { tenant: 'l.tenant_id', order: 'l.order_id', line: 'l.id' })}
  where o.cancelled_by is distinct from 'customer'
  group by l.tenant_id, l.id, o.tenant_id, o.id)`

/**
 * Orders due: due with the last of their lines. Lines with nothing ordered any more are nobody's failure. An order whose lines nobody
 * knows stands as one line.
 */
const ordersDue = (s: Sources): RawBuilder<unknown> => sql`(
  select
    x.tenant_id, x.order_id as id, x.order_id, x.customer_id, x.country, x.order_number,
    min(x.class_key) as class_key, ${sql.raw(oneOf('x.mode'))} as mode, min(x.service) as service,
    ${theOne('x.warehouse_id', 'warehouse_id')}, ${theOne('x.carrier_id', 'carrier_id')}, ${theOne('x.vendor_id', 'vendor_id')},
    max(x.due_at) as due_at, case when count(*) = count(x.fulfilled_at) then max(x.fulfilled_at) end as fulfilled_at,
    bool_and(x.kept) as on_time, bool_and(x.delivered >= x.ordered) as in_full, bool_and(x.damaged = 0) as undamaged,
    bool_and(x.delivered - x.damaged >= x.ordered) as good_in_full
  from (
    select o.tenant_id, o.id as order_id, o.customer_id, o.country, o.number as order_number,
      c.class_key, c.mode, c.service, c.warehouse_id, c.carrier_id, c.vendor_id, c.due_at, c.fulfilled_at,
      ${inTime} as kept, coalesce(l.delivered, case when c.fulfilled_at is null then 0 else 1 end) as delivered, coalesce(l.damaged, 0) as damaged,
      case when l.id is null then 1 else ${ordered} end as ordered
    from sales_order o
    join ${s.chains} c on c.tenant_id = o.tenant_id and c.order_id = o.id and c.kind = 'deliver' and c.counts
    left join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id ${s.within('l.order_id')} and (c.subject_type = 'order' or l.id = c.subject_id)
    where o.cancelled_by is distinct from 'customer' ${s.within('o.id')}
  ) x
  where x.ordered > 0
  group by x.tenant_id, x.order_id, x.customer_id, x.country, x.order_number)`

/** Orders delivered whose order time was recorded. */
const ordersDelivered = (s: Sources): RawBuilder<unknown> => {
  const head = headOf(s, { tenant: 'o.tenant_id', id: 'o.id' })
  return sql`(
  select o.tenant_id, o.id, o.id as order_id, o.customer_id, o.country, o.mode, o.service, o.number as order_number,
    o.placed_at, o.delivered_at as at, extract(epoch from o.delivered_at - o.placed_at)::double precision / 86400 as cycle_days, ${head.column} as head
  from sales_order o ${head.join}
  where o.delivered_at is not null and o.state <> 'cancelled' and o.placed_basis = 'recorded' ${s.within('o.id')})`
}

/** Lines ordered. Orders on hold were not allocated yet; those the customer took back are out. */
const linesOrdered = (s: Sources): RawBuilder<unknown> => {
  const firstPromises = (firstDue: string, where: RawBuilder<unknown>) => sql`(
      select distinct on (p.order_id, p.subject_id) p.order_id, p.subject_id, p.class_key, p.warehouse_id, p.carrier_id, p.mode, ${sql.ref(`p.${firstDue}`)} as first_due_at
      from ${s.isKept ? s.chains : sql`promise`} p where p.kind = 'deliver' ${where} order by p.order_id, p.subject_id, p.id) p`
  const lines = (promises: RawBuilder<unknown>, where: RawBuilder<unknown>) => sql`(
    select l.*, p.class_key, p.warehouse_id, p.carrier_id, p.mode, p.first_due_at
    from order_line l left join ${promises} on p.order_id = l.order_id and p.subject_id = l.id where ${where}`
  // The ledger is read once for each order (`offset 0` keeps it so), not for each of its lines.
  const from = s.isKept
    ? sql`${lines(firstPromises('original_due_at', sql``), sql`true ${s.within('l.order_id')}`)}) l
      join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id`
    : sql`sales_order o join lateral ${lines(
        firstPromises(
          'due_at',
          sql`and p.tenant_id = o.tenant_id and p.order_id = o.id and p.supersedes_id is null`,
        ),
        sql`l.tenant_id = o.tenant_id and l.order_id = o.id offset 0`,
      )}) l on true`
  return sql`(
  select l.tenant_id, l.id, l.order_id, o.customer_id, o.country, o.number as order_number, l.line_no, l.product_id,
    l.class_key, l.warehouse_id, l.carrier_id, w.supplier_id as vendor_id, coalesce(nullif(l.mode, ''), o.mode) as mode, o.service,
    o.placed_at as at, l.quantity, l.filled_first, l.shipped, l.substituted_from,
    exists (select 1 from shortage s where s.tenant_id = l.tenant_id and s.order_line_id = l.id ${s.within('s.order_id')}) as was_short,
    case when o.placed_basis = 'recorded' then extract(epoch from l.first_due_at - o.placed_at)::double precision / 86400 end as promised_days
  from ${from}
  left join warehouse w on w.tenant_id = l.tenant_id and w.id = l.warehouse_id
  where o.state <> 'held' and o.cancelled_by is distinct from 'customer' ${s.within('o.id')})`
}

const shortages = (s: Sources): RawBuilder<unknown> => {
  const head = headOf(s, { tenant: 's.tenant_id', id: 's.order_id' })
  return sql`(
  select s.tenant_id, s.id, s.order_id, s.customer_id, s.product_id, o.country, o.mode, o.service, o.number as order_number, l.line_no,
    s.detected_at as at, s.cause, s.decision, s.backorder_until, s.closed_at, ${head.column} as head,
    case when s.decision = 'backorder' and l.shipped + l.cancelled >= l.quantity then (
      select extract(epoch from max(h.handed_over_at) - o.placed_at)::double precision / 86400
      from shipment_line sl join shipment h on h.tenant_id = sl.tenant_id and h.id = sl.shipment_id
      where sl.tenant_id = s.tenant_id and sl.order_line_id = s.order_line_id and h.state <> 'cancelled') end as backorder_days
  from shortage s ${head.join}
  left join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
  left join order_line l on l.tenant_id = s.tenant_id and l.id = s.order_line_id
  where true ${s.within('s.order_id')})`
}

/** Shipments handed to a carrier, with the pieces on them. */
const shipmentsSent = (s: Sources): RawBuilder<unknown> => {
  const head = headOf(s, { tenant: 's.tenant_id', id: 's.order_id' })
  return sql`(
  select s.tenant_id, s.id, s.order_id, s.customer_id, s.warehouse_id, s.carrier_id, s.mode, s.service, s.number,
    o.country, o.number as order_number, w.supplier_id as vendor_id, ${head.column} as head, s.state, s.handed_over_at, s.delivered_at,
    exists (select 1 from event e where e.tenant_id = s.tenant_id and e.subject_id = s.id and e.type = 'shipment.rerouted') as rerouted,
    i.quantity, i.delivered, i.damaged, i.short_loaded
  from shipment s ${head.join}
  ${pieces}
  left join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id ${s.within('o.id')}
  left join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
  where s.handed_over_at is not null and s.state <> 'cancelled' ${s.within('s.order_id')})`
}

// By the index of their shipment: however many there are, those of one shipment lie side by side.
const pieces = sql`join lateral (
    select sum(sl.quantity)::bigint as quantity, sum(sl.delivered)::bigint as delivered, sum(sl.damaged)::bigint as damaged, sum(sl.short_loaded)::bigint as short_loaded
    from shipment_line sl where sl.tenant_id = s.tenant_id and sl.shipment_id = s.id having count(*) > 0) i on true`

/** Shipments due: by the last delivery promise on board, delivered or not. */
const shipmentsDue = (s: Sources): RawBuilder<unknown> => sql`(
  select x.*, o.country, o.number as order_number, w.supplier_id as vendor_id
  from (
    select s.tenant_id, s.id, s.order_id, s.customer_id, s.warehouse_id, s.carrier_id, s.mode, s.service, s.number,
      s.delivered_at as fulfilled_at, min(c.class_key) as class_key, max(c.due_at) as due_at
    from shipment s
    join lateral (
      select sl.order_line_id from shipment_line sl where sl.tenant_id = s.tenant_id and sl.shipment_id = s.id offset 0) sl on true
    ${joinedChains(s, { tenant: 's.tenant_id', order: 's.order_id', line: 'sl.order_line_id' })}
    where s.state <> 'cancelled' ${s.within('s.order_id')} ${s.orderIds ? sql`and s.order_id = any(${s.orderIds})` : sql``}
    group by s.tenant_id, s.id
  ) x
  left join sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id ${s.within('o.id')}
  left join warehouse w on w.tenant_id = x.tenant_id and w.id = x.warehouse_id)`

/** The populations facts are read from. */
export const pools = {
  deliver: chainsOf('deliver'),
  ship: chainsOf('ship'),
  acknowledge: chainsOf('acknowledge'),
  receipt_back: chainsOf('receipt_back'),
  order_due: ordersDue,
  order_delivered: ordersDelivered,
  line_ordered: linesOrdered,
  shortage: shortages,
  shipment_due: shipmentsDue,
  shipment: shipmentsSent,
} satisfies Record<string, (s: Sources) => RawBuilder<unknown>>
export type PoolName = keyof typeof pools
export const poolNames = Object.keys(pools) as PoolName[]

/** Pools whose sub-selects are dear and used several times: they are worked out once, before anything is grouped. */
export const fencedPools: ReadonlySet<PoolName> = new Set(['order_delivered', 'shortage', 'shipment'])
