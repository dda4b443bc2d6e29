import type { StoredEvent, Subscriber } from '#platform/events.ts'
import { planShipments } from './planning.ts'
import { doubtPlaces } from './truth.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'shipment.waybill_set': { carrierId: string | null; waybill: string }
    'shipment.planned': { number: string; lines: number; quantity: number; warehouseId: string }
    'shipment.changed': { lines: number; quantity: number }
    'shipment.picked': { quantity: number; left: number }
    'shipment.packed': { parcels: number; quantity: number; short: number }
    'shipment.unpacked': Record<string, never>
    'shipment.handed_over': {
      number: string
      carrierId: string | null
      waybill: string | null
      quantity: number
      short: number
      handedOverAt: string
    }
    'shipment.cancelled': { reason: string }
    /** Only news worth telling: not every scan of a hub. */
    'shipment.status_changed': { from: string; to: string; at: string; liable: string | null }
    'shipment.delivered': { number: string; deliveredAt: string; orderId: string }
    'shipment.delivery_revoked': { number: string; orderId: string }
    'shipment.rerouted': { initiator: string }
    'shipments.imported': { shipments: number; lines: number; events: number }
    'delivery.recorded': { deliveredAt: string; quantity: number; damaged: number }
    'proof.added': { kind: string }
    'proof.opened': { kind: string }
    'exception.opened': { kind: string; reason: string | null; liable: string | null; exceptionId: string }
    'exception.assigned': { kind: string; ownerId: string | null }
    'exception.resolved': { kind: string; resolution: string; auto: boolean }
    'receipt.sent': { sentAt: string }
    'receipt.received': { receivedAt: string }
    'tracking_link.created': { expiresAt: string }
    'tracking_link.revoked': Record<string, never>
  }
}

/** What is set aside for an order decides what leaves from where. */
export const shipmentSubscribers: Subscriber[] = [
  {
    name: 'shipments.plan',
    isPlannedOnce: true,
    types: [
      'order.placed',
      'order.allocated',
      'order.held',
      'order.released',
      'order.amended',
      'order.cancelled',
      'shortage.decided',
      'shortage.closed',
    ],
    handle: (ctx, events) => planShipments(ctx, [...new Set(events.map(orderOf))]),
  },
  {
    name: 'shipments.truth',
    types: ['shipment.status_changed', 'shipment.delivered'],
    handle: async (ctx, events) => {
      await doubtPlaces(ctx, [...new Set(events.map((event) => event.subject_id))])
    },
  },
]

const orderOf = (event: StoredEvent): string =>
  event.subject_type === 'order' ? event.subject_id : (event.parent_id ?? event.subject_id)
