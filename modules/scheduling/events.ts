import type { Subscriber } from '#platform/events.ts'
import { ensureDefaultCalendars } from './calendars.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'calendar.created': { key: string }
    'calendar.changed': { key: string; version: number }
    'calendar.disabled': { key: string; reason: string }
    'calendar.enabled': { key: string; reason: string }
    'calendar.deleted': { key: string }
  }
}

export const schedulingSubscribers: Subscriber[] = [
  {
    name: 'scheduling.default_calendars',
    types: ['tenant.created'],
    handle: (ctx) => ensureDefaultCalendars(ctx),
  },
]
