import { type PassageUnits, putIntoPassage, takeFromPassage } from '#modules/inventory/passage.ts'
import { type StockItem, lockStock, releaseReservations, reserveStock } from '#modules/inventory/stock.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type Intake, readIntake } from './intake.ts'
import { type LockedLine, type LockedOrder, lockOrders } from './locked.ts'
import { stockKey } from './allocation-problem.ts'
import { type Exchange, type StockUnits, fittingOrders, inPassage } from './move.ts'
import type { AllocationView } from './order-types.ts'
import { whyNot } from './order.ts'
import { type LinePlan, planLine } from './plan.ts'
import {
  type OpenChain,
  type SettledLine,
  asNewOrder,
  closeShortages,
  demandOfLine,
  demandOfLocked,
  settleLines,
} from './reallocation.ts'
import type { OrderRefusal } from './refusals.ts'
import { refreshStates } from './states.ts'
import { type Demand, offersOf } from './timing.ts'
import { allocationRows, insertShortages } from './writing.ts'

export type Source = { warehouseId: string; quantity: number }

/** Where the goods of an order come from after it was planned together with others. Lines that are not named stay as they are. */
export type Move = {
  orderId: string
  /** The version the plan was made from: an order that changed since stays as it is. */
  version: number
  /** What is set aside of a line from then on; of an order in work, what is set aside besides. */
  lines: readonly { lineId: string; sources: readonly Source[] }[]
  allocation: AllocationView
}
/**
 * Where moves are parts of a larger work: goods that are given back here and that later parts want (`wanted`, by stockKey) are kept
 * for them in passage, under the holder.
 */
export type Passage = { holderId: string; wanted: ReadonlyMap<string, number> }
export type Unmoved = { orderId: string; code: OrderRefusal | 'not_found' }

type MovedLine = { line: LockedLine; plan: LinePlan; holds: StockUnits[]; missing: number }
type Moving = { order: LockedOrder; move: Move; demand: Demand; lines: MovedLine[] }

/**
 * Moves what is set aside for orders to other warehouses and fills what they lack, all in one: given back and taken at once, under
 * the locks everybody keeps. An order that changed, whose goods are gone, or that would break what its customer was told stays as
 * it is and is named; so does one that would give up goods for nobody (`unneeded`). Promises that become later are promised anew
 * with the reason. The moves come in the order of who goes first.
 */
export async function moveAllocations(
  ctx: Ctx,
  { moves, reason, passage }: { moves: readonly Move[]; reason: string; passage: Passage },
): Promise<{ moved: string[]; unmoved: Unmoved[]; unneeded: string[] }> {
  const locked = new Map(
    (
      await lockOrders(
        ctx,
        moves.map((move) => move.orderId),
      )
    ).map((one) => [one.id, one]),
  )
  const codes = new Map(moves.map((move) => [move.orderId, whyNotMove(locked.get(move.orderId), move)]))
  const sound = moves.filter((move) => codes.get(move.orderId) === null)
  const planned = await planMoves(ctx, { moves: sound, holderId: passage.holderId }, locked)
  for (const { order } of planned.late) codes.set(order.id, 'order.promise_told')
  const { fitting, unneeded } = fittingOrders(planned.moving.map(exchangeOf), planned.intake.available)
  const moving = planned.moving.filter(({ order }) => fitting.has(order.id))
  for (const { order } of planned.moving)
    if (!fitting.has(order.id) && !unneeded.has(order.id)) codes.set(order.id, 'order.goods_gone')
  await writeMoves(ctx, moving, { reason, told: planned.told })
  const units = inPassage(planned.held, moving.map(exchangeOf), passage.wanted)
  await putIntoPassage(ctx, { holderId: passage.holderId, units })
  return {
    moved: moving.map(({ order }) => order.id),
    unmoved: [...codes].flatMap(([orderId, code]) => (code === null ? [] : [{ orderId, code }])),
    unneeded: [...unneeded],
  }
}

function whyNotMove(order: LockedOrder | undefined, { version, lines }: Move): Unmoved['code'] | null {
  if (!order) return 'not_found'
  const refusal = whyNot('reallocate', order.state)
  if (refusal) return refusal
  const isSame =
    order.version === version && lines.every(({ lineId }) => order.lines.some((l) => l.id === lineId))
  return isSame ? null : 'order.changed_meanwhile'
}

type Planned = {
  intake: Intake
  told: ReadonlySet<string>
  /** What lay in passage for the holder of what these moves concern: free for them. */ held: PassageUnits[]
  moving: Moving[]
  late: Moving[]
}

