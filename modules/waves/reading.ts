import { asAllocationWarehouse, policyOf } from '#modules/orders/plan.ts'
import { stockKey } from '#modules/orders/allocation-problem.ts'
import { type Intake, readIntake } from '#modules/orders/intake.ts'
import { type LockedLine, type LockedOrder, readOrders } from '#modules/orders/locked.ts'
import { type ToldChain, toldChains } from '#modules/orders/moves.ts'
import { visible } from '#modules/orders/queries.ts'
import { asNewOrder, demandOfLine, demandOfLocked } from '#modules/orders/reallocation.ts'
import { placedTable } from '#modules/orders/shortage-desk.ts'
import { type Demand, type Offer, deliverDueAnywhere, offersOf } from '#modules/orders/timing.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import type { JointLine, JointOrder, JointRequest } from './joint-problem.ts'
import { type LeftOut, type Source, WAVE_LINES_MAX, WAVE_ORDERS_MAX, WAVE_WAREHOUSES_MAX } from './wave.ts'

export type WaveLine = {
  line: LockedLine
  /** What is to be allocated: all that is open, or only what is lacking where the order is in work. */
  open: number
  held: Source[]
  deliver: ToldChain | null
  isTold: boolean
  dueMs: number
  /** Of the promise to ship; 0 without one. */ shipDueMs: number
}
export type WaveCase = { order: LockedOrder; demand: Demand; offers: readonly Offer[]; lines: WaveLine[] }
export type WaveInput = {
  intake: Intake
  cases: WaveCase[]
  request: JointRequest
  leftOut: Map<LeftOut, number>
}

/** Orders that can take part, those that go first in front: chosen ones, or all. */
export async function listWaveOrders(ctx: Ctx, chosen: readonly string[] | null): Promise<string[]> {
  const rows = await ctx.db.all(sql<{ id: string }>`
    select o.id from sales_order o
    where o.tenant_id = ${ctx.tenant.id} and (o.state in ('confirmed', 'short') or (o.state = 'shipping' and exists (
        select 1 from shortage s where s.tenant_id = o.tenant_id and s.order_id = o.id and s.closed_at is null)))
      and (${chosen}::uuid[] is null or o.id = any(${chosen}::uuid[])) and ${visible(ctx)}
    order by o.urgent desc, o.deliver_by nulls last, o.placed_at, o.id limit ${WAVE_ORDERS_MAX + 1}`)
  return rows.map((row) => row.id)
}

/** Everything the search needs, as it stands now; what it may not touch is left out and counted. */
export async function readWave(ctx: Ctx, chosen: readonly string[] | null): Promise<WaveInput> {
  const ids = await listWaveOrders(ctx, chosen)
  if (ids.length > WAVE_ORDERS_MAX) throw tooLarge()
  const byId = new Map((await readOrders(ctx, ids)).map((order) => [order.id, order]))
  const orders = ids.flatMap((id) => byId.get(id) ?? [])
  const wanted = orders.map((order) => ({
    order,
    lines: order.lines.map((line) => demandOfLine(order, line, line.quantity)),
  }))
  const read = await readIntake(ctx, wanted.map(asNewOrder), { everyWarehouse: true })
  const holds = await readHolds(ctx, orders)
  const intake = { ...read, sources: sourcesOf(read, holds) }
  const chains = Map.groupBy(await toldChains(ctx, ids), (chain) => chain.subjectId)
  const leftOut = new Map<LeftOut, number>()
  if (chosen && chosen.length > ids.length) leftOut.set('not_open', chosen.length - ids.length)
  const cases = orders.flatMap((order) => {
    const one = caseOf(intake, { order, holds, chains })
    const code = whyLeftOut(one)
    if (code) leftOut.set(code, (leftOut.get(code) ?? 0) + 1)
    return code ? [] : [one]
  })
  const lines = cases.reduce((sum, one) => sum + one.lines.length, 0)
  if (lines > WAVE_LINES_MAX || intake.sources.length > WAVE_WAREHOUSES_MAX) throw tooLarge()
  if (lines === 0) throw new Refused('wave.no_orders', {}, 422)
  return { intake, cases, leftOut, request: requestOf(ctx, intake, cases) }
}

const tooLarge = () =>
  new Refused(
    'wave.too_large',
    { maxOrders: WAVE_ORDERS_MAX, maxLines: WAVE_LINES_MAX, maxWarehouses: WAVE_WAREHOUSES_MAX },
    422,
  )

/** Warehouses that have something of the goods, or hold it for these orders; others could not ship anything. */
function sourcesOf({ sources, available }: Intake, holds: ReadonlyMap<string, Source[]>): Intake['sources'] {
  const stocked = new Set([...available.keys()].map((key) => key.slice(0, key.indexOf('/'))))
  for (const held of holds.values()) for (const { warehouseId } of held) stocked.add(warehouseId)
  return sources.filter((source) => stocked.has(source.id))
}

type HoldRow = Source & { orderLineId: string }

async function readHolds(ctx: Ctx, orders: readonly LockedOrder[]): Promise<Map<string, Source[]>> {
  const rows = await ctx.db.all(sql<HoldRow>`
    select r.order_line_id as "orderLineId", r.warehouse_id as "warehouseId", sum(r.quantity)::bigint as quantity
    from reservation r where r.tenant_id = ${ctx.tenant.id} and r.order_id = any(${orders.map((o) => o.id)}::uuid[]) and r.closed_at is null
    group by r.order_line_id, r.warehouse_id order by r.warehouse_id`)
  const byLine = Map.groupBy(rows, (row) => row.orderLineId)
  return new Map(
    [...byLine].map(([id, own]) => [id, own.map(({ warehouseId, quantity }) => ({ warehouseId, quantity }))]),
  )
}

