import type { Worker } from 'node:worker_threads'

/** Why a thread gave no answer. `broken`: it threw something else, or ended. */
export type ThreadTrouble = 'too_long' | 'out_of_memory' | 'broken'

/** The number Node gives to threads that are no more. */
const ENDED = -1

export class ThreadFailed extends Error {
  readonly trouble: ThreadTrouble
  constructor(trouble: ThreadTrouble, message: string) {
    super(message)
    this.trouble = trouble
  }
}

/** What a thread says, one after the other. */
export type Hearing<T> = {
  /** What it says next, within so many milliseconds; ThreadFailed when it says nothing any more. */
  next: (ms: number) => Promise<T>
}

/**
 * Hears a thread from now on and keeps what it says until somebody asks: it may say two things at once, and what is said while nobody
 * listens is lost. Begin before it is told anything.
 */
export function hear<T>(worker: Worker): Hearing<T> {
  const said: T[] = []
  let waiting: PromiseWithResolvers<T> | null = null
  // One that ended has said so before anybody listened.
  let failure = worker.threadId === ENDED ? new ThreadFailed('broken', 'the thread ended') : null
  const taken = () => {
    const asker = waiting
    waiting = null
    return asker
  }
  const failAs = (trouble: ThreadTrouble, message: string) => {
    failure ??= new ThreadFailed(trouble, message)
    taken()?.reject(failure)
  }
  worker.on('message', (message: T) => {
    const asker = taken()
    if (asker) asker.resolve(message)
    else said.push(message)
  })
  worker.on('error', (error: NodeJS.ErrnoException) =>
    failAs(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out_of_memory' : 'broken', error.message),
  )
  worker.on('exit', () => failAs('broken', 'the thread ended'))
  return {
    async next(ms) {
      const kept = said.shift()
      if (kept !== undefined) return kept
      if (failure) throw failure
      const asker = Promise.withResolvers<T>()
      waiting = asker
      const timer = setTimeout(
        () => taken()?.reject(new ThreadFailed('too_long', 'the thread took too long')),
        Math.max(0, ms),
      )
      return asker.promise.finally(() => clearTimeout(timer))
    },
  }
}
