import type { OrderState } from './order-types.ts'
import type { OrderRefusal } from './refusals.ts'

/** What can happen to an order after it was taken. */
export const orderEvents = [
  'hold',
  'release',
  'amend',
  'cancel',
  'decide_shortage',
  'reallocate',
  'ship',
  'deliver',
  'revoke_delivery',
] as const
export type OrderEvent = (typeof orderEvents)[number]

export const orderStates = [
  'held',
  'short',
  'confirmed',
  'shipping',
  'delivered',
  'cancelled',
] as const satisfies readonly OrderState[]

type Cell = readonly OrderState[] | OrderRefusal

/**
 * State × event → the states it may lead to (its quantities decide which), or why not.
 * Source: requirements ORD-03..07, ORD-16..20; domain §2.
 */
export const orderTable: Readonly<Record<OrderState, Readonly<Record<OrderEvent, Cell>>>> = {
  held: {
    hold: ['held'],
    release: ['held', 'short', 'confirmed'],
    amend: ['held'],
    cancel: ['cancelled'],
    decide_shortage: 'order.is_held',
    reallocate: 'order.is_held',
    ship: 'order.is_held',
    deliver: 'order.is_held',
    revoke_delivery: 'order.not_delivered',
  },
  short: {
    hold: ['held'],
    release: 'order.not_held',
    amend: ['short', 'confirmed'],
    cancel: ['cancelled'],
    decide_shortage: ['short', 'confirmed', 'cancelled'],
    reallocate: ['short', 'confirmed'],
    ship: ['shipping'],
    deliver: 'order.not_shipped',
    revoke_delivery: 'order.not_delivered',
  },
  confirmed: {
    hold: ['held'],
    release: 'order.not_held',
    amend: ['short', 'confirmed'],
    cancel: ['cancelled'],
    decide_shortage: 'order.not_short',
    reallocate: ['short', 'confirmed'],
    ship: ['shipping'],
    deliver: 'order.not_shipped',
    revoke_delivery: 'order.not_delivered',
  },
  shipping: {
    hold: 'order.in_handover',
    release: 'order.not_held',
    amend: 'order.in_handover',
    cancel: 'order.in_handover',
    decide_shortage: ['shipping', 'delivered'],
    reallocate: ['shipping'],
    ship: ['shipping'],
    deliver: ['shipping', 'delivered'],
    revoke_delivery: ['shipping'],
  },
  delivered: {
    hold: 'order.closed',
    release: 'order.not_held',
    amend: 'order.closed',
    cancel: 'order.closed',
    decide_shortage: 'order.closed',
    reallocate: 'order.closed',
    ship: 'order.closed',
    deliver: 'order.closed',
    revoke_delivery: ['shipping'],
  },
  cancelled: {
    hold: 'order.closed',
    release: 'order.not_held',
    amend: 'order.closed',
    cancel: 'order.closed',
    decide_shortage: 'order.closed',
    reallocate: 'order.closed',
    ship: 'order.closed',
    deliver: 'order.closed',
    revoke_delivery: 'order.not_delivered',
  },
}

/** Why this cannot happen to an order in this state, or null. */
export function whyNot(event: OrderEvent, state: OrderState): OrderRefusal | null {
  const cell = orderTable[state][event]
  return typeof cell === 'string' ? cell : null
}

export type LineQuantities = {
  quantity: number
  cancelled: number
  shipped: number
  delivered: number
  reserved: number
}
export type OrderFacts = { held: boolean; picking: boolean; lines: readonly LineQuantities[] }

/** Units of a line that are neither reserved, shipped nor cancelled. */
export const openUnits = (line: LineQuantities): number =>
  Math.max(0, line.quantity - line.cancelled - line.shipped - line.reserved)

/** The state its holds and quantities give an order. Every change asks this; nothing else decides a state. */
export function stateOf({ held, picking, lines }: OrderFacts): OrderState {
  const wanted = lines.filter((line) => line.cancelled < line.quantity)
  if (wanted.length === 0) return 'cancelled'
  if (held) return 'held'
  if (wanted.every((line) => line.delivered >= line.quantity - line.cancelled)) return 'delivered'
  if (picking || wanted.some((line) => line.shipped > 0)) return 'shipping'
  return wanted.some((line) => openUnits(line) > 0) ? 'short' : 'confirmed'
}