type Facts = {
  order: LockedOrder
  holds: ReadonlyMap<string, Source[]>
  chains: ReadonlyMap<string, ToldChain[]>
}

function caseOf(intake: Intake, { order, holds, chains }: Facts): WaveCase {
  const demand = demandOfLocked(intake, order)
  const placed = placedTable(intake.table, order)
  const inWork = order.state === 'shipping'
  const lines = order.lines.flatMap((line) => {
    const open = line.quantity - line.cancelled - line.shipped - (inWork ? line.reserved : 0)
    if (open <= 0) return []
    const own = chains.get(line.id) ?? []
    const deliver = own.find((chain) => chain.kind === 'deliver') ?? null
    const { requestedMs } = demandOfLine(order, line, open)
    return [
      {
        line,
        open,
        held: inWork ? [] : (holds.get(line.id) ?? []),
        deliver,
        isTold: own.some((chain) => chain.told),
        dueMs: deliver?.dueAt.getTime() ?? deliverDueAnywhere(placed, demand, requestedMs).dueMs,
        shipDueMs: own.find((chain) => chain.kind === 'ship')?.dueAt.getTime() ?? 0,
      },
    ]
  })
  return { order, demand, offers: offersOf(intake.table, demand, intake.sources), lines }
}

function whyLeftOut({ lines, offers }: WaveCase): LeftOut | null {
  if (lines.length === 0) return 'nothing_open'
  const reached = new Set(offers.filter((offer) => offer.lane).map((offer) => offer.source.id))
  if (lines.some((one) => one.held.some((hold) => !reached.has(hold.warehouseId)))) return 'out_of_reach'
  const isTwice = new Set(lines.map((one) => one.line.productId)).size < lines.length
  return isTwice && lines.some((one) => one.isTold) ? 'product_twice' : null
}

function requestOf(ctx: Ctx, { available }: Intake, cases: readonly WaveCase[]): JointRequest {
  const stock = new Map(available)
  for (const { lines } of cases) {
    for (const { line, held } of lines) {
      for (const { warehouseId, quantity } of held) {
        const key = stockKey(warehouseId, line.productId)
        stock.set(key, (stock.get(key) ?? 0) + quantity)
      }
    }
  }
  const places = placesOf(ctx, cases)
  return { stock, orders: cases.map((one) => jointOrderOf(ctx, one, places)) }
}

/** Who goes first: urgent orders, then by the day of the promise; of one day who holds goods keeps them, then the older order. */
function placesOf(ctx: Ctx, cases: readonly WaveCase[]): Map<string, number> {
  const ranked = cases
    .flatMap(({ order, lines }) =>
      lines.map(({ line, dueMs, held }) => ({
        id: line.id,
        keys: [
          order.urgent ? '0' : '1',
          localDay(ctx.tenant.zone, dueMs),
          held.length > 0 ? '0' : '1',
          order.placedAt.toISOString(),
          order.id,
          String(line.lineNo).padStart(6, '0'),
        ].join(' '),
      })),
    )
    .toSorted((a, b) => (a.keys < b.keys ? -1 : 1))
  return new Map(ranked.map(({ id }, place) => [id, place]))
}

function jointOrderOf(ctx: Ctx, one: WaveCase, places: ReadonlyMap<string, number>): JointOrder {
  const { order, offers, lines } = one
  const policy = policyOf(ctx.tenant.settings, order.shipComplete)
  // A company that never ships late may leave late what is late already where it is.
  const dueOf = (line: WaveLine) =>
    policy.lateCostMinor === null ? Math.max(line.dueMs, stayMs(one, line, 'deliver')) : line.dueMs
  const leastMs = Math.min(...lines.map(dueOf))
  return {
    id: order.id,
    policy,
    warehouses: offers.map((offer) =>
      asAllocationWarehouse(offer, offer.arrivesMs !== null && offer.arrivesMs <= leastMs),
    ),
    lines: lines.map((line): JointLine => {
      const isKept = line.isTold && line.held.length > 0
      return {
        lineNo: line.line.lineNo,
        productId: line.line.productId,
        quantity: line.open,
        held: line.held,
        isKept,
        barred: isKept ? barredOf(one, line) : [],
        place: places.get(line.line.id) ?? 0,
      }
    }),
  }
}

/** From where a line that was told may not ship: it would come later than promised, and later than from where it is. */
function barredOf(one: WaveCase, line: WaveLine): string[] {
  const deliverMs = Math.max(line.dueMs, stayMs(one, line, 'deliver'))
  const shipMs = Math.max(line.shipDueMs, stayMs(one, line, 'ship'))
  return one.offers
    .filter(({ arrivesMs, ship }) => arrivesMs === null || arrivesMs > deliverMs || ship.dueMs > shipMs)
    .map((offer) => offer.source.id)
    .filter((id) => !line.held.some((hold) => hold.warehouseId === id))
}

/** When goods that stay where they are leave, or arrive. */
function stayMs({ offers }: WaveCase, { held }: WaveLine, kind: 'ship' | 'deliver'): number {
  const own = offers.filter((offer) => held.some((hold) => hold.warehouseId === offer.source.id))
  return Math.max(0, ...own.map((offer) => (kind === 'ship' ? offer.ship.dueMs : (offer.arrivesMs ?? 0))))
}
