import { type Shelf, customer, orderOf, shelf } from '#modules/orders/fixture.ts'
import type { NewOrder, OrderView } from '#modules/orders/order-types.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { handOver } from './handover.ts'
import { planShipments } from './planning.ts'

export type Yard = Shelf & { carrierId: string; carrierNumber: string }

/** A shelf with goods and a carrier to take them. */
export async function yard(ctx: Ctx, options: Parameters<typeof shelf>[1] = {}): Promise<Yard> {
  await ensureDefaultClauses(ctx)
  const goods = await shelf(ctx, options)
  const carrierId = await customer(ctx, { roles: ['carrier'], name: '顺达快运' })
  const { number } = await ctx.db.one(
    sql<{
      number: string
    }>`select number from party where tenant_id = ${ctx.tenant.id} and id = ${carrierId}`,
  )
  return { ...goods, carrierId, carrierNumber: number }
}

export type Sent = { order: OrderView; shipmentIds: string[]; shipmentId: string; waybill: string }

/** An order taken and planned; its shipments wait in the warehouse. */
export async function planned(ctx: Ctx, from: Yard, given: Partial<NewOrder> = {}): Promise<Sent> {
  const order = await placeOrder(ctx, orderOf(from, given))
  await planShipments(ctx, [order.id])
  const rows = await ctx.db.all(
    sql<{
      id: string
    }>`select id from shipment where tenant_id = ${ctx.tenant.id} and order_id = ${order.id} order by id`,
  )
  return { order, shipmentIds: rows.map((r) => r.id), shipmentId: rows[0]?.id ?? '', waybill: '' }
}

/** The same, handed over to the carrier now. */
export async function sent(ctx: Ctx, from: Yard, given: Partial<NewOrder> = {}): Promise<Sent> {
  const made = await planned(ctx, from, given)
  const waybill = `SF${made.shipmentId.slice(-12)}`.toUpperCase()
  await handOver(ctx, { shipmentId: made.shipmentId, carrierId: from.carrierId, waybill }, { whole: true })
  return { ...made, waybill }
}

export type Facts = {
  state: string
  status: string
  delivered_at: Date | null
  handed_over_at: Date | null
  failed_attempts: number
  order_state: string
  shipped: number
  delivered: number
  damaged: number
  line_delivered_at: Date | null
}

/** What the database says of a shipment and its first order line. */
export async function factsOf(ctx: Ctx, shipmentId: string): Promise<Facts> {
  return ctx.db.one(sql<Facts>`
    select s.state, s.status, s.delivered_at, s.handed_over_at, s.failed_attempts, o.state as order_state, l.shipped, l.delivered, l.damaged, l.delivered_at as line_delivered_at
    from shipment s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id and l.line_no = 1
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${shipmentId}`)
}

/** How the newest chain of each kind stands: kind → [outcome or 'open', when fulfilled]. */
export async function promisesOf(
  ctx: Ctx,
  orderId: string,
): Promise<Record<string, { outcome: string; at: string | null }>> {
  const rows = await ctx.db.all(sql<{ kind: string; outcome: string | null; at: Date | null }>`
    select distinct on (p.kind) p.kind, e.outcome, e.fulfilled_at as at from promise p
    left join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id
    where p.tenant_id = ${ctx.tenant.id} and p.order_id = ${orderId} order by p.kind, p.id desc`)
  return Object.fromEntries(
    rows.map((r) => [r.kind, { outcome: r.outcome ?? 'open', at: r.at?.toISOString() ?? null }]),
  )
}

/** Exceptions of a shipment, oldest first. */
export async function exceptionsOf(
  ctx: Ctx,
  shipmentId: string,
): Promise<{ kind: string; reason: string | null; liable: string | null; state: string }[]> {
  return ctx.db.all(
    sql`select kind, reason, liable, state from shipment_exception where tenant_id = ${ctx.tenant.id} and shipment_id = ${shipmentId} order by opened_at, id`,
  )
}

/** Invariants of this module that are broken. */
export async function brokenInvariants(ctx: Ctx): Promise<string[]> {
  const { shipmentInvariants } = await import('./invariants.ts')
  const broken: string[] = []
  for (const invariant of shipmentInvariants)
    if ((await ctx.db.all(invariant.query(ctx))).length > 0) broken.push(invariant.name)
  return broken
}
