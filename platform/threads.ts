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

/** What a thread says next, within so many milliseconds; ThreadFailed when it says nothing any more. */
export async function nextAnswer<T>(worker: Worker, ms: number): Promise<T> {
  // One that ended has said so before anybody listened.
  if (worker.threadId === ENDED) throw new ThreadFailed('broken', 'the thread ended')
  const waiting = new AbortController()
  try {
    return await new Promise<T>((done, fail) => {
      const failAs = (trouble: ThreadTrouble, message: string) => fail(new ThreadFailed(trouble, message))
      const timer = setTimeout(() => failAs('too_long', 'the thread took too long'), Math.max(0, ms))
      const failed = (error: NodeJS.ErrnoException) =>
        failAs(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out_of_memory' : 'broken', error.message)
      const ended = () => failAs('broken', 'the thread ended')
      worker.on('message', done).on('error', failed).on('exit', ended)
      waiting.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        worker.off('message', done).off('error', failed).off('exit', ended)
      })
    })
  } finally {
    waiting.abort()
  }
}
