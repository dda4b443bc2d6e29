import type { Subscriber } from '#platform/events.ts'
import { addJobs } from '#platform/queue.ts'

// Subject: { type: 'wave', id }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'wave.asked': { number: string; orders: number }
    'wave.proposed': { number: string; changedOrders: number }
    'wave.confirmed': { number: string; orders: number; reason: string }
    'wave.part_applied': { moved: number; unmoved: number }
    /** Its turn in the queue was over, or nobody went on with it: another one begins. */
    'wave.went_on': Record<string, never>
    'wave.applied': { number: string; moved: number; unmoved: number; reason: string }
    'wave.stopped': { number: string; moved: number; unmoved: number; left: number }
    'wave.cancelled': { number: string }
  }
}

export const WAVE_TASK = 'wave'
export const WAVE_APPLY_TASK = 'wave_apply'
const TRIES_MAX = 2
const APPLY_TRIES_MAX = 5

/** Waves are planned and applied in the queue, whatever becomes of the page that asked for them. */
export const waveSubscribers: readonly Subscriber[] = [
  {
    name: 'waves.queue',
    types: ['wave.asked', 'wave.confirmed', 'wave.went_on'],
    handle: async (ctx, events) => {
      const asked = new Map(events.map((event) => [event.subject_id, event.type === 'wave.asked']))
      await ctx.db.run(
        addJobs(
          ctx,
          [...asked].map(([id, isNew]) =>
            isNew
              ? { task: WAVE_TASK, id, triesMax: TRIES_MAX }
              : { task: WAVE_APPLY_TASK, id, triesMax: APPLY_TRIES_MAX },
          ),
        ),
      )
    },
  },
]
