import { expect, test } from 'vitest'
import { type Job, startJobs } from './jobs.ts'
import { silentLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { world } from './testing/world.ts'

const w = world()

test('work that may take long hears of a stop and leaves without counting as failed', async () => {
  const metrics = createMetrics(w.database)
  const began = Promise.withResolvers<void>()
  const long: Job = {
    name: 'long',
    everyMs: 1,
    run: async (stopping) => {
      began.resolve()
      for (;;) {
        stopping?.throwIfAborted()
        await new Promise((done) => setTimeout(done, 5))
      }
    },
  }
  const jobs = startJobs([long], { log: silentLog, metrics })
  await began.promise
  await jobs.stop()
  expect((await metrics.jobFailures.get()).values).toEqual([])
})
