import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { newId } from '#platform/ids.ts'

/** Facts as SQL rows, for tests of what is counted. No rules, no events: only what the tables need. */

export type FactWorld = {
  customers: string[]
  persons: string[]
  warehouses: string[]
  carriers: string[]
  products: string[]
}

export async function makeFactWorld(ctx: Ctx): Promise<FactWorld> {
  const t = ctx.tenant.id
  const party = async (number: string, name: string, kind: string, role: string) => {
    const id = newId()
    await ctx.db.run(
      sql`insert into party (tenant_id, id, number, name, kind, roles) values (${t}, ${id}, ${number}, ${name}, ${kind}, ${[role]}::text[])`,
    )
    return id
  }
  const customers = [
    await party('C1', '华东贸易', 'company', 'consignee'),
    await party('C2', '南方零售', 'company', 'consignee'),
    await party('C3', '南方零售', 'company', 'consignee'),
  ]
  const persons = [await party('C4', '欧阳小明', 'person', 'consignee')]
  const carriers = [
    await party('K1', '快运', 'company', 'carrier'),
    await party('K2', '海运', 'company', 'carrier'),
  ]
  const supplier = await party('S1', '原料厂', 'company', 'supplier')
  const warehouses = [newId(), newId()]
  await ctx.db.run(
    sql`insert into warehouse (tenant_id, id, code, name) values (${t}, ${warehouses[0]}, 'W1', '上海仓')`,
  )
  await ctx.db.run(
    sql`insert into warehouse (tenant_id, id, code, name, kind, supplier_id) values (${t}, ${warehouses[1]}, 'W2', '广州仓', 'supplier', ${supplier})`,
  )
  const products = [newId(), newId()]
  for (const [i, id] of products.entries())
    await ctx.db.run(
      sql`insert into product (tenant_id, id, sku, name) values (${t}, ${id}, ${`SKU${i + 1}`}, ${`货品${i + 1}`})`,
    )
  return { customers, persons, warehouses, carriers, products }
}

export type LineFact = {
  quantity?: number
  cancelled?: number
  shipped?: number
  delivered?: number
  damaged?: number
  filledFirst?: number
  product?: string
  substitutedFrom?: string | null
  requested?: string | null
  due?: string | null
  contractDue?: string | null
  early?: string | null
  done?: string | null
  outcome?: 'fulfilled' | 'broken' | 'withdrawn' | null
  liable?: string | null
  warehouse?: string | null
  carrier?: string | null
}
export type OrderFact = {
  customer: string
  placed: string
  delivered?: string | null
  state?: string
  cancelledBy?: 'us' | 'customer' | null
  class?: string | null
  mode?: string
  country?: string
  service?: string
  basis?: 'recorded' | 'assumed'
  lines: LineFact[]
}
export type MadeOrder = { id: string; lineIds: string[]; promiseIds: (string | null)[] }

let counter = 0

/** One order with its lines, their delivery promises and how those ended. */
export async function makeOrder(ctx: Ctx, world: FactWorld, o: OrderFact): Promise<MadeOrder> {
  const t = ctx.tenant.id
  const id = newId()
  counter += 1
  await ctx.db.run(sql`
    insert into sales_order (tenant_id, id, number, channel, customer_id, service, mode, state, placed_at, placed_basis, country, currency, delivered_at, cancelled_by)
    values (${t}, ${id}, ${`SO-${counter}-${id.slice(-6)}`}, 'api', ${o.customer}, ${o.service ?? 'standard'}, ${o.mode ?? ''}, ${o.state ?? (o.delivered ? 'delivered' : 'confirmed')}, ${o.placed}, ${o.basis ?? 'recorded'}, ${o.country ?? 'CN'}, 'CNY', ${o.delivered ?? null}, ${o.cancelledBy ?? null})`)
  const made: MadeOrder = { id, lineIds: [], promiseIds: [] }
  for (const [i, l] of o.lines.entries()) {
    const lineId = newId()
    const quantity = l.quantity ?? 10
    const delivered = l.delivered ?? (l.done ? quantity : 0)
    await ctx.db.run(sql`
      insert into order_line (tenant_id, id, order_id, line_no, product_id, quantity, cancelled, shipped, delivered, damaged, filled_first, substituted_from, requested_at)
      values (${t}, ${lineId}, ${id}, ${i + 1}, ${l.product ?? world.products[0]}, ${quantity}, ${l.cancelled ?? 0}, ${l.shipped ?? delivered}, ${delivered}, ${l.damaged ?? 0}, ${l.filledFirst ?? quantity}, ${l.substitutedFrom ?? null}, ${l.requested ?? null})`)
    made.lineIds.push(lineId)
    made.promiseIds.push(
      l.due ? await makeDeliverPromise(ctx, world, { order: o, line: l, orderId: id, lineId }) : null,
    )
  }
  return made
}

