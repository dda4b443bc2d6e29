import type { StockItem } from '#modules/inventory/stock.ts'
import { stockKey } from './allocation-problem.ts'

export type StockUnits = StockItem & { quantity: number }

/** What an order gives back and takes when its goods come from elsewhere. */
export type Exchange = { orderId: string; gives: readonly StockUnits[]; takes: readonly StockUnits[] }

/**
 * The orders whose exchanges fit into what is free, all at once. Where more is taken than there is, the last of those that take
 * it stays as it is; whoever counted on its goods may then have to stay, too. `free`: units by stockKey.
 */
export function fittingOrders(
  exchanges: readonly Exchange[],
  free: ReadonlyMap<string, number>,
): Set<string> {
  const left = new Map(free)
  const fitting = new Map(exchanges.map((exchange) => [exchange.orderId, exchange]))
  for (const exchange of exchanges) count(left, exchange, 1)
  const lacking = [...left].filter(([, units]) => units < 0).map(([key]) => key)
  for (const key of lacking) {
    for (const exchange of [...fitting.values()].toReversed()) {
      if ((left.get(key) ?? 0) >= 0) break
      if (netOf(exchange, key) <= 0) continue
      fitting.delete(exchange.orderId)
      count(left, exchange, -1)
      // What it does not give back now may be missing elsewhere.
      lacking.push(...exchange.gives.map(keyOf).filter((other) => (left.get(other) ?? 0) < 0))
    }
  }
  return new Set(fitting.keys())
}

const keyOf = ({ warehouseId, productId }: StockItem): string => stockKey(warehouseId, productId)

function count(left: Map<string, number>, { gives, takes }: Exchange, sign: 1 | -1): void {
  for (const item of gives) left.set(keyOf(item), (left.get(keyOf(item)) ?? 0) + sign * item.quantity)
  for (const item of takes) left.set(keyOf(item), (left.get(keyOf(item)) ?? 0) - sign * item.quantity)
}

function netOf({ gives, takes }: Exchange, key: string): number {
  const sum = (items: readonly StockUnits[]) =>
    items.reduce((units, item) => units + (keyOf(item) === key ? item.quantity : 0), 0)
  return sum(takes) - sum(gives)
}
