import type { Subscriber } from '#platform/events.ts'
import type { DelayReason } from './delay-notice.ts'
import { followMails } from './delay-notices.ts'

type OfNotice = { why: DelayReason; channel: string }

// Subject of those of a notice: { type: 'delay_notice', id, parentId: the order }.
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
    'delay_notice.dropped': { why: DelayReason }
    'delay_notice.rule_set': { mode: string }
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
]
