import type { RawBuilder } from 'kysely'
import type { Clause } from '#modules/contracts/clause.ts'
import { laneOf } from '#modules/contracts/clause.ts'
import { clausesFragment } from '#modules/contracts/clauses.ts'
import { destinationsOf, pickLane } from '#modules/inventory/lane.ts'
import { lanesFragment } from '#modules/inventory/stock.ts'
import type { Lane } from '#modules/inventory/lane.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { orderFacts } from './order-facts.ts'
import { type ReceiptMatch, receiptClause } from './receipts.ts'
import {
  type OpenShipment,
  type PlannedLine,
  type Reconciliation,
  type Reserved,
  reconcile,
} from './reconcile.ts'

/**
 * Makes the shipments not handed over yet follow what is set aside for these orders: one planned shipment for each order and
 * warehouse, changed while nobody works on it, cancelled when nothing is set aside. Set-based, and repeating it changes nothing.
 */
export async function planShipments(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  const shipments = await lockOpenShipments(ctx, orderIds)
  const reserved = await readReserved(ctx, orderIds)
  const plan = reconcile(reserved, shipments)

  await cancelPlanned(ctx, plan.cancel)
  await replaceLines(ctx, plan.replace)
  await createPlanned(ctx, plan.create)
}

async function lockOpenShipments(ctx: Ctx, orderIds: readonly string[]): Promise<OpenShipment[]> {
  const rows = await ctx.db.all(sql<{ id: string; order_id: string; warehouse_id: string; state: string }>`
    select id, order_id, warehouse_id, state from shipment
    where tenant_id = ${ctx.tenant.id} and order_id = any(${orderIds}::uuid[]) and state in ('planned', 'picking', 'packed') and batch_id is null
    order by id for no key update`)
  const lines = await ctx.db.all(sql<PlannedLine & { shipmentId: string }>`
    select shipment_id as "shipmentId", order_line_id as "orderLineId", product_id as "productId", quantity from shipment_line
    where tenant_id = ${ctx.tenant.id} and shipment_id = any(${rows.map((r) => r.id)}::uuid[])`)
  const byShipment = Map.groupBy(lines, (l) => l.shipmentId)
  return rows.map((r) => ({
    id: r.id,
    orderId: r.order_id,
    warehouseId: r.warehouse_id,
    started: r.state !== 'planned',
    lines: (byShipment.get(r.id) ?? []).map(({ orderLineId, productId, quantity }) => ({
      orderLineId,
      productId,
      quantity,
    })),
  }))
}

/** Orders on hold are not worked on, though their goods are set aside. */
async function readReserved(ctx: Ctx, orderIds: readonly string[]): Promise<Reserved[]> {
  return ctx.db.all(sql<Reserved>`
    select r.order_id as "orderId", r.warehouse_id as "warehouseId", r.order_line_id as "orderLineId", r.product_id as "productId", sum(r.quantity)::bigint as quantity
    from reservation r join sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
    where r.tenant_id = ${ctx.tenant.id} and r.order_id = any(${orderIds}::uuid[]) and r.closed_at is null and o.state in ('confirmed', 'short', 'shipping')
    group by r.order_id, r.warehouse_id, r.order_line_id, r.product_id order by r.order_line_id`)
}

async function cancelPlanned(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await ctx.db.all(sql<{ id: string; order_id: string }>`
    update shipment set state = 'cancelled', version = version + 1 where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) returning id, order_id`)
  for (const row of rows)
    emit(
      ctx,
      'shipment.cancelled',
      { type: 'shipment', id: row.id, parentId: row.order_id },
      { reason: 'nothing_set_aside' },
    )
}

async function replaceLines(ctx: Ctx, changes: Reconciliation['replace']): Promise<void> {
  if (changes.length === 0) return
  const ids = changes.map((c) => c.id)
  await ctx.db.run(
    sql`delete from shipment_line where tenant_id = ${ctx.tenant.id} and shipment_id = any(${ids}::uuid[])`,
  )
  const given = linesGiven(changes.flatMap((c) => c.lines.map((line) => ({ ...line, shipmentId: c.id }))))
  await ctx.db.run(insertLines(ctx, sql`(${given})`))
  const rows = await ctx.db.all(sql<{ id: string; order_id: string }>`
    update shipment s set version = version + 1, ship_by = ${shipBy(ctx, 's', sql`array(select l.order_line_id from shipment_line l where l.tenant_id = s.tenant_id and l.shipment_id = s.id)`)}
    where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[]) returning s.id, s.order_id`)
  for (const row of rows) {
    const lines = changes.find((c) => c.id === row.id)?.lines ?? []
    emit(
      ctx,
      'shipment.changed',
      { type: 'shipment', id: row.id, parentId: row.order_id },
      { lines: lines.length, quantity: total(lines) },
    )
  }
}

type Facts = ReceiptMatch & { orderId: string; warehouseId: string; mode: string; currency: string }

