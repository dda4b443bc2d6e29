import type { Subscriber } from '#platform/events.ts'
import { addJobs } from '#platform/queue.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'bulk.asked': { action: string; records: number }
    'bulk.confirmed': { action: string; records: number }
    'bulk.went_on': Record<string, never>
    'bulk.ended': { action: string; done: number; refused: number }
    'bulk.cancelled': { action: string }
  }
}

export const BULK_TASK = 'bulk_run'
const TRIES_MAX = 8

/** Runs go on in the queue, whatever becomes of the page that started them. */
export const bulkSubscribers: readonly Subscriber[] = [
  {
    name: 'bulk.queue',
    types: ['bulk.asked', 'bulk.confirmed', 'bulk.went_on'],
    handle: async (ctx, events) => {
      const ids = [...new Set(events.map((event) => event.subject_id))]
      await ctx.db.run(
        addJobs(
          ctx,
          ids.map((id) => ({ task: BULK_TASK, id, triesMax: TRIES_MAX })),
        ),
      )
    },
  },
]
