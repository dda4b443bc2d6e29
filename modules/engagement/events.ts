import type { StoredEvent, Subscriber } from '#platform/events.ts'
import type { NoticeReason } from './customer-notice.ts'
import { followMails } from './customer-notices.ts'
import { noteOrders } from './order-notices.ts'

type OfNotice = { why: NoticeReason; channel: string }

// Subject of those of a notice: { type: 'delay_notice' or 'order_notice', id, parentId: the order }.
declare module '#platform/events.ts' {
  interface EventTypes {
    /** One for each call of an import; subject is the tenant. */
    'answers.imported': { answers: number; existing: number }
    'delay_notice.drafted': OfNotice
    /** Its mail waits in the outbox. */
    'delay_notice.queued': OfNotice
    'delay_notice.sent': OfNotice
    'delay_notice.failed': OfNotice
    'delay_notice.told': OfNotice
    'delay_notice.dismissed': { reason: string }
    'delay_notice.dropped': OfNotice
    'delay_notice.rule_set': { mode: string; orderMode: string }
    'order_notice.drafted': OfNotice
    'order_notice.queued': OfNotice
    'order_notice.sent': OfNotice
    'order_notice.failed': OfNotice
    'order_notice.told': OfNotice
    'order_notice.dismissed': { reason: string }
    'order_notice.dropped': OfNotice
  }
}

const ends = { 'mail.sent': 'sent', 'mail.failed': 'failed', 'mail.discarded': 'discarded' } as const

export const engagementSubscribers: Subscriber[] = [
  {
    name: 'engagement.delay_mails',
    types: ['mail.sent', 'mail.failed', 'mail.discarded'],
    handle: (ctx, events) =>
      followMails(
        ctx,
        events.map(({ type, subject_id: id }) => ({ id, state: ends[type as keyof typeof ends] })),
      ),
  },
  {
    name: 'engagement.order_news',
    types: [
      'order.acknowledged',
      'order.held',
      'order.released',
      'order.amended',
      'order.cancelled',
      'shortage.decided',
      'shortage.closed',
    ],
    handle: (ctx, events) => noteOrders(ctx, [...new Set(events.map(orderOf))]),
  },
]

const orderOf = (event: StoredEvent): string =>
  event.subject_type === 'order' ? event.subject_id : (event.parent_id ?? event.subject_id)
