import { Worker } from 'node:worker_threads'
import { Refused, TooMany } from '#platform/errors.ts'
import type { ImportRefusal } from './refusals.ts'

/** A file as a table: named columns, and its rows with their number in the file (the heading row of most files is row 1). */
export type Sheet = { columns: string[]; rows: { rowNo: number; cells: string[] }[] }

/** What the reading thread answers. */
export type SheetAnswer = { sheet: Sheet } | { refusal: ImportRefusal; details: Record<string, unknown> }

const READ_MS = 40_000
const HEAP_MB = 768
const READERS_MAX = 2
const BUSY_RETRY_S = 5

let reading = 0

/**
 * Reads the bytes of a CSV or XLSX file in a thread of its own, bounded in time and memory: a hostile file cannot stop the server.
 * Refused (422) says what is wrong with the file; TooMany when other files are being read.
 */
export async function readSheet(bytes: Uint8Array): Promise<Sheet> {
  if (reading >= READERS_MAX) throw new TooMany(BUSY_RETRY_S)
  reading += 1
  try {
    const answer = await inThread(bytes)
    if ('refusal' in answer) throw new Refused(answer.refusal, answer.details, 422)
    return answer.sheet
  } finally {
    reading -= 1
  }
}

async function inThread(bytes: Uint8Array): Promise<SheetAnswer> {
  const worker = new Worker(new URL('./sheet-thread.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<SheetAnswer>((done, fail) => {
      timer = setTimeout(() => done({ refusal: 'import.takes_too_long', details: {} }), READ_MS)
      worker.once('message', done)
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          done({ refusal: 'import.too_large_unpacked', details: {} })
        else fail(error)
      })
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
