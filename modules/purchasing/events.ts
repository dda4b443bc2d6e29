import type { Subscriber } from '#platform/events.ts'
import { followMails } from './sending.ts'

// Subject: { type: 'purchase_order', id }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'purchase.drafted': { number: string; lines: number; quantity: number }
    'purchase.changed': { fields: string[] }
    'purchase.priced': { number: string }
    /** Its mail waits in the outbox. */
    'purchase.queued': { number: string }
    'purchase.sent': { number: string }
    'purchase.failed': { number: string }
    'purchase.told': { number: string; channel: string }
    'purchase.confirmed': { number: string; expectedOn: string }
    /** The supplier gives other days than before. */
    'purchase.rescheduled': { number: string; expectedOn: string; reason: string }
    /** The day has passed, and goods are missing. Said once for each day. */
    'purchase.overdue': { number: string; expectedOn: string; missing: number }
    /** Subject: an order of a customer that waits for the goods; number: the purchase order. */
    'supply.rescheduled': { number: string; expectedOn: string; reason: string }
    'supply.overdue': { number: string; expectedOn: string }
    /** Goods came by the receipt of this number: beyond is what was not ordered, missing what is still to come. */
    'purchase.goods_came': { number: string; accepted: number; beyond: number; missing: number }
    'purchase.completed': { number: string }
    'purchase.closed': { number: string; reason: string; missing: number }
    'purchase.cancelled': { number: string; reason: string }
  }
}

const ends = { 'mail.sent': 'sent', 'mail.failed': 'failed', 'mail.discarded': 'draft' } as const

export const purchasingSubscribers: Subscriber[] = [
  {
    name: 'purchasing.mails',
    types: ['mail.sent', 'mail.failed', 'mail.discarded'],
    handle: (ctx, events) =>
      followMails(
        ctx,
        events.map(({ type, subject_id: id }) => ({ id, state: ends[type as keyof typeof ends] })),
      ),
  },
]
