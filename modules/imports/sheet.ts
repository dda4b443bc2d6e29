import { Worker } from 'node:worker_threads'
import { Refused } from '#platform/errors.ts'
import type { ImportKind } from './kind.ts'
import type { ImportRefusal } from './refusals.ts'
import type { SheetFormat } from './sheet-file.ts'

/** Rows of a file: `json` is [[row number, [cells]], ...] as text, ready for the database; `samples` are the first cells. */
export type ReadPart = {
  format: SheetFormat
  columns: string[]
  samples: string[][]
  count: number
  json: string
}

export type ReadOrder = { path: string; kind: ImportKind }
/** What the reading thread says. */
export type SheetAnswer =
  | { part: ReadPart }
  | { end: true }
  | { refusal: ImportRefusal; details: Record<string, unknown> }

const READ_MS = 600_000
/** Of the thread: pieces go on as they come, so that little is held. */
const HEAP = { maxOldGenerationSizeMb: 80, maxYoungGenerationSizeMb: 8 }

/**
 * Reads a CSV or XLSX file piece by piece in a thread of its own, bounded in time and memory: a hostile file cannot stop the server, a
 * large one does not fill it. The thread waits until a piece was taken. Refused (422) says what is wrong with the file.
 */
export async function* readSheet(order: ReadOrder): AsyncGenerator<ReadPart> {
  const worker = new Worker(new URL('./sheet-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: HEAP,
  })
  // An error without a listener would end the process; nextAnswer reports it.
  worker.on('error', () => {})
  const until = Date.now() + READ_MS
  try {
    for (;;) {
      const answer = await nextAnswer(worker, until - Date.now())
      if ('refusal' in answer) throw new Refused(answer.refusal, answer.details, 422)
      if ('end' in answer) return
      yield answer.part
      worker.postMessage('taken')
    }
  } finally {
    await worker.terminate()
  }
}

async function nextAnswer(worker: Worker, ms: number): Promise<SheetAnswer> {
  let timer: NodeJS.Timeout | undefined
  let failed: (error: NodeJS.ErrnoException) => void = () => {}
  try {
    return await new Promise<SheetAnswer>((done, fail) => {
      timer = setTimeout(() => done({ refusal: 'import.takes_too_long', details: {} }), Math.max(0, ms))
      failed = (error) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          done({ refusal: 'import.too_large_unpacked', details: {} })
        else fail(error)
      }
      worker.once('message', done)
      worker.on('error', failed)
    })
  } finally {
    clearTimeout(timer)
    worker.removeAllListeners('message')
    worker.off('error', failed)
  }
}
