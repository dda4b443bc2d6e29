import { parentPort, workerData } from 'node:worker_threads'
import type { SheetAnswer } from './sheet.ts'
import { FileRefused, readTableOf } from './sheet-file.ts'
import { sheetOf } from './sheet-table.ts'

// The thread of sheet.ts: one file in, one table out.
parentPort?.postMessage(await answer())

async function answer(): Promise<SheetAnswer> {
  try {
    return { sheet: sheetOf(await readTableOf(Buffer.from(workerData as Uint8Array))) }
  } catch (error) {
    if (error instanceof FileRefused) return { refusal: error.code, details: error.details }
    throw error
  }
}
