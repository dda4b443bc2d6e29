import type { Subscriber } from '#platform/events.ts'
import { markDirtyDays, watchedEvents } from './dirty-days.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'kpi.target_set': { kpiId: string; target: number | null }
    'kpi.exported': { kpiId: string; rows: number; format: string }
  }
}

export const insightSubscribers: Subscriber[] = [
  { name: 'insight.dirty_days', types: watchedEvents, isPlannedOnce: true, handle: markDirtyDays },
]
