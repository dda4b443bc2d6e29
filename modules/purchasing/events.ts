import type { Subscriber } from '#platform/events.ts'
import { followMails } from './sending.ts'

// Subject: { type: 'purchase_order', id }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'purchase.drafted': { number: string; lines: number; quantity: number }
    'purchase.changed': { fields: string[] }
    /** Its mail waits in the outbox. */
    'purchase.queued': { number: string }
    'purchase.sent': { number: string }
    'purchase.failed': { number: string }
    'purchase.told': { number: string; channel: string }
    'purchase.confirmed': { number: string; expectedOn: string }
    /** The supplier gives other days than before. */
    'purchase.rescheduled': { number: string; expectedOn: string; reason: string }
    /** Goods came: beyond is what was not ordered, missing what is still to come. */
    'purchase.goods_came': { receipt: string; accepted: number; beyond: number; missing: number }
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
