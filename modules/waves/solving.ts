import { Worker } from 'node:worker_threads'
import { hear } from '#platform/threads.ts'
import { takingTurns } from '#platform/turns.ts'
import type { JointProgress, JointResult } from './joint.ts'
import type { JointRequest } from './joint-problem.ts'

export type SolveOrder = { request: JointRequest; limitMs: number }
export type SolveAnswer = { progress: JointProgress } | { result: JointResult }

/** What the thread may take beyond the search's own limit: it lays out before and explains afterwards. */
const BEYOND_MS = 30_000
const HEAP = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 64 }
const LOOK_MS = 500

type Watch = {
  /** Told of the progress now and then; false stops the search. */
  goesOn: (progress: JointProgress) => Promise<boolean>
}

const inTurn = takingTurns()

/**
 * Searches in a thread of its own: it takes one processor for seconds, which the server's thread needs for requests. One wave is
 * searched at a time, others wait their turn. Null when it was stopped; ThreadFailed when the thread ended or took too long.
 */
export const solveInThread = (order: SolveOrder, watch: Watch): Promise<JointResult | null> =>
  inTurn('waves', () => searchInThread(order, watch))

async function searchInThread(order: SolveOrder, { goesOn }: Watch): Promise<JointResult | null> {
  const worker = new Worker(new URL('./solve-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: HEAP,
  })
  const heard = hear<SolveAnswer>(worker)
  const until = performance.now() + order.limitMs + BEYOND_MS
  let looked = 0
  try {
    for (;;) {
      const answer = await heard.next(until - performance.now())
      if ('result' in answer) return answer.result
      if (performance.now() - looked < LOOK_MS) continue
      looked = performance.now()
      // A look that fails is made up for by the next.
      if (!(await goesOn(answer.progress).catch(() => true))) return null
    }
  } finally {
    await worker.terminate()
  }
}
