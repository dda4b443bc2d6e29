import { Worker } from 'node:worker_threads'
import type { Database } from '#platform/db.ts'
import type { Log } from '#platform/log.ts'
import { type Hearing, hear } from '#platform/threads.ts'
import type { Turn, TurnEnd } from './turns.ts'

/** Connections of the thread: one turn is taken at a time. */
const POOL_SIZE = 2
/** Of the thread. An import all or nothing holds the events of its rows until it commits. */
const HEAP: ThreadHeap = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 }
/** Longer than any turn: an import all or nothing is a single step. */
const TURN_MAX_MS = 900_000
/** A thread without work gives its memory back after so long. */
const IDLE_MS = 60_000

export type ThreadHeap = { maxOldGenerationSizeMb: number; maxYoungGenerationSizeMb: number }

/** What the thread says. */
export type ThreadAnswer =
  | { end: TurnEnd }
  | { error: string }
  | { log: { level: keyof Log; fields: object; message: string } }

export type TurnTaker = { take: (turn: Turn) => Promise<TurnEnd>; end: () => Promise<void> }

/**
 * Takes turns in a thread of its own, with connections of its own: reading, judging and writing some hundred rows a step takes the
 * processor, which the server's thread needs for requests. The thread begins with the first turn. One that dies (of memory, of a step
 * that never ends) is a turn that failed, and its transaction with it; the next turn begins another.
 */
export function turnsInThread({ database, log }: { database: Database; log: Log }, heap = HEAP): TurnTaker {
  let running: Running | null = null
  let idle: NodeJS.Timeout | undefined
  const end = async () => {
    clearTimeout(idle)
    const ended = running
    running = null
    await ended?.worker.terminate()
  }
  return {
    end,
    async take(turn) {
      clearTimeout(idle)
      const { worker, heard } = (running ??= startThread(database, heap))
      try {
        worker.postMessage(turn)
        return await answerOf(heard, log)
      } catch (error) {
        await end()
        throw error
      } finally {
        idle = setTimeout(() => void end(), IDLE_MS).unref()
      }
    },
  }
}

type Running = { worker: Worker; heard: Hearing<ThreadAnswer> }

function startThread(database: Database, resourceLimits: ThreadHeap): Running {
  const worker = new Worker(new URL('./turn-thread.ts', import.meta.url), {
    workerData: { ...database.settings, poolSize: POOL_SIZE, applicationName: 'nuoda-imports' },
    resourceLimits,
  })
  return { worker, heard: hear(worker) }
}

async function answerOf(heard: Hearing<ThreadAnswer>, log: Log): Promise<TurnEnd> {
  for (;;) {
    const answer = await heard.next(TURN_MAX_MS)
    if ('end' in answer) return answer.end
    if ('error' in answer) throw new Error(answer.error)
    log[answer.log.level](answer.log.fields, answer.log.message)
  }
}
