import { Worker } from 'node:worker_threads'
import { Unavailable } from '#platform/errors.ts'
import type { RenderJob, Rendered } from './render/render.ts'
import type { WorkerAnswer, WorkerQuestion } from './render/worker.ts'

/** Files are drawn in one thread of their own; a few jobs may wait for it. */

const WAITING_MAX = 20
const RENDER_MS = 120_000
const MEMORY_MB = 512
const PROGRESS_MAX = 200
const REMEMBERED_MAX = 500

type Waiting = {
  done: (rendered: Rendered) => void
  fail: (error: Error) => void
  timer: NodeJS.Timeout
  progressId: string | null
}

let worker: Worker | null = null
let lastId = 0
const waiting = new Map<number, Waiting>()
const progress = new Map<string, { done: number; total: number }>()
const missing = new Map<string, string[]>()

/** Draws a job. Unavailable when too many wait; an error when the drawing fails or takes longer than two minutes. */
export function renderInThread(job: RenderJob, progressId: string | null = null): Promise<Rendered> {
  if (waiting.size >= WAITING_MAX) return Promise.reject(new Unavailable('printing is busy'))
  const thread = (worker ??= startWorker())
  lastId += 1
  const id = lastId
  return new Promise<Rendered>((done, fail) => {
    const timer = setTimeout(() => stopWorker(new Error('rendering took too long')), RENDER_MS)
    timer.unref()
    waiting.set(id, { done, fail, timer, progressId })
    thread.ref()
    thread.postMessage({ id, job } satisfies WorkerQuestion)
  })
}

/** Pages drawn so far of a print being drawn by this process; null when none is. */
export const progressOf = (printId: string): { done: number; total: number } | null =>
  progress.get(printId) ?? null

/** Characters the font lacks in a print this process has drawn of late; null when it has not drawn it. */
export const missingOf = (printId: string): string[] | null => missing.get(printId) ?? null

function rememberMissing(printId: string, characters: string[]): void {
  const oldest = missing.keys().next()
  if (missing.size >= REMEMBERED_MAX && !oldest.done) missing.delete(oldest.value)
  missing.set(printId, characters)
}

function startWorker(): Worker {
  const started = new Worker(new URL('./render/worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  started.on('message', hear)
  started.on('error', (error) => stopWorker(error instanceof Error ? error : new Error('rendering stopped')))
  started.on('exit', () => stopWorker(new Error('rendering stopped')))
  return started
}

function hear(answer: WorkerAnswer): void {
  const one = waiting.get(answer.id)
  if (!one) return
  if (answer.kind === 'progress') {
    if (one.progressId && progress.size < PROGRESS_MAX)
      progress.set(one.progressId, { done: answer.done, total: answer.total })
    return
  }
  settle(answer.id, one)
  if (answer.kind === 'done') {
    if (one.progressId) rememberMissing(one.progressId, answer.rendered.missing)
    one.done(answer.rendered)
  } else one.fail(new Error(`rendering failed: ${answer.message}`))
}

function settle(id: number, { timer, progressId }: Waiting): void {
  clearTimeout(timer)
  waiting.delete(id)
  if (progressId) progress.delete(progressId)
  // An idle thread keeps nobody from leaving.
  if (waiting.size === 0) worker?.unref()
}

/** Whatever waits fails; the next job starts a new thread. */
function stopWorker(reason: Error): void {
  const stopped = worker
  worker = null
  void stopped?.removeAllListeners('exit').terminate()
  for (const [id, one] of waiting) {
    settle(id, one)
    one.fail(reason)
  }
}
