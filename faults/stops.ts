// Loaded before a server (--import): measures how long its event loop stands still, and writes that to the file of NUODA_STOPS.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { PerformanceObserver, monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

export type Stops = {
  /** As people feel it, in milliseconds: with the time in which other processes had the processor. */
  p99: number
  p999: number
  max: number
  /** The longest without that time: work of the thread itself, or its wait for something. */
  ownMax: number
  /** The most the thread worked at a stretch: processor time it had from one turn of the loop to the next. */
  workMax: number
  /** The longest collection of garbage, with the time in which others had the processor. */
  gcMax: number
  /** Seconds of processor time of the server's thread. */
  cpuS: number
}

const TICK_MS = 5
const WRITE_MS = 500
const AFTER_START_MS = 4_000
const path = process.env.NUODA_STOPS

if (isMainThread && path) setTimeout(() => watch(path), AFTER_START_MS).unref()

function watch(file: string): void {
  const delay = monitorEventLoopDelay({ resolution: TICK_MS })
  delay.enable()
  const first = scheduled()
  let before = first
  let ownMax = 0
  let workMax = 0
  let gcMax = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) gcMax = Math.max(gcMax, duration)
  }).observe({ entryTypes: ['gc'] })
  setInterval(() => {
    const now = scheduled()
    ownMax = Math.max(ownMax, now.at - before.at - (now.waitMs - before.waitMs))
    workMax = Math.max(workMax, now.ranMs - before.ranMs)
    before = now
  }, TICK_MS).unref()
  setInterval(() => {
    const ms = (share: number) => delay.percentile(share) / 1e6
    const cpuS = (before.ranMs - first.ranMs) / 1_000
    const stops: Stops = {
      p99: ms(99),
      p999: ms(99.9),
      max: delay.max / 1e6,
      ownMax,
      workMax,
      gcMax,
      cpuS,
    }
    // Not waited for: a disk that is busy with the import would stop the loop that is measured.
    void writeFile(file, JSON.stringify(stops))
  }, WRITE_MS).unref()
}

/** How long the thread had a processor, and how long it waited for one, since it began. Linux. */
function scheduled(): { at: number; ranMs: number; waitMs: number } {
  const [ran = 0, waited = 0] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8')
    .split(' ')
    .map(Number)
  return { at: performance.now(), ranMs: ran / 1e6, waitMs: waited / 1e6 }
}