async function planMoves(
  ctx: Ctx,
  { moves, holderId }: { moves: readonly Move[]; holderId: string },
  locked: ReadonlyMap<string, LockedOrder>,
): Promise<Planned> {
  const orders = moves.flatMap((move) => locked.get(move.orderId) ?? [])
  const productOf = new Map(orders.flatMap((order) => order.lines.map((line) => [line.id, line.productId])))
  const items = moves.flatMap((move) =>
    move.lines.flatMap(({ lineId, sources }) =>
      sources.map(({ warehouseId }) => ({ warehouseId, productId: productOf.get(lineId) ?? '' })),
    ),
  )
  const orderIds = orders.map((order) => order.id)
  await lockStock(ctx, { orderIds, items })
  const holds = await readHolds(
    ctx,
    orders.filter(isWhole).map((order) => order.id),
  )
  const concerned = [...items, ...[...holds.values()].flat()]
  const held = await takeFromPassage(ctx, { holderId, items: eachOnce(concerned) })
  const wanted = orders.map((order) => ({
    order,
    lines: order.lines.map((line) => demandOfLine(order, line, line.quantity)),
  }))
  const intake = await readIntake(ctx, wanted.map(asNewOrder), { everyWarehouse: true })
  const chains = await toldChains(ctx, orderIds)
  const told = new Set(chains.filter((chain) => chain.told).map(keyOfChain))
  const all = moves.flatMap((move) => {
    const order = locked.get(move.orderId)
    return order ? [planMove(intake, { order, move, holds })] : []
  })
  const due = new Map(chains.map((chain) => [keyOfChain(chain), chain.dueAt.getTime()]))
  const isLate = (one: Moving) => one.lines.some((line) => breaksTold(intake, one, { line, told, due }))
  return { intake, told, held, moving: all.filter((one) => !isLate(one)), late: all.filter(isLate) }
}

const eachOnce = <T extends StockItem>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [stockKey(item.warehouseId, item.productId), item])).values(),
]

/** Of an order that is being shipped only what it lacks is planned; what is set aside for it stays. */
const isWhole = ({ state }: LockedOrder): boolean => state !== 'shipping'

type Hold = StockUnits & { orderLineId: string }

