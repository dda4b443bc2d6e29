import type { AllocationLine, AllocationRequest, AllocationWarehouse } from '#modules/orders/allocation.ts'

/** A warehouse that may ship something of this order; candidates ascend by fixed cost, time and id. */
export type Candidate = { id: string; late: boolean; fixed: number }

export type ProductDemand = {
  productId: string
  demand: number
  /** Lines of this product, largest first. */
  lines: readonly number[]
  /** lateCaps[k]: the most units that can be late while only k lines are. */
  lateCaps: readonly number[]
}

/** One order laid out densely: [candidate × products + product] in `stock`, `unitCost`, `rank` and `boundCost`. */
export type Problem = {
  lines: readonly AllocationLine[]
  warehouses: readonly AllocationWarehouse[]
  available: ReadonlyMap<string, number>
  productIndex: ReadonlyMap<string, number>
  products: readonly ProductDemand[]
  candidates: readonly Candidate[]
  /** Candidates no other candidate beats in every respect: the only ones the search looks at. */
  useful: readonly number[]
  stock: Float64Array
  unitCost: Float64Array
  /** Place of the candidate among all, by this product's unit cost; at one cost those on time first. */
  rank: Int32Array
  /** Unit cost with the least share of the late penalty a unit can carry: never above the true cost. */
  boundCost: Float64Array
  /** By candidate; `late` is 1 where the promise would be missed. */
  fixed: Float64Array
  late: Uint8Array
  splitCost: number
  lateCost: number
  lateForbidden: boolean
  shipComplete: boolean
  shortPrice: number | null
  /** Price at which a unit is left short; infinite when filling comes first. */
  giveUpAt: number
  maxShipments: number
}

export function prepareProblem(request: AllocationRequest): Problem {
  const { lines, warehouses, available, policy } = request
  const products = mergeByProduct(lines)
  const lateForbidden = policy.lateCostMinor === null
  const lateCost = policy.lateCostMinor ?? 0
  const serving = warehouses
    .filter((warehouse) => warehouse.transitHours !== null && (warehouse.meetsPromise || !lateForbidden))
    .filter((warehouse) => products.some(({ productId }) => unitsAt(available, warehouse.id, productId) > 0))
    .toSorted(byCostTimeAndId)

  const size = serving.length * products.length
  const stock = new Float64Array(size)
  const unitCost = new Float64Array(size)
  serving.forEach((warehouse, candidate) => {
    products.forEach(({ productId }, p) => {
      const at = candidate * products.length + p
      stock[at] = unitsAt(available, warehouse.id, productId)
      unitCost[at] = warehouse.unitCostByProductMinor?.[productId] ?? warehouse.unitCostMinor
    })
  })
  const candidates = serving.map(({ id, fixedCostMinor, meetsPromise }) => {
    return { id, fixed: fixedCostMinor, late: !meetsPromise }
  })
  return {
    lines,
    warehouses,
    available,
    productIndex: new Map(products.map((product, p) => [product.productId, p])),
    products,
    candidates,
    ...reckoned({ products, candidates, stock, unitCost, lateCost }),
    stock,
    unitCost,
    fixed: Float64Array.from(candidates, (candidate) => candidate.fixed),
    late: Uint8Array.from(candidates, (candidate) => Number(candidate.late)),
    splitCost: policy.splitCostMinor,
    lateCost,
    lateForbidden,
    shipComplete: policy.shipComplete,
    shortPrice: policy.shortCostMinor,
    giveUpAt: policy.shipComplete ? Infinity : (policy.shortCostMinor ?? Infinity),
    maxShipments: policy.maxShipments,
  }
}

/** The same order with other quantities: its lines in the order they had, 0 for those that get nothing. */
export function withQuantities(problem: Problem, quantities: readonly number[]): Problem {
  const lines = problem.lines.map((line, index) => ({ ...line, quantity: quantities[index] ?? 0 }))
  return overStock({ ...problem, lines, products: mergeByProduct(lines) }, problem)
}

/** The same order over other stock at other unit costs, both laid out as the problem has them. */
export function overStock(
  problem: Problem,
  { stock, unitCost }: Pick<Problem, 'stock' | 'unitCost'>,
): Problem {
  return { ...problem, stock, unitCost, ...reckoned({ ...problem, stock, unitCost }) }
}

