import type { EventName, StoredEvent, Subscriber } from '#platform/events.ts'
import { fillBackorders, listGivenBack } from './arrivals.ts'
import { refreshSums } from './sums.ts'

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
    /** Subject is the error, parent the order. */
    'order_error.logged': { error: string; liable: string | null; costMinor: number | null }
    'order_error.changed': { fields: string[] }
    'order_error.withdrawn': { reason: string }
    'orders.imported': { orders: number; lines: number }
    'orders.undone': { orders: number; batchId: string }
    /** Subject is the shortage, parent the order. */
    'shortage.decided': { decision: string; quantity: number; orderLineId: string }
    'shortage.replenished': { number: string; quantity: number; wantedOn: string }
    'shortage.closed': { orderLineId: string; quantity: number }
  }
}

/** Dates given anew at the promise board come to their orders; goods that came in, or were given back, go to those that wait for them. */
export const orderSubscribers: Subscriber[] = [
  {
    name: 'orders.delivery_dates',
    types: ['promise.repromised'],
    handle: (ctx, events) =>
      refreshSums(ctx, [
        ...new Set(
          events.flatMap((event) => (is(event, 'promise.repromised') ? (event.data.orderId ?? []) : [])),
        ),
      ]),
  },
  {
    name: 'orders.backorders',
    types: ['goods.received', 'stock.adjusted', 'order.cancelled', 'order.amended'],
    handle: async (ctx, events) => {
      const orderIds = events.flatMap((event) => (event.subject_type === 'order' ? [event.subject_id] : []))
      const productIds = [
        ...new Set([...events.flatMap(productsOf), ...(await listGivenBack(ctx, orderIds))]),
      ]
      if (productIds.length > 0) await fillBackorders(ctx, productIds)
    },
  },
]

function productsOf(event: StoredEvent): string[] {
  if (is(event, 'goods.received')) return event.data.productIds
  if (is(event, 'stock.adjusted')) return event.data.raised > 0 ? event.data.productIds : []
  return []
}

const is = <N extends EventName>(event: StoredEvent, type: N): event is StoredEvent<N> => event.type === type
