import type { Subscriber } from '#platform/events.ts'
import { followRequests } from './pickup-requests.ts'

type OfList = { number: string; shipments: number }

// Subject: { type: 'handover_list', id }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'handover.listed': OfList
    'handover.changed': { fields: string[] }
    'handover.items_added': { number: string; count: number }
    'handover.items_removed': { number: string; count: number }
    /** Its mail to the carrier waits in the outbox. */
    'handover.requested': OfList
    'handover.request_sent': { number: string }
    'handover.request_failed': { number: string; why: string }
    'handover.signed': OfList & { parcels: number; short: number }
    'handover.cancelled': { number: string; reason: string }
    'pickup_rule.set': { mode: string; cutOff: string }
  }
}

const ends = { 'mail.sent': 'sent', 'mail.failed': 'failed', 'mail.discarded': 'none' } as const

export const handoverSubscribers: Subscriber[] = [
  {
    name: 'handovers.request_mails',
    types: ['mail.sent', 'mail.failed', 'mail.discarded'],
    handle: (ctx, events) =>
      followRequests(
        ctx,
        events.map(({ type, subject_id: mailId }) => ({ mailId, state: ends[type as keyof typeof ends] })),
      ),
  },
]
