import { endOfLocalDay, localDay, startOfDay } from '#modules/scheduling/calendar.ts'
import { dayOfSupply, isDraft } from '#modules/purchasing/purchase.ts'
import {
  type ComingLine,
  type OnOrderSum,
  listComing,
  onOrderSum,
  usualSupply,
} from '#modules/purchasing/on-order.ts'
import { type Ctx, can, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { unitsAt } from './allocation-problem.ts'
import { shortageList } from './order-list.ts'
import { type Intake, readIntake } from './intake.ts'
import { type LockedOrder, type OpenShortage, readOrders } from './locked.ts'
import type { Decision } from './order-types.ts'
import { policyOf } from './plan.ts'
import { visible } from './queries.ts'
import { asNewOrder, demandOfLine, demandOfLocked } from './reallocation.ts'
import { type ShortageFacts, type ShortageOption, type ShortageSource, shortageOptions } from './shortage.ts'
import { isoOrNull } from './writing.ts'
import {
  type Demand,
  type Offer,
  type Timetable,
  arrival,
  deliverDueAnywhere,
  offersOf,
  timetableAt,
} from './timing.ts'

export type ShortageListRow = {
  id: string
  quantity: number
  valueMinor: number
  currency: string
  detectedAt: Date
  ageHours: number
  decision: Decision | null
  cause: string | null
  backorderUntil: Date | null
  order: { id: string; number: string; urgent: boolean; version: number }
  customer: { id: string; name: string }
  product: { id: string; sku: string; name: string; unit: string }
  /** Free units anywhere in the actor's scope. */
  availableNow: number
  /** What suppliers were ordered to bring; null: nothing, or not for the actor to know. */
  onOrder: OnOrderSum | null
  deliverBy: Date | null
  requestedAt: Date | null
}
export type ShortageQuery = ListQuestion & { search?: string | undefined; id?: string | undefined }

/** Days until goods nobody has announced yet are reckoned with. */
export const BACKORDER_DAYS = 7

const shortageSql: ListSql<typeof shortageList> = {
  fields: {
    decision: (values) => sql`coalesce(s.decision, 'none') = any(${values}::text[])`,
    cause: sql`s.cause`,
    customerId: sql`s.customer_id`,
    productId: sql`s.product_id`,
    orderId: sql`s.order_id`,
    purchaseId: (ids) => sql`exists (
      select 1 from purchase_need d join purchase_line n on n.tenant_id = d.tenant_id and n.id = d.line_id
      where d.tenant_id = s.tenant_id and d.order_line_id = s.order_line_id and n.product_id = s.product_id and n.purchase_id = any(${ids}::uuid[]))`,
    urgent: sql`o.urgent`,
    quantity: sql`s.quantity`,
    value: sql`(s.quantity * l.unit_price_minor)`,
    detected: sql`s.detected_at`,
    requested: sql`coalesce(l.requested_at, o.requested_at)`,
  },
  sorts: {
    detected: sql`s.detected_at`,
    quantity: sql`s.quantity`,
    value: sql`(s.quantity * l.unit_price_minor)`,
    requested: sql`coalesce(l.requested_at, o.requested_at)`,
    urgent: sql`o.urgent`,
  },
  tie: sql`s.id`,
  tieType: 'uuid',
}

/** Open shortages, the oldest first, with what the customer was promised for the line. */
export async function listShortages(ctx: Ctx, { search, id, ...asked }: ShortageQuery) {
  const pattern = search ? containing(search) : null
  return readList<ShortageListRow>(ctx, listQuery(ctx, { spec: shortageList, sql: shortageSql }, asked), {
    columns: sql`s.id, s.quantity, s.quantity * l.unit_price_minor as "valueMinor", o.currency, s.detected_at as "detectedAt",
      round(extract(epoch from ${ctx.now}::timestamptz - s.detected_at)::numeric / 3600, 1) as "ageHours", s.decision, s.cause, s.backorder_until as "backorderUntil",
      json_build_object('id', o.id, 'number', o.number, 'urgent', o.urgent, 'version', o.version) as order,
      json_build_object('id', c.id, 'name', c.shown_name) as customer, json_build_object('id', g.id, 'sku', g.sku, 'name', g.name, 'unit', g.unit) as product,
      (select coalesce(sum(k.on_hand - k.reserved), 0)::bigint from stock k join warehouse w on w.tenant_id = k.tenant_id and w.id = k.warehouse_id
        where k.tenant_id = s.tenant_id and k.product_id = s.product_id and w.archived_at is null and ${inScope(ctx, 'warehouse', 'w.id')}) as "availableNow",
      ${onOrderSum(ctx, sql`s.product_id`)} as "onOrder",
      (select p.due_at from promise p where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.subject_id = s.order_line_id and p.kind = 'deliver'
        order by p.id desc limit 1) as "deliverBy",
      coalesce(l.requested_at, o.requested_at) as "requestedAt"`,
    from: sql`shortage s
    join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    join order_line l on l.tenant_id = s.tenant_id and l.id = s.order_line_id
    join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
    join product g on g.tenant_id = s.tenant_id and g.id = s.product_id`,
    where: sql`s.tenant_id = ${ctx.tenant.id} and s.closed_at is null and ${visible(ctx)} and (${id ?? null}::uuid is null or s.id = ${id ?? null})
      and (${pattern}::text is null or g.sku ilike ${pattern} or g.name ilike ${pattern} or c.name ilike ${pattern} or o.number ilike ${pattern})`,
  })
}

export type ShortageChoice = {
  options: ShortageOption[]
  promisedMs: number | null
  intake: Intake
  demand: Demand
  offers: Offer[]
  requestedMs: number | null
  /** Orders to suppliers that bring the product, and the day by which it is enough for this shortage and those before it. */
  coming: ComingLine[]
  supplyOn: string | null
}

/** What can be done about one shortage of this order now, computed live from stock, lanes and clauses. */
export async function computeOptions(
  ctx: Ctx,
  order: LockedOrder,
  shortage: OpenShortage,
): Promise<ShortageChoice> {
  const line = order.lines.find((one) => one.id === shortage.orderLineId)
  if (!line) throw new NotFound('shortage')
  const substituteIds = await listSubstitutes(ctx, shortage.productId)
  const wanted = demandOfLine(order, line, shortage.quantity)
  const intake = await readIntake(
    ctx,
    [asNewOrder({ order, lines: [wanted, ...substituteIds.map((productId) => ({ ...wanted, productId }))] })],
    { everyWarehouse: true },
  )
  const demand = demandOfLocked(intake, order)
  const offers = offersOf(intake.table, demand, intake.sources)
  const used = await warehousesOf(ctx, order.id)
  const contract = deliverDueAnywhere(placedTable(intake.table, order), demand, wanted.requestedMs)
  const promisedMs = (await currentDeliverMs(ctx, order.id, line.id)) ?? contract.dueMs
  const sourcesOf = (productId: string) =>
    offers.flatMap((offer) => asSource(intake, offer, { productId, used }))
  const coming = await listComing(ctx, { productId: shortage.productId, orderLineId: line.id })
  const supplyOn = dayOfSupply(
    coming.filter(({ state }) => !isDraft(state)),
    shortage.quantity + (await missingBefore(ctx, shortage)),
    localDay(intake.table.zone, intake.table.nowMs),
  )
  const facts: ShortageFacts = {
    productId: shortage.productId,
    quantity: shortage.quantity,
    unitPriceMinor: line.unitPriceMinor,
    promisedMs,
    sources: sourcesOf(shortage.productId),
    substitutes: substituteIds.flatMap((productId) => {
      const product = intake.known.product({ productId, quantity: 1 })
      return product && !product.archived
        ? [{ productId, priceMinor: product.priceMinor, sources: sourcesOf(productId) }]
        : []
    }),
    splitCostMinor: policyOf(ctx.tenant.settings, false).splitCostMinor,
    ...backorderOf(intake.table, {
      offers,
      quantity: shortage.quantity,
      day: supplyOn ?? localDay(intake.table.zone, intake.table.nowMs + BACKORDER_DAYS * DAY_MS),
    }),
  }
  return {
    options: shortageOptions(facts),
    promisedMs,
    intake,
    demand,
    offers,
    requestedMs: wanted.requestedMs,
    coming,
    supplyOn,
  }
}

const DAY_MS = 86_400_000

/** When goods that are in the warehouse on a day reach the customer, and what that costs by the cheapest lane. */
export function backorderOf(
  table: Timetable,
  { offers, quantity, day }: { offers: readonly Offer[]; quantity: number; day: string },
): { backorderMs: number; backorderFreightMinor: number } {
  const inMs = endOfLocalDay(table.zone, startOfDay(table.zone, day)) - 1
  const costs = offers.flatMap(({ lane }) =>
    lane ? [{ hours: lane.transitHours, cost: lane.fixedCostMinor + lane.unitCostMinor * quantity }] : [],
  )
  const best = costs.toSorted((a, b) => a.cost - b.cost || a.hours - b.hours)[0]
  return { backorderMs: arrival(table, inMs, best?.hours ?? 0), backorderFreightMinor: best?.cost ?? 0 }
}

/** The clauses as they counted from the moment the order was taken. */
export function placedTable(table: Timetable, { placedAt }: LockedOrder): Timetable {
  return timetableAt(table.setup, table.zone, placedAt.getTime())
}

function asSource(
  { available }: Intake,
  { source, lane, arrivesMs }: Offer,
  { productId, used }: { productId: string; used: ReadonlySet<string> },
): ShortageSource[] {
  const units = unitsAt(available, source.id, productId)
  if (!lane || arrivesMs === null || units === 0) return []
  const { fixedCostMinor, unitCostMinor, transitHours } = lane
  return [
    {
      id: source.id,
      available: units,
      fixedCostMinor,
      unitCostMinor,
      transitHours,
      arrivesMs,
      already: used.has(source.id),
    },
  ]
}

/** Units of the product that others have missed for longer: what comes goes to them, too. */
async function missingBefore(ctx: Ctx, { id, productId, detectedAt }: OpenShortage): Promise<number> {
  const { units } = await ctx.db.one(sql<{ units: number }>`
    select coalesce(sum(quantity), 0)::bigint as units from shortage
    where tenant_id = ${ctx.tenant.id} and product_id = ${productId} and closed_at is null and id <> ${id}
      and (detected_at, id) < (${new Date(detectedAt)}::timestamptz, ${id}::uuid)`)
  return units
}

async function listSubstitutes(ctx: Ctx, productId: string): Promise<string[]> {
  const rows = await ctx.db.all(sql<{ id: string }>`
    select substitute_id as id from product_substitute where tenant_id = ${ctx.tenant.id} and product_id = ${productId} order by rank, substitute_id limit 20`)
  return rows.map((row) => row.id)
}

async function warehousesOf(ctx: Ctx, orderId: string): Promise<Set<string>> {
  const rows = await ctx.db.all(sql<{ id: string }>`
    select distinct warehouse_id as id from reservation where tenant_id = ${ctx.tenant.id} and order_id = ${orderId} and closed_at is null`)
  return new Set(rows.map((row) => row.id))
}

async function currentDeliverMs(ctx: Ctx, orderId: string, lineId: string): Promise<number | null> {
  const row = await ctx.db.maybe(sql<{ dueAt: Date }>`
    select p.due_at as "dueAt" from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.order_id = ${orderId} and p.subject_id = ${lineId} and p.kind = 'deliver' and p.watch_at is not null
    order by p.id desc limit 1`)
  return row ? row.dueAt.getTime() : null
}

/** The desk's view of one shortage: what it is and what can be done, with cost and promise effect. */
export async function getShortageOptions(ctx: Ctx, id: string) {
  const {
    rows: [shortage],
  } = await listShortages(ctx, { limit: 1, id })
  if (!shortage) throw new NotFound('shortage')
  const [order] = await readOrders(ctx, [shortage.order.id])
  const open = order?.shortages.find((one) => one.id === id)
  if (!order || !open) throw new NotFound('shortage')
  const { options, promisedMs, intake, coming, supplyOn } = await computeOptions(ctx, order, open)
  const used = new Set(options.flatMap((option) => option.sources.map((source) => source.warehouseId)))
  return {
    shortage,
    coming,
    supplyOn,
    usualSupply: can(ctx.actor, 'purchase.manage') ? await usualSupply(ctx, open.productId) : null,
    options: options.map(({ productId, deliverMs, lateMs, ...option }) => {
      const product = productId ? intake.known.product({ productId, quantity: 1 }) : undefined
      return {
        ...option,
        product: product ? { id: product.id, sku: product.sku, name: product.name } : null,
        deliverBy: isoOrNull(deliverMs),
        promisedBy: isoOrNull(promisedMs),
        lateHours: lateMs === null ? null : Math.round(lateMs / 360_000) / 10,
      }
    }),
    warehouses: intake.sources
      .filter((source) => used.has(source.id))
      .map(({ id: warehouseId, code, name }) => ({ id: warehouseId, code, name })),
  }
}
