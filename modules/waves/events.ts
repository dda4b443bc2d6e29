import type { Subscriber } from '#platform/events.ts'
import { addJobs } from '#platform/queue.ts'

// Subject: { type: 'wave', id }.
declare module '#platform/events.ts' {
  interface EventTypes {
    'wave.asked': { number: string; orders: number }
    'wave.proposed': { number: string; changedOrders: number }
    'wave.applied': { number: string; moved: number; unmoved: number; reason: string }
    'wave.cancelled': { number: string }
  }
}

export const WAVE_TASK = 'wave'
const TRIES_MAX = 2

/** Waves are planned in the queue, whatever becomes of the page that asked for them. */
export const waveSubscribers: readonly Subscriber[] = [
  {
    name: 'waves.queue',
    types: ['wave.asked'],
    handle: async (ctx, events) => {
      await ctx.db.run(
        addJobs(
          ctx,
          events.map(({ subject_id }) => ({ task: WAVE_TASK, id: subject_id, triesMax: TRIES_MAX })),
        ),
      )
    },
  },
]
