import { parentPort, workerData } from 'node:worker_threads'
import { countHeadings } from './columns.ts'
import { FileRefused, openTable } from './sheet-file.ts'
import { sheetOf } from './sheet-table.ts'
import type { ReadOrder, SheetAnswer } from './sheet.ts'

// The thread of sheet.ts: one file in, its pieces out, the next one when the last one was taken.
const { path, kind, sheet: name } = workerData as ReadOrder
const port = parentPort
if (port) {
  const taken = () => new Promise<void>((done) => port.once('message', () => done()))
  try {
    const score = (cells: readonly string[]) => countHeadings(kind, cells)
    const { format, sheets, sheet, lines } = await openTable(path, { score, name })
    for await (const { columns, rows } of sheetOf(lines, kind)) {
      const answer: SheetAnswer = {
        part: {
          format,
          sheets,
          sheet,
          columns,
          samples: rows.slice(0, 50).map((row) => row.cells),
          count: rows.length,
          json: JSON.stringify(rows.map(({ rowNo, cells }) => [rowNo, cells])),
        },
      }
      port.postMessage(answer)
      await taken()
    }
    port.postMessage({ end: true } satisfies SheetAnswer)
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    port.postMessage({ refusal: error.code, details: error.details } satisfies SheetAnswer)
  }
}
