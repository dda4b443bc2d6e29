import { parentPort } from 'node:worker_threads'
import { type RenderJob, type Rendered, render } from './render.ts'

/** The rendering thread: one job after the other, so that the server's own thread stays free for requests. */

export type WorkerQuestion = { id: number; job: RenderJob }
export type WorkerAnswer =
  | { id: number; kind: 'progress'; done: number; total: number }
  | { id: number; kind: 'done'; rendered: Rendered }
  | { id: number; kind: 'failed'; message: string }

const PROGRESS_EVERY = 10

const answer = (message: WorkerAnswer): void => parentPort?.postMessage(message)

async function work({ id, job }: WorkerQuestion): Promise<void> {
  try {
    const rendered = await render(job, (done, total) => {
      if (done % PROGRESS_EVERY === 0) answer({ id, kind: 'progress', done, total })
    })
    answer({ id, kind: 'done', rendered })
  } catch (error) {
    // The message of a drawing library may quote what it drew: only its kind leaves this thread.
    answer({ id, kind: 'failed', message: error instanceof Error ? error.name : 'unknown' })
  }
}

let turn: Promise<void> = Promise.resolve()
parentPort?.on('message', (question: WorkerQuestion) => {
  turn = turn.then(() => work(question))
})