async function createPlanned(ctx: Ctx, wanted: Reconciliation['create']): Promise<void> {
  if (wanted.length === 0) return
  const facts = await readFacts(ctx, wanted)
  const { lanes, clauses } = await readRules(ctx, [...facts.values()])
  const rows = wanted.flatMap((w) => {
    const fact = facts.get(`${w.orderId}/${w.warehouseId}`)
    return fact ? [{ ...plannedRow(ctx, { fact, lanes, clauses }), lines: w.lines }] : []
  })
  const lines = rows.flatMap((r) => r.lines.map((line) => ({ ...line, shipmentId: r.id })))
  await ctx.db.run(sql`
    with line as materialized (${linesGiven(lines)}),
    load as (
      select l.shipment_id, array_agg(l.order_line_id) as line_ids, sum(l.quantity * p.weight_g) as grams
      from line l left join product p on p.tenant_id = ${ctx.tenant.id} and p.id = l.product_id group by l.shipment_id),
    made as (
      insert into shipment (tenant_id, id, number, order_id, customer_id, warehouse_id, carrier_id, mode, service, lane, state, created_at, currency, receipt_needed,
        ship_by, weight_g)
      select ${ctx.tenant.id}, r.id, r.number, r.order_id, r.customer_id, r.warehouse_id, r.carrier_id, r.mode, r.service, r.lane, 'planned', ${ctx.now}, r.currency,
        r.receipt_needed, ${shipBy(ctx, 'r', sql`load.line_ids`)}, load.grams
      from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.number)}::text[], ${rows.map((r) => r.orderId)}::uuid[], ${rows.map((r) => r.customerId)}::uuid[],
        ${rows.map((r) => r.warehouseId)}::uuid[], ${rows.map((r) => r.carrierId)}::uuid[], ${rows.map((r) => r.mode)}::text[], ${rows.map((r) => r.service)}::text[],
        ${rows.map((r) => r.lane)}::text[], ${rows.map((r) => r.currency)}::text[], ${rows.map((r) => r.receiptNeeded)}::boolean[]
      ) as r (id, number, order_id, customer_id, warehouse_id, carrier_id, mode, service, lane, currency, receipt_needed)
      left join load on load.shipment_id = r.id)
    ${insertLines(ctx, sql`line`)}`)
  for (const r of rows) {
    emit(
      ctx,
      'shipment.planned',
      { type: 'shipment', id: r.id, parentId: r.orderId },
      { number: r.number, lines: r.lines.length, quantity: total(r.lines), warehouseId: r.warehouseId },
    )
  }
}

/** The earliest open promise to ship any of these order lines of a shipment. */
const shipBy = (ctx: Ctx, shipment: string, lineIds: RawBuilder<unknown>) => sql`(
  select min(p.due_at) from promise p
  where p.tenant_id = ${ctx.tenant.id} and p.order_id = ${sql.ref(`${shipment}.order_id`)} and p.kind = 'ship' and p.watch_at is not null and p.subject_id = any(${lineIds}))`

async function readFacts(ctx: Ctx, wanted: Reconciliation['create']): Promise<Map<string, Facts>> {
  const rows = await ctx.db.all(sql<Facts>`
    select o.currency, ${orderFacts(ctx)}
    from unnest(${wanted.map((w) => w.orderId)}::uuid[], ${wanted.map((w) => w.warehouseId)}::uuid[]) as k (order_id, warehouse_id)
    join sales_order o on o.tenant_id = ${ctx.tenant.id} and o.id = k.order_id
    join warehouse w on w.tenant_id = ${ctx.tenant.id} and w.id = k.warehouse_id`)
  return new Map(rows.map((r) => [`${r.orderId}/${r.warehouseId}`, r]))
}

async function readRules(ctx: Ctx, facts: readonly Facts[]): Promise<{ lanes: Lane[]; clauses: Clause[] }> {
  const destinations = [...new Set(facts.flatMap((f) => destinationsOf(f)))]
  const customers = [...new Set(facts.map((f) => f.customerId))]
  return ctx.db.one(
    sql<{
      lanes: Lane[]
      clauses: Clause[]
    }>`select ${lanesFragment(ctx, destinations)} as lanes, ${clausesFragment(ctx, customers)} as clauses`,
  )
}

function plannedRow(ctx: Ctx, { fact, lanes, clauses }: { fact: Facts; lanes: Lane[]; clauses: Clause[] }) {
  const lane = pickLane(lanes, fact.warehouseId, fact)
  return {
    id: newId(),
    number: newNumber('SH', ctx.now),
    orderId: fact.orderId,
    customerId: fact.customerId,
    warehouseId: fact.warehouseId,
    carrierId: lane?.carrierId ?? null,
    mode: fact.mode || (lane?.mode ?? ''),
    service: fact.service,
    lane: laneOf(fact.code, fact),
    currency: fact.currency,
    receiptNeeded: receiptClause(clauses, fact) !== null,
  }
}

type OwnedLine = PlannedLine & { shipmentId: string }

const linesGiven = (lines: readonly OwnedLine[]) => sql`
  select * from unnest(${lines.map(() => newId())}::uuid[], ${lines.map((l) => l.shipmentId)}::uuid[], ${lines.map((l) => l.orderLineId)}::uuid[],
    ${lines.map((l) => l.productId)}::uuid[], ${lines.map((l) => l.quantity)}::bigint[]) as l (id, shipment_id, order_line_id, product_id, quantity)`

const insertLines = (ctx: Ctx, lines: RawBuilder<unknown>) => sql`
  insert into shipment_line (tenant_id, id, shipment_id, order_line_id, product_id, quantity)
  select ${ctx.tenant.id}, l.id, l.shipment_id, l.order_line_id, l.product_id, l.quantity from ${lines} l`

const total = (lines: readonly { quantity: number }[]): number =>
  lines.reduce((sum, l) => sum + l.quantity, 0)
