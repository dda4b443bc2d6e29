import { buyerNumbers } from '#modules/customers/buyer-numbers.ts'
import { dryRunOrders } from '#modules/orders/dry-run.ts'
import { placeOrders } from '#modules/orders/orders.ts'
import { announceErased, eraseOrders, lockOrders } from '#modules/orders/undo.ts'
import { erasePlannedShipments } from '#modules/shipments/undo.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Preview, RowProblem } from './batch.ts'
import { orderKey } from './order-row.ts'
import { type OrderDraft, type Problems, problemsOfOrder, readOrders } from './order-row.ts'
import type { Applied, KindWork, RawRow, Setup, Verdict, WorkRow } from './kind-work.ts'
import { problemsOfRefusal } from './refused-row.ts'
import { addTaken, readTaken } from './taken.ts'
import { announceOrigin } from './row-reader.ts'
import { workedOn, workedOnSince } from './worked-on.ts'

/** Orders of one step: they are planned and placed in one transaction, which others wait for. */
export const STEP_ORDERS = 200
const DUPLICATE = 'order.duplicate_ref'

/** Rows with one customer and one reference make one order. They are judged and placed by the rules of orders. */
export const orderWork: KindWork = {
  isGrouped: true,
  stepGroups: STEP_ORDERS,
  passes: () => 1,
  keyOf: orderKey,

  async check(ctx, setup, { rows, carry }) {
    const { orders, problems } = await readDrafts(ctx, setup, rows)
    const preview = carry.preview ?? noPreview(ctx)
    const tried = await dryRunOrders(
      ctx,
      orders.map((draft) => draft.order),
      (productIds) => readTaken(ctx, setup.batchId, productIds),
    )
    await addTaken(ctx, setup.batchId, tried.taken)
    for (const row of tried.rows) {
      if (row.ok) addTo(preview, row)
      else note(problems, problemsOf(orders[row.index], row.problem, setup))
    }
    carry.preview = preview
    return rows.map(({ rowNo }): Verdict => {
      const found = problems.get(rowNo)
      return found ? { rowNo, ...turned(setup, found) } : { rowNo, outcome: 'new', problems: [] }
    })
  },

  async apply(ctx, setup, { rows }) {
    const { orders, problems } = await readDrafts(ctx, setup, rows)
    const ids = new Map<number, string>()
    for (const row of await placeOrders(
      ctx,
      orders.map((draft) => draft.order),
    )) {
      const draft = orders[row.index]
      if (!row.ok) note(problems, problemsOf(draft, row.problem, setup))
      else if (draft) {
        for (const rowNo of draft.rowNos) ids.set(rowNo, row.order.id)
        const { originalAuthor, originalAt } = draft.values[0] ?? {}
        const origin = { author: originalAuthor ?? null, createdAt: originalAt ?? null }
        announceOrigin(ctx, setup, { type: 'order', id: row.order.id, origin })
      }
    }
    return rows.map(({ rowNo }): Applied => {
      const id = ids.get(rowNo)
      if (id) return { rowNo, outcome: 'imported', problems: [], resultId: id }
      return { rowNo, ...turned(setup, problems.get(rowNo) ?? []) }
    })
  },

  undo: undoOrders,

  announceUndone: (ctx, { batchId }, orders) => announceErased(ctx, { orders, batchId }),
}

/** Orders nobody has begun to work on are gone; the others stay, with the reason. */
async function undoOrders(
  ctx: Ctx,
  setup: Setup,
  { rows }: { rows: readonly WorkRow[] },
): Promise<Map<number, RowProblem>> {
  const orders = await lockOrders(ctx, [...new Set(rows.flatMap((row) => row.resultId ?? []))])
  const ids = orders.map(({ id }) => id)
  const touched = await workedOn(ctx, setup, { ids, isByVersion: false })
  const kept = new Map<string, RowProblem>()
  for (const { id, number, shipped, state } of orders) {
    if (shipped || state === 'shipping' || state === 'delivered') kept.set(id, shipping(number))
    else if (touched.has(id)) kept.set(id, worked(number))
  }
  const free = () => orders.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
  const started = await erasePlannedShipments(ctx, free())
  for (const { orderId } of started)
    kept.set(orderId, shipping(orders.find(({ id }) => id === orderId)?.number ?? ''))
  // Nothing was erased while some had been started on: again, without those.
  if (started.length > 0) await erasePlannedShipments(ctx, free())
  await eraseOrders(ctx, free())
  return new Map(
    rows.flatMap(({ rowNo, resultId }) => {
      const problem = resultId && kept.get(resultId)
      return problem ? [[rowNo, problem] as const] : []
    }),
  )
}

const shipping = (number: string): RowProblem => ({
  column: '',
  field: '',
  code: 'undo.order_shipping',
  message: {
    zh: `订单 ${number} 已开始拣货或发货，不能撤销`,
    en: `Order ${number} is being picked or was shipped, so it stays`,
  },
})

const worked = (number: string): RowProblem => ({
  ...workedOnSince,
  message: {
    zh: `订单 ${number} 导入之后有人处理过，未撤销；不需要的话请取消该订单`,
    en: `Somebody worked on order ${number} after the import, so it stays. Cancel it if it is not wanted`,
  },
})

function turned(
  { duplicates }: Setup,
  problems: RowProblem[],
): Pick<Verdict & Applied, 'outcome' | 'problems'> {
  const isDuplicate = duplicates === 'skip' && problems[0]?.code === DUPLICATE
  return { outcome: isDuplicate ? 'duplicate' : 'rejected', problems }
}

const noPreview = (ctx: Ctx): Preview => ({
  orders: 0,
  held: 0,
  shortOrders: 0,
  shortUnits: 0,
  at: ctx.now.toISOString(),
})

function addTo(preview: Preview, { held, shortUnits }: { held: boolean; shortUnits: number }): void {
  preview.orders += 1
  if (held) preview.held += 1
  if (shortUnits > 0) preview.shortOrders += 1
  preview.shortUnits += shortUnits
}

async function readDrafts(ctx: Ctx, setup: Setup, rows: readonly WorkRow[]) {
  const { mapping, constants, columns, zone, currency, batchId } = setup
  return readOrders(rows, {
    columns,
    mapping,
    customerNumber: constants['customerNumber'] ?? null,
    numberOfName: await buyerNumbers(ctx, namesIn(setup, rows)),
    zone,
    currency,
    batchId,
  })
}

function namesIn({ mapping, columns }: Setup, rows: readonly RawRow[]): string[] {
  const index = mapping['customerName'] === undefined ? -1 : columns.indexOf(mapping['customerName'])
  if (index === -1) return []
  return [...new Set(rows.map((row) => row.cells[index]?.trim() ?? '').filter((name) => name !== ''))]
}

function problemsOf(
  draft: OrderDraft | undefined,
  problem: Parameters<typeof problemsOfRefusal>[1],
  { mapping }: Setup,
): Problems {
  if (!draft) throw new Error('an answer belongs to an order')
  return problem.fields.length > 0
    ? problemsOfOrder(draft, problem.fields, { mapping })
    : problemsOfRefusal(draft, problem, { mapping })
}

function note(problems: Problems, found: Problems): void {
  for (const [rowNo, own] of found) problems.set(rowNo, own)
}
