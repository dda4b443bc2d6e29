import { Worker } from 'node:worker_threads'
import { Refused } from '#platform/errors.ts'
import { ThreadFailed, type ThreadTrouble, hear } from '#platform/threads.ts'
import type { Log } from '#platform/log.ts'
import type { ImportKind } from './kind-names.ts'
import type { ImportRefusal } from './refusals.ts'
import type { SheetFormat } from './sheet-file.ts'

/** Rows of a file: `json` is [[row number, [cells]], ...] as text, ready for the database; `samples` are the first cells. */
export type ReadPart = {
  format: SheetFormat
  /** Of a workbook: the names of its visible sheets, and the one these rows are from. */
  sheets: string[]
  sheet: string | null
  columns: string[]
  samples: string[][]
  count: number
  json: string
}

/** `sheet`: the one somebody chose. */
export type ReadOrder = { path: string; kind: ImportKind; sheet?: string | undefined }
/** What the reading thread says. */
export type SheetAnswer =
  | { part: ReadPart }
  | { end: true }
  | { refusal: ImportRefusal; details: Record<string, unknown> }

const READ_MS = 600_000
const REFUSALS: Record<ThreadTrouble, ImportRefusal> = {
  too_long: 'import.takes_too_long',
  out_of_memory: 'import.too_large_unpacked',
  broken: 'import.file_broken',
}
/** Of the thread: pieces go on as they come, so that little is held. */
const HEAP = { maxOldGenerationSizeMb: 80, maxYoungGenerationSizeMb: 8 }

/**
 * Reads a CSV or XLSX file piece by piece in a thread of its own, bounded in time and memory: a hostile file cannot stop the server, a
 * large one does not fill it. The thread waits until a piece was taken. Refused (422) says what is wrong with the file; that the thread
 * itself failed is also logged.
 */
export async function* readSheet(order: ReadOrder, log: Log): AsyncGenerator<ReadPart> {
  const worker = new Worker(new URL('./sheet-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: HEAP,
  })
  const heard = hear<SheetAnswer>(worker)
  const until = Date.now() + READ_MS
  try {
    for (;;) {
      const answer = await heard.next(until - Date.now())
      if ('refusal' in answer) throw new Refused(answer.refusal, answer.details, 422)
      if ('end' in answer) return
      yield answer.part
      worker.postMessage('taken')
    }
  } catch (error) {
    if (!(error instanceof ThreadFailed)) throw error
    log.warn({ trouble: error.trouble, error: error.message }, 'import reading thread failed')
    throw new Refused(REFUSALS[error.trouble], {}, 422)
  } finally {
    await worker.terminate()
  }
}
