import type { RecordRef } from '#platform/records.ts'
import type { StoredEvent, Subscriber } from '#platform/events.ts'
import { isRecordType } from '#modules/record-types.ts'
import { followAll } from './followers.ts'
import type { Audience } from './kind.ts'

// The subject of all is the record itself: { type, id } as in modules/record-types.ts.
declare module '#platform/events.ts' {
  interface EventTypes {
    /** `userIds` are those mentioned, alone or by their team, without the author. The text is read by the note's id. */
    'note.added': { noteId: string; audience: Audience; userIds: string[] }
    'note.removed': { noteId: string; reason: string }
    /** Only when somebody was mentioned; `grantedIds` are those to whom it opened the record. */
    'record.mentioned': { noteId: string; userIds: string[]; grantedIds: string[] }
    'record.followed': { userId: string; reason: FollowReason }
    'record.unfollowed': { userId: string }
    'attachment.added': { attachmentId: string; audience: Audience; contentType: string; bytes: number }
    'attachment.removed': { attachmentId: string; reason: string }
  }
}

export type FollowReason = 'chosen' | 'created' | 'mentioned' | 'commented'

const creations = [
  'order.placed',
  'customer.created',
  'contract.created',
  'clause.drafted',
  'product.created',
  'warehouse.created',
  'goods.received',
  'purchase.drafted',
  'import.uploaded',
  'calendar.created',
] as const

/** Who makes a record follows it; thousands brought in by a file are nobody's daily business. */
export const activitySubscribers: Subscriber[] = [
  {
    name: 'activity.creators',
    types: creations,
    handle: async (ctx, events) => {
      const made = events.flatMap((event) => followingOf(event) ?? [])
      await followAll(ctx, made, 'created')
    },
  },
]

function followingOf(event: StoredEvent): (RecordRef & { userId: string }) | null {
  const { subject_type: type, subject_id: id, actor_kind, actor_id: userId } = event
  const data = event.data as { channel?: unknown; isImported?: unknown }
  if (data.channel === 'import' || data.isImported === true) return null
  return actor_kind === 'user' && userId && isRecordType(type) ? { type, id, userId } : null
}
