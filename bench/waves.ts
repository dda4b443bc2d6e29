import { allocateOrder } from '#modules/orders/allocation.ts'
import { stockKey } from '#modules/orders/allocation-problem.ts'
import { DEFAULT_POLICY } from '#modules/orders/plan.ts'
import { allocateTogether } from '#modules/waves/joint.ts'
import { seeded } from '#modules/waves/joint-random.ts'
import { loadChoose } from '#modules/waves/mip.ts'
import type { JointOrder, JointRequest } from '#modules/waves/joint-problem.ts'
import type { Figure } from './figures.ts'

const WAREHOUSES = 10
const REGIONS = 30
/** How many lines orders have: half of them one, few of them four. */
const ORDER_LINES = [1, 1, 1, 1, 1, 2, 2, 2, 3, 4]
const QUANTITY_MAX = 6
const STOCK_LEAST = 60
/** From here on goods miss the promise. */
const FAR = 90
const SEED = 20_261_127

/** A wave: how far its plan can be from the cheapest, beside what orders planned one after the other cost; and how long it took. */
export async function measureWave(lines: 1_000 | 10_000, limitMs: number): Promise<Figure[]> {
  const name = `wave_${lines}`
  const request = requestOf(lines)
  const inTurn = planInTurn(request)
  const choose = await loadChoose()
  const { costMinor, boundMinor, seconds, orders } = allocateTogether(request, { limitMs, choose })
  const short = orders.reduce((sum, { before, after }) => sum + unitsShort((after ?? before).short), 0)
  const gap = costMinor / boundMinor - 1
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`
  return [
    {
      id: `${name}_gap`,
      value: gap * 100,
      unit: '%',
      note: `above a proved bound, ${short} units short; one after the other: ${percent(inTurn.costMinor / boundMinor - 1)}, ${inTurn.short} short`,
    },
    { id: `${name}_s`, value: seconds, unit: 's', note: `limit of ${limitMs / 1_000} s` },
  ]
}

function unitsShort(short: readonly { quantity: number }[]): number {
  return short.reduce((sum, { quantity }) => sum + quantity, 0)
}

/** As a batch is planned today: each order takes its best from what the ones before left. */
function planInTurn({ orders, stock }: JointRequest): { costMinor: number; short: number } {
  const available = new Map(stock)
  let [costMinor, short] = [0, 0]
  for (const { lines, warehouses, policy } of orders) {
    const plan = allocateOrder({ lines, warehouses, available, policy })
    costMinor += plan.totalCostMinor
    short += unitsShort(plan.short)
    for (const shipment of plan.shipments) {
      for (const { productId, quantity } of shipment.lines) {
        const key = stockKey(shipment.warehouseId, productId)
        available.set(key, (available.get(key) ?? 0) - quantity)
      }
    }
  }
  return { costMinor, short }
}

/**
 * Warehouses and regions on a map: what is far costs more and takes longer. Half of the orders have one line, the largest four; four fifths of the lines
 * are of one fifth of the products. A product lies in four to eight warehouses; of some there is less than is wanted, of none more
 * than twice as much.
 */
export function requestOf(lineCount: number): JointRequest {
  const random = seeded(SEED)
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const place = () => ({ x: random() * 100, y: random() * 100 })
  const warehouses = Array.from({ length: WAREHOUSES }, place)
  const regions = Array.from({ length: REGIONS }, place).map((region) =>
    warehouses.map(({ x, y }, w) => {
      const distance = Math.hypot(x - region.x, y - region.y)
      return {
        id: `w${w}`,
        fixedCostMinor: Math.round(600 + 12 * distance),
        unitCostMinor: Math.round(20 + distance),
        transitHours: Math.round(12 + 0.8 * distance),
        meetsPromise: distance < FAR,
      }
    }),
  )
  const products = Math.max(10, lineCount / 10)
  const hot = Math.ceil(products / 5)
  const wanted = new Map<string, number>()
  const orders: JointOrder[] = []
  for (let made = 0; made < lineCount;) {
    const names = new Set<string>()
    const count = Math.min(lineCount - made, ORDER_LINES[between(0, ORDER_LINES.length - 1)] ?? 1)
    while (names.size < count)
      names.add(`p${random() < 0.8 ? between(0, hot - 1) : between(hot, products - 1)}`)
    const lines = [...names].map((productId, i) => {
      const quantity = between(1, QUANTITY_MAX)
      wanted.set(productId, (wanted.get(productId) ?? 0) + quantity)
      return { lineNo: i + 1, productId, quantity, held: [], isKept: false, barred: [], place: orders.length }
    })
    made += count
    orders.push({
      id: `o${orders.length}`,
      lines,
      warehouses: regions[between(0, REGIONS - 1)] ?? [],
      policy: DEFAULT_POLICY,
    })
  }
  return { orders, stock: stockOf(wanted, random) }
}

function stockOf(wanted: ReadonlyMap<string, number>, random: () => number): Map<string, number> {
  const stock = new Map<string, number>()
  for (const [productId, units] of wanted) {
    const isScarce = random() < 0.1
    const total = isScarce ? 0.9 * units : Math.max(STOCK_LEAST, units * (1.1 + 1.4 * random()))
    const shares = Array.from({ length: WAREHOUSES }, (_, w) =>
      w < 2 || random() < 0.5 ? 0.3 + random() : 0,
    )
    const all = shares.reduce((sum, share) => sum + share, 0)
    shares.forEach((share, w) => stock.set(stockKey(`w${w}`, productId), Math.round((total * share) / all)))
  }
  return stock
}
