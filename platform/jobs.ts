import type { Log } from '#platform/log.ts'
import type { Metrics } from '#platform/metrics.ts'

/**
 * Work that repeats: `run` says whether there is more to do at once; `end` is called after the last run. Work that may take long asks
 * `stopping` on its way and throws its reason: it is done again at the next start.
 */
export type Job = {
  name: string
  everyMs: number
  run: (stopping?: AbortSignal) => Promise<boolean>
  end?: () => Promise<void>
}

/** Runs jobs until stopped; one job never overlaps itself, a failure is counted and tried again with back-off. */
export function startJobs(
  jobs: Job[],
  { log, metrics }: { log: Log; metrics: Metrics },
): { stop(): Promise<void> } {
  let stopped = false
  const stopping = new AbortController()
  const wakers = new Set<() => void>()
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const wake = () => {
        clearTimeout(timer)
        wakers.delete(wake)
        done()
      }
      const timer = setTimeout(wake, ms)
      wakers.add(wake)
    })
  const loop = async (job: Job) => {
    let failures = 0
    while (!stopped) {
      const end = metrics.ticks.startTimer({ job: job.name })
      try {
        const more = await job.run(stopping.signal)
        failures = 0
        if (!more && !stopped) await pause(job.everyMs)
      } catch (error) {
        if (stopping.signal.aborted && error === stopping.signal.reason) return
        failures += 1
        metrics.jobFailures.inc({ job: job.name })
        log.error({ job: job.name, error: (error as Error).message }, 'job failed')
        if (!stopped) await pause(Math.min(job.everyMs * 2 ** failures, 30_000))
      } finally {
        end()
      }
    }
  }
  const running = jobs.map(loop)
  return {
    async stop() {
      stopped = true
      stopping.abort()
      for (const wake of wakers) wake()
      await Promise.all(running)
      await Promise.all(jobs.map((job) => job.end?.()))
    },
  }
}
