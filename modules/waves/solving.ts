import { Worker } from 'node:worker_threads'
import { ThreadFailed, type ThreadTrouble } from '#platform/threads.ts'
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

let last: Promise<unknown> = Promise.resolve()

/**
 * Searches in a thread of its own: it takes one processor for seconds, which the server's thread needs for requests. One wave is
 * searched at a time, others wait their turn. Null when it was stopped; ThreadFailed when the thread ended or took too long.
 */
export function solveInThread(order: SolveOrder, watch: Watch): Promise<JointResult | null> {
  const turn = last.then(() => searchInThread(order, watch))
  last = turn.catch(() => null)
  return turn
}

async function searchInThread(order: SolveOrder, watch: Watch): Promise<JointResult | null> {
  const worker = new Worker(new URL('./solve-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: HEAP,
  })
  try {
    return await resultOf(worker, watch, order.limitMs + BEYOND_MS)
  } finally {
    await worker.terminate()
  }
}

/** Listens all the time: the thread says many things, and what nobody hears is lost. */
function resultOf(worker: Worker, { goesOn }: Watch, ms: number): Promise<JointResult | null> {
  return new Promise((done, fail) => {
    const failAs = (trouble: ThreadTrouble, message: string) => fail(new ThreadFailed(trouble, message))
    const timer = setTimeout(() => failAs('too_long', 'the search took too long'), ms)
    let looked = 0
    const look = async (progress: JointProgress) => {
      if (performance.now() - looked < LOOK_MS) return
      looked = performance.now()
      // A look that fails is made up for by the next.
      const isOn = await goesOn(progress).catch(() => true)
      if (!isOn) done(null)
    }
    worker.on('message', (answer: SolveAnswer) => {
      if ('progress' in answer) return void look(answer.progress)
      clearTimeout(timer)
      return done(answer.result)
    })
    worker.on('error', (error: NodeJS.ErrnoException) =>
      failAs(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out_of_memory' : 'broken', error.message),
    )
    worker.on('exit', () => {
      clearTimeout(timer)
      failAs('broken', 'the search ended without a plan')
    })
  })
}
