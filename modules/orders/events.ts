import type { Subscriber } from '#platform/events.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'order.placed': { number: string; lines: number; shortLines: number; channel: string }
    'order.held': { kinds: string[]; reason: string | null }
    'order.released': { kind: string; reason: string }
    'order.acknowledged': { number: string; auto: boolean }
    'order.allocated': { warehouses: string[]; costMinor: number; shortLines: number }
    'order.short': { lines: number; quantity: number }
    'order.amended': { fields: string[]; reason: string }
    'order.cancelled': { by: string; reason: string }
    'order.shipping': { number: string }
    'order.delivered': { number: string }
    'order.delivery_revoked': { number: string }
    'order.revealed': { reason: string }
    'orders.imported': { orders: number; lines: number }
    'shortage.decided': { decision: string; quantity: number; orderLineId: string }
    'shortage.closed': { orderLineId: string; quantity: number }
  }
}

export const orderSubscribers: Subscriber[] = []
