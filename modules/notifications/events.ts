import type { Subscriber } from '#platform/events.ts'
import { toldEvents } from './kind.ts'
import { tellPeople } from './notices.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    /** Told to nobody but the person whose inbox it is; the subject is { type: 'inbox', id: the user }. */
    'notice.arrived': Record<string, never>
    'notice.defaults_set': { kinds: number }
  }
}

export const notificationSubscribers: Subscriber[] = [
  {
    name: 'notices.tell',
    types: toldEvents,
    handle: (ctx, events) => tellPeople(ctx, events as Parameters<typeof tellPeople>[1]),
  },
]