/** What follows from stock, costs and quantities. */
function reckoned(field: Field & Pick<Problem, 'lateCost'>): Pick<Problem, 'useful' | 'rank' | 'boundCost'> {
  const { products, candidates, unitCost, lateCost } = field
  const boundCost = unitCost.slice()
  candidates.forEach(({ late }, candidate) => {
    if (!late) return
    products.forEach(({ lateCaps }, p) => {
      const at = candidate * products.length + p
      boundCost[at] = (unitCost[at] ?? 0) + lateCost / Math.max(1, lateCaps[1] ?? 1)
    })
  })
  return { useful: usefulCandidates(field), rank: rankByCost(field), boundCost }
}

/** The key of one product's stock at one warehouse in `available`. */
export function stockKey(warehouseId: string, productId: string): string {
  return `${warehouseId}/${productId}`
}

export function splitStockKey(key: string): { warehouseId: string; productId: string } {
  const [warehouseId = '', productId = ''] = key.split('/')
  return { warehouseId, productId }
}

/** Free whole units; an oversold record counts as none. */
export function unitsAt(
  available: ReadonlyMap<string, number>,
  warehouseId: string,
  productId: string,
): number {
  return Math.max(0, Math.floor(available.get(stockKey(warehouseId, productId)) ?? 0))
}

function mergeByProduct(lines: readonly AllocationLine[]): ProductDemand[] {
  const indexes = new Map<string, number[]>()
  lines.forEach((line, index) => {
    const same = indexes.get(line.productId)
    if (same) same.push(index)
    else indexes.set(line.productId, [index])
  })
  const quantityOf = (line: number) => lines[line]?.quantity ?? 0
  return [...indexes].map(([productId, unordered]) => {
    const largestFirst = unordered.toSorted((a, b) => quantityOf(b) - quantityOf(a) || a - b)
    const lateCaps = [0]
    for (const line of largestFirst) lateCaps.push((lateCaps.at(-1) ?? 0) + quantityOf(line))
    return { productId, demand: lateCaps.at(-1) ?? 0, lines: largestFirst, lateCaps }
  })
}

function byCostTimeAndId(a: AllocationWarehouse, b: AllocationWarehouse): number {
  const byFigures = a.fixedCostMinor - b.fixedCostMinor || (a.transitHours ?? 0) - (b.transitHours ?? 0)
  if (byFigures !== 0) return byFigures
  return a.id < b.id ? -1 : 1
}

function rankByCost({ products, candidates, unitCost }: Omit<Field, 'stock'>): Int32Array {
  const rank = new Int32Array(unitCost.length)
  const order = candidates.map((_, index) => index)
  products.forEach((_, p) => {
    const cost = (candidate: number) => unitCost[candidate * products.length + p] ?? 0
    const late = (candidate: number) => Number(candidates[candidate]?.late)
    order.sort((a, b) => cost(a) - cost(b) || late(a) - late(b) || a - b)
    order.forEach((candidate, place) => {
      rank[candidate * products.length + p] = place
    })
  })
  return rank
}

type Field = Pick<Problem, 'products' | 'candidates' | 'stock' | 'unitCost'>

function usefulCandidates(field: Field): number[] {
  const all = field.candidates.map((_, index) => index)
  return all.filter((candidate) => {
    const isBeaten = all.some((other) => {
      if (other === candidate || !beats(field, other, candidate)) return false
      return other < candidate || !beats(field, candidate, other)
    })
    return !isBeaten
  })
}

/** Whether everything `loser` could ship, `winner` ships in full at no more cost and no later. */
function beats({ products, candidates, stock, unitCost }: Field, winner: number, loser: number): boolean {
  const [first, second] = [candidates[winner], candidates[loser]]
  if (!first || !second || first.fixed > second.fixed || (first.late && !second.late)) return false
  const count = products.length
  for (let p = 0; p < count; p++) {
    const [mine, theirs] = [winner * count + p, loser * count + p]
    if ((stock[theirs] ?? 0) === 0) continue
    if ((stock[mine] ?? 0) < (products[p]?.demand ?? 0)) return false
    if ((unitCost[mine] ?? 0) > (unitCost[theirs] ?? 0)) return false
  }
  return true
}
