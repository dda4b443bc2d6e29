import type { Subscriber } from '#platform/events.ts'
import { completeExchanges } from './services.ts'

// Subject: { type: 'service_order', id, parentId: the order }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'service.requested': { number: string; kind: string; channel: string }
    'service.accepted': { number: string; kind: string; dueAt: string; replacement: string | null }
    'service.replanned': { number: string; dueAt: string; reason: string }
    'service.completed': { number: string; kind: string }
    'service.declined': { number: string; reason: string }
    'service.withdrawn': { number: string; reason: string }
  }
}

/** An exchange is done when the goods sent again are there. */
export const servicesSubscribers: Subscriber[] = [
  {
    name: 'services.exchanges',
    types: ['order.delivered'],
    handle: (ctx, events) =>
      completeExchanges(
        ctx,
        events.map((event) => event.subject_id),
      ),
  },
]
