import type { StockItem } from '#modules/inventory/stock.ts'
import { stockKey } from './allocation-problem.ts'

export type StockUnits = StockItem & { quantity: number }

/** What an order gives back and takes when its goods come from elsewhere. */
export type Exchange = { orderId: string; gives: readonly StockUnits[]; takes: readonly StockUnits[] }

export type Fit = {
  fitting: Set<string>
  /** Orders that would have less of a product than they hold, for nobody: what they would give is not needed. */
  unneeded: Set<string>
}

/**
 * The orders whose exchanges fit into what is free, all at once. Where more is taken than there is, the last of those that take
 * it stays as it is; whoever counted on its goods may then have to stay, too. Nobody gives up goods that no one takes.
 * `free`: units by stockKey.
 */
export function fittingOrders(exchanges: readonly Exchange[], free: ReadonlyMap<string, number>): Fit {
  const left = new Map(free)
  const fitting = new Map(exchanges.map((exchange) => [exchange.orderId, exchange]))
  for (const exchange of exchanges) count(left, exchange, 1)
  const lacking = [...left].filter(([, units]) => units < 0).map(([key]) => key)
  for (const key of lacking) {
    for (const exchange of [...fitting.values()].toReversed()) {
      if ((left.get(key) ?? 0) >= 0) break
      if ((netsOf(exchange).get(key) ?? 0) >= 0) continue
      fitting.delete(exchange.orderId)
      count(left, exchange, -1)
      // What it does not give back now may be missing elsewhere.
      lacking.push(...exchange.gives.map(keyOf).filter((other) => (left.get(other) ?? 0) < 0))
    }
  }
  const unneeded = new Set<string>()
  for (const [orderId, exchange] of fitting) {
    if (lostProducts(exchange).size === 0 || !isSpared(left, exchange)) continue
    fitting.delete(orderId)
    unneeded.add(orderId)
    count(left, exchange, -1)
  }
  return { fitting: new Set(fitting.keys()), unneeded }
}

/** Products of which an order has less afterwards. */
export function lostProducts({ gives, takes }: Exchange): Set<string> {
  const units = new Map<string, number>()
  for (const { productId, quantity } of gives) units.set(productId, (units.get(productId) ?? 0) - quantity)
  for (const { productId, quantity } of takes) units.set(productId, (units.get(productId) ?? 0) + quantity)
  return new Set([...units].filter(([, n]) => n < 0).map(([productId]) => productId))
}

/** What becomes free by an exchange, by stockKey; below zero: what it needs. */
export function netsOf({ gives, takes }: Exchange): Map<string, number> {
  const nets = new Map<string, number>()
  for (const item of gives) nets.set(keyOf(item), (nets.get(keyOf(item)) ?? 0) + item.quantity)
  for (const item of takes) nets.set(keyOf(item), (nets.get(keyOf(item)) ?? 0) - item.quantity)
  return nets
}

/**
 * What is in passage after these exchanges, of the goods that were (`held`) or that they concern: what others still want of it, and
 * no more than was in passage or given back; what lay free before stays everybody's.
 */
export function inPassage(
  held: readonly StockUnits[],
  exchanges: readonly Exchange[],
  wanted: ReadonlyMap<string, number>,
): StockUnits[] {
  const items = new Map<string, StockUnits>()
  const change = (item: StockUnits, units: number) =>
    items.set(keyOf(item), { ...item, quantity: (items.get(keyOf(item))?.quantity ?? 0) + units })
  for (const item of held) change(item, item.quantity)
  for (const { gives, takes } of exchanges) {
    for (const item of gives) change(item, item.quantity)
    for (const item of takes) change(item, -item.quantity)
  }
  return [...items].flatMap(([key, { warehouseId, productId, quantity }]) => {
    const kept = Math.min(quantity, wanted.get(key) ?? 0)
    return kept > 0 ? [{ warehouseId, productId, quantity: kept }] : []
  })
}

/** Nobody would lack anything if it stayed as it is. */
const isSpared = (left: ReadonlyMap<string, number>, exchange: Exchange): boolean =>
  [...netsOf(exchange)].every(([key, units]) => (left.get(key) ?? 0) >= units)

const keyOf = ({ warehouseId, productId }: StockItem): string => stockKey(warehouseId, productId)

function count(left: Map<string, number>, exchange: Exchange, sign: 1 | -1): void {
  for (const [key, units] of netsOf(exchange)) left.set(key, (left.get(key) ?? 0) + sign * units)
}
