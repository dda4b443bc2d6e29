import { setImmediate as pause } from 'node:timers/promises'
import type { Ctx } from '#platform/ctx.ts'
import { stockKey } from './allocation-problem.ts'
import { type Draft, draftOrders } from './drafting.ts'
import { type Intake, readIntake } from './intake.ts'
import type { NewOrder } from './order-types.ts'
import type { RowProblem } from './orders.ts'

/** Orders planned before others get the processor. */
const SLICE = 200
export const DRY_RUN_MAX = 20_000

export type DryRow =
  | { index: number; ok: true; held: boolean; shortLines: number; shortUnits: number }
  | { index: number; ok: false; problem: RowProblem }

/** Units by stockKey. */
export type Taken = Map<string, number>
/** What orders tried before would take of these products. */
export type Earlier = (productIds: string[]) => Promise<Taken>

/**
 * What placeOrders would answer now, order by order and each taking its stock from what the ones before left, with nothing locked,
 * written or announced; and what these would take. Stock may have gone when the orders are placed.
 */
export async function dryRunOrders(
  ctx: Ctx,
  orders: readonly NewOrder[],
  earlier: Earlier,
): Promise<{ rows: DryRow[]; taken: Taken }> {
  const taken: Taken = new Map()
  if (orders.length > DRY_RUN_MAX) throw new RangeError(`at most ${DRY_RUN_MAX} orders are tried at once`)
  if (orders.length === 0) return { rows: [], taken }
  const intake = await readIntake(ctx, orders)
  for (const [key, units] of await earlier(productsOf(orders, intake))) {
    const left = intake.available.get(key)
    if (left !== undefined) intake.available.set(key, Math.max(0, left - units))
  }
  const rows: DryRow[] = []
  for (let from = 0; from < orders.length; from += SLICE) {
    const { drafts, turned } = draftOrders(ctx, intake, orders.slice(from, from + SLICE), from)
    for (const { index, state, lines } of drafts) {
      for (const line of lines) note(taken, line)
      const short = lines.map((line) => line.plan?.short ?? 0).filter((units) => units > 0)
      rows.push({
        index,
        ok: true,
        held: state === 'held',
        shortLines: short.length,
        shortUnits: short.reduce((sum, units) => sum + units, 0),
      })
    }
    for (const { index, problems, refusal } of turned) {
      rows.push({
        index,
        ok: false,
        problem: refusal
          ? { ...refusal, fields: [] }
          : { code: 'request.invalid', details: {}, fields: problems },
      })
    }
    await pause()
  }
  return { rows: rows.toSorted((a, b) => a.index - b.index), taken }
}

const productsOf = (orders: readonly NewOrder[], { known }: Intake): string[] => [
  ...new Set(orders.flatMap(({ lines }) => lines.flatMap((line) => known.product(line)?.id ?? []))),
]

function note(taken: Taken, { product, plan }: Draft['lines'][number]): void {
  for (const { warehouseId, quantity } of plan?.sources ?? []) {
    const key = stockKey(warehouseId, product.id)
    taken.set(key, (taken.get(key) ?? 0) + quantity)
  }
}