async function makeDeliverPromise(
  ctx: Ctx,
  world: FactWorld,
  {
    order: o,
    line: l,
    orderId,
    lineId,
  }: { order: OrderFact; line: LineFact; orderId: string; lineId: string },
): Promise<string> {
  const id = newId()
  await ctx.db.run(sql`
    insert into promise (tenant_id, id, root_id, kind, subject_type, subject_id, order_id, customer_id, made_at, started_at, early_at, due_at, contract_due_at, warehouse_id, carrier_id, mode, service, class_key)
    values (${ctx.tenant.id}, ${id}, ${id}, 'deliver', 'order_line', ${lineId}, ${orderId}, ${o.customer}, ${o.placed}, ${o.placed}, ${l.early ?? null}, ${l.due}, ${l.contractDue ?? null},
      ${l.warehouse === undefined ? world.warehouses[0] : l.warehouse}, ${l.carrier === undefined ? world.carriers[0] : l.carrier}, ${o.mode ?? ''}, ${o.service ?? 'standard'}, ${o.class ?? null})`)
  const outcome = l.outcome ?? (l.done ? 'fulfilled' : null)
  if (outcome) await endPromise(ctx, id, { outcome, at: l.done ?? null, liable: l.liable ?? null })
  return id
}

/** A further end of a chain; `reopened` opens it again. */
export async function endPromise(
  ctx: Ctx,
  rootId: string,
  { outcome, at, liable = null }: { outcome: string; at: string | null; liable?: string | null },
): Promise<void> {
  await ctx.db.run(sql`
    insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at, liable)
    select ${ctx.tenant.id}, ${rootId}, coalesce(max(version), 0) + 1, ${outcome}, ${outcome === 'fulfilled' ? at : null}::timestamptz, ${ctx.now}, ${liable}
    from promise_outcome where tenant_id = ${ctx.tenant.id} and root_id = ${rootId}`)
}

/** A new promise in place of the newest of the chain. */
export async function supersedePromise(ctx: Ctx, rootId: string, due: string): Promise<string> {
  const id = newId()
  await ctx.db.run(sql`
    insert into promise (tenant_id, id, root_id, supersedes_id, kind, subject_type, subject_id, order_id, customer_id, made_at, started_at, due_at, warehouse_id, carrier_id, mode, service, class_key)
    select p.tenant_id, ${id}, p.root_id, p.id, p.kind, p.subject_type, p.subject_id, p.order_id, p.customer_id, ${ctx.now}, p.started_at, ${due}::timestamptz, p.warehouse_id, p.carrier_id, p.mode, p.service, p.class_key
    from promise p where p.tenant_id = ${ctx.tenant.id} and p.root_id = ${rootId}
      and not exists (select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)`)
  return id
}

/** A shipment of these lines, handed over and perhaps delivered. */
export async function makeShipment(
  ctx: Ctx,
  world: FactWorld,
  s: {
    order: MadeOrder
    customer: string
    sent: string
    delivered?: string | null
    state?: string
    lines: { quantity: number; delivered?: number; damaged?: number; shortLoaded?: number }[]
  },
): Promise<string> {
  const t = ctx.tenant.id
  const id = newId()
  counter += 1
  await ctx.db.run(sql`
    insert into shipment (tenant_id, id, number, order_id, customer_id, warehouse_id, carrier_id, state, created_at, handed_over_at, delivered_at, currency)
    values (${t}, ${id}, ${`SH-${counter}-${id.slice(-6)}`}, ${s.order.id}, ${s.customer}, ${world.warehouses[0]}, ${world.carriers[0]}, ${s.state ?? (s.delivered ? 'delivered' : 'handed_over')}, ${s.sent}, ${s.sent}, ${s.delivered ?? null}, 'CNY')`)
  for (const [i, l] of s.lines.entries()) {
    await ctx.db.run(sql`
      insert into shipment_line (tenant_id, id, shipment_id, order_line_id, product_id, quantity, delivered, damaged, short_loaded)
      values (${t}, ${newId()}, ${id}, ${s.order.lineIds[i]}, ${world.products[0]}, ${l.quantity}, ${l.delivered ?? (s.delivered ? l.quantity : 0)}, ${l.damaged ?? 0}, ${l.shortLoaded ?? 0})`)
  }
  return id
}

export async function makeShortage(
  ctx: Ctx,
  s: {
    order: MadeOrder
    customer: string
    product: string
    quantity: number
    detected: string
    decision?: string | null
    closed?: string | null
  },
): Promise<string> {
  const id = newId()
  await ctx.db.run(sql`
    insert into shortage (tenant_id, id, order_id, order_line_id, product_id, customer_id, quantity, detected_at, decision, closed_at)
    values (${ctx.tenant.id}, ${id}, ${s.order.id}, ${s.order.lineIds[0]}, ${s.product}, ${s.customer}, ${s.quantity}, ${s.detected}, ${s.decision ?? null}, ${s.closed ?? null})`)
  return id
}