async function readHolds(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, Hold[]>> {
  const rows = await ctx.db.all(sql<Hold>`
    select r.order_line_id as "orderLineId", r.warehouse_id as "warehouseId", r.product_id as "productId", sum(r.quantity)::bigint as quantity
    from reservation r where r.tenant_id = ${ctx.tenant.id} and r.order_id = any(${orderIds}::uuid[]) and r.closed_at is null
    group by r.order_line_id, r.warehouse_id, r.product_id`)
  return Map.groupBy(rows, (row) => row.orderLineId)
}

export type ToldChain = OpenChain & { told: boolean }

/** The open promises of orders, and whether the customer knows them: told with proof, or answered to the customer's own system. */
export async function toldChains(ctx: Ctx, orderIds: readonly string[]): Promise<ToldChain[]> {
  return ctx.db.all(sql<ToldChain>`
    select p.order_id as "orderId", p.subject_id as "subjectId", p.kind, p.due_at as "dueAt",
      o.channel = 'api' or exists (
        select 1 from promise q join promise_told t on t.tenant_id = q.tenant_id and t.promise_id = q.id
        where q.tenant_id = p.tenant_id and q.order_id = p.order_id and q.root_id = p.root_id) as told
    from promise p join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
    where p.tenant_id = ${ctx.tenant.id} and p.order_id = any(${orderIds}::uuid[]) and p.kind in ('ship', 'deliver') and p.watch_at is not null`)
}

const keyOfChain = ({ subjectId, kind }: Pick<OpenChain, 'subjectId' | 'kind'>): string =>
  `${subjectId} ${kind}`

type Given = { order: LockedOrder; move: Move; holds: ReadonlyMap<string, Hold[]> }

function planMove(intake: Intake, { order, move, holds }: Given): Moving {
  const demand = demandOfLocked(intake, order)
  const offers = offersOf(intake.table, demand, intake.sources)
  const lines = move.lines.flatMap(({ lineId, sources }) => {
    const line = order.lines.find((one) => one.id === lineId)
    if (!line) return []
    const open = line.quantity - line.cancelled - line.shipped - (isWhole(order) ? 0 : line.reserved)
    const plan = planLine(intake.table, {
      demand,
      line: demandOfLine(order, line, open),
      sources: [...sources],
      offers,
    })
    return [{ line, plan, holds: holds.get(lineId) ?? [], missing: shortOf(order, lineId) }]
  })
  return { order, move, demand, lines }
}

const shortOf = ({ shortages }: LockedOrder, lineId: string): number =>
  shortages.reduce((sum, shortage) => sum + (shortage.orderLineId === lineId ? shortage.quantity : 0), 0)

type Promises = { line: MovedLine; told: ReadonlySet<string>; due: ReadonlyMap<string, number> }

/** A customer who was told loses no unit, and gets nothing later than promised or than it would come from where it is now. */
function breaksTold(intake: Intake, { order, demand }: Moving, { line, told, due }: Promises): boolean {
  const { plan, holds } = line
  const held = holds.reduce((sum, one) => sum + one.quantity, 0)
  if (held === 0) return false
  const kinds = (['ship', 'deliver'] as const).filter((kind) => told.has(`${plan.lineId} ${kind}`))
  if (kinds.length === 0) return false
  if (plan.filled < held) return true
  const stay = planLine(intake.table, {
    demand,
    line: demandOfLine(order, line.line, held),
    sources: holds.map(({ warehouseId, quantity }) => ({ warehouseId, quantity })),
    offers: offersOf(intake.table, demand, intake.sources),
  })
  return kinds.some((kind) => {
    const least = Math.max(due.get(`${plan.lineId} ${kind}`) ?? 0, stay[kind]?.dueMs ?? 0)
    return (plan[kind]?.dueMs ?? 0) > least
  })
}

function exchangeOf({ order, lines }: Moving): Exchange {
  return {
    orderId: order.id,
    gives: lines.flatMap((line) => line.holds),
    takes: lines.flatMap(({ plan }) =>
      plan.sources.map((source) => ({ ...source, productId: plan.productId })),
    ),
  }
}

async function writeMoves(
  ctx: Ctx,
  moving: readonly Moving[],
  { reason, told }: { reason: string; told: ReadonlySet<string> },
): Promise<void> {
  if (moving.length === 0) return
  const whole = moving.filter(({ order }) => isWhole(order))
  await releaseReservations(ctx, {
    orderId: whole.map(({ order }) => order.id),
    lineIds: whole.flatMap(({ lines }) => lines.map(({ line }) => line.id)),
    as: 'moved',
  })
  const taken = moving.flatMap(({ order, lines }) =>
    lines.flatMap(({ plan }) =>
      plan.sources.map((source) => ({
        ...source,
        productId: plan.productId,
        orderId: order.id,
        orderLineId: plan.lineId,
      })),
    ),
  )
  if (!(await reserveStock(ctx, taken))) throw new Refused('order.stock_contested')
  await ctx.db.run(
    allocationRows(
      ctx,
      moving.map(({ order, move }) => ({
        orderId: order.id,
        costMinor: move.allocation.costMinor,
        explanation: { ...move.allocation, at: ctx.now.toISOString() },
      })),
    ),
  )
  await moveShortages(ctx, moving)
  await settleLines(
    ctx,
    moving.flatMap((one) => settledOf(one, told)),
    reason,
  )
  await refreshStates(
    ctx,
    moving.map(({ order }) => order.id),
  )
  for (const one of moving) announceMove(ctx, one)
}

/** What was told stays as it was told. */
function settledOf({ order, demand, lines }: Moving, told: ReadonlySet<string>): SettledLine[] {
  const unless = (kind: 'ship' | 'deliver', plan: LinePlan) =>
    told.has(`${plan.lineId} ${kind}`) ? null : plan[kind]
  return lines.map(({ plan }) => ({
    order,
    demand,
    plan: { ...plan, ship: unless('ship', plan), deliver: unless('deliver', plan) },
  }))
}

/** Shortages follow what is set aside: a smaller rest keeps its age and decision, a larger one is to be decided anew. */
async function moveShortages(ctx: Ctx, moving: readonly Moving[]): Promise<void> {
  const changed = moving.flatMap(({ order, lines }) =>
    lines.filter((one) => one.plan.short !== one.missing).map((one) => ({ order, ...one })),
  )
  const own = ({ order, plan }: (typeof changed)[number]) =>
    order.shortages.filter((shortage) => shortage.orderLineId === plan.lineId)
  await closeShortages(
    ctx,
    changed.flatMap((one) => own(one).map((shortage) => shortage.id)),
  )
  const left = changed.filter(({ plan }) => plan.short > 0)
  if (left.length > 0) {
    await ctx.db.run(
      insertShortages(
        ctx,
        left.map((one) => {
          const { order, plan, missing } = one
          const [oldest] = own(one)
          const isSettled = oldest !== undefined && plan.short < missing
          return {
            orderId: order.id,
            orderLineId: plan.lineId,
            productId: plan.productId,
            customerId: order.customerId,
            quantity: plan.short,
            detectedAt: oldest ? new Date(oldest.detectedAt) : ctx.now,
            decision: isSettled ? oldest.decision : null,
            backorderUntil:
              isSettled && oldest.backorderUntil !== null ? new Date(oldest.backorderUntil) : null,
          }
        }),
      ),
    )
  }
  for (const one of changed.filter(({ plan, missing }) => plan.short < missing)) {
    for (const { id, quantity } of own(one)) {
      const subject = { type: 'shortage', id, parentId: one.order.id }
      emit(ctx, 'shortage.closed', subject, { orderLineId: one.plan.lineId, quantity })
    }
  }
}

function announceMove(ctx: Ctx, { order, move, lines }: Moving): void {
  const subject = { type: 'order', id: order.id }
  const { allocation } = move
  const chosen = allocation.lines.flatMap((line) => line.chosen)
  emit(ctx, 'order.allocated', subject, {
    warehouses: [...new Set(chosen.map((one) => one.warehouseId))],
    costMinor: allocation.costMinor,
    shortLines: lines.filter(({ plan }) => plan.short > 0).length,
  })
  const grown = lines.filter(({ plan, missing }) => plan.short > missing)
  if (grown.length > 0)
    emit(ctx, 'order.short', subject, {
      lines: grown.length,
      quantity: grown.reduce((sum, { plan, missing }) => sum + plan.short - missing, 0),
    })
}
