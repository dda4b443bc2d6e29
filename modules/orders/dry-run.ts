import { setImmediate as pause } from 'node:timers/promises'
import type { Ctx } from '#platform/ctx.ts'
import { stockKey } from './allocation-problem.ts'
import { type Draft, draftOrders } from './drafting.ts'
import { readIntake } from './intake.ts'
import type { NewOrder } from './order-types.ts'
import type { RowProblem } from './orders.ts'

/** Orders planned before others get the processor. */
const SLICE = 200
export const DRY_RUN_MAX = 20_000

export type DryRow =
  | { index: number; ok: true; held: boolean; shortLines: number; shortUnits: number }
  | { index: number; ok: false; problem: RowProblem }

/** Units that orders tried before would take, by warehouse and product; a trial adds its own. */
export type Taken = Map<string, number>

/**
 * What placeOrders would answer now, order by order and each taking its stock from what the ones before left, with nothing locked,
 * written or announced. Stock may have gone when the orders are placed.
 */
export async function dryRunOrders(
  ctx: Ctx,
  orders: readonly NewOrder[],
  taken: Taken = new Map(),
): Promise<DryRow[]> {
  if (orders.length > DRY_RUN_MAX) throw new RangeError(`at most ${DRY_RUN_MAX} orders are tried at once`)
  if (orders.length === 0) return []
  const intake = await readIntake(ctx, orders)
  for (const [key, units] of taken) {
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
  return rows.toSorted((a, b) => a.index - b.index)
}

function note(taken: Taken, { product, plan }: Draft['lines'][number]): void {
  for (const { warehouseId, quantity } of plan?.sources ?? []) {
    const key = stockKey(warehouseId, product.id)
    taken.set(key, (taken.get(key) ?? 0) + quantity)
  }
}
