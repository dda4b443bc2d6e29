import { type AllocationRequest, allocateOrder } from '#modules/orders/allocation.ts'
import { stockKey } from '#modules/orders/allocation-problem.ts'
import { DEFAULT_POLICY } from '#modules/orders/plan.ts'
import { type Figure } from './figures.ts'

const WAREHOUSES = 50
const LINES = 3
const CALLS = 3_000
const WARM_UP = 500

/** Process CPU of one allocation of three lines over fifty warehouses, explanation included; ample and scarce stock mixed. */
export function measureAllocation(): Figure[] {
  const random = seeded(20_261_122)
  const requests = Array.from({ length: CALLS }, (_, i) =>
    requestOf(random, i % 3 === 0 ? 0.3 : i % 3 === 1 ? 1 : 4),
  )
  for (const request of requests.slice(0, WARM_UP)) allocateOrder(request)
  const before = process.cpuUsage()
  let slowest = 0
  let exact = 0
  for (const request of requests) {
    const began = performance.now()
    if (allocateOrder(request).exact) exact += 1
    slowest = Math.max(slowest, performance.now() - began)
  }
  const { user, system } = process.cpuUsage(before)
  return [
    {
      id: 'allocation_cpu_ms',
      value: (user + system) / 1_000 / CALLS,
      unit: 'ms',
      note: `mean of ${CALLS}; slowest ${slowest.toFixed(1)} ms of wall clock; ${((exact / CALLS) * 100).toFixed(0)} % proved cheapest`,
    },
  ]
}

/** `plenty`: mean stock at a warehouse as a multiple of what a line wants. */
function requestOf(random: () => number, plenty: number): AllocationRequest {
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const lines = Array.from({ length: LINES }, (_, i) => ({
    lineNo: i + 1,
    productId: `p${i}`,
    quantity: between(1, 20),
  }))
  const warehouses = Array.from({ length: WAREHOUSES }, (_, w) => ({
    id: `w${w}`,
    fixedCostMinor: between(500, 3_000),
    unitCostMinor: between(5, 60),
    transitHours: between(12, 120),
    meetsPromise: random() < 0.7,
  }))
  const available = new Map(
    warehouses.flatMap(({ id }) =>
      lines.map(
        (line) => [stockKey(id, line.productId), Math.floor(random() * 2 * plenty * line.quantity)] as const,
      ),
    ),
  )
  return { lines, warehouses, available, policy: DEFAULT_POLICY }
}

/** The same problems in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
