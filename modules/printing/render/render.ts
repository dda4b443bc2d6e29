import { type PrintFormat, documents } from '../document.ts'
import { drawLabels } from '../label.ts'
import type { PrintFrame, PrintJobRecord } from '../print-data.ts'
import { drawJoint, drawSheet } from '../sheet.ts'
import { say } from '../words.ts'
import { type PrintFont, loadFont } from './font.ts'
import { renderPdf } from './pdf.ts'
import { renderZpl } from './zpl.ts'

export type RenderJob = {
  frame: PrintFrame
  records: PrintJobRecord[]
  format: PrintFormat
  copies: number
  logo: Uint8Array | null
  isSpecimen: boolean
  /** A PDF whose viewer opens the print dialog by itself. */
  asksToPrint: boolean
}
export type Rendered = {
  bytes: Uint8Array
  /** Characters the font lacks, printed as 〓. */ missing: string[]
}
export type Progress = (done: number, total: number) => void

/** Draws the records and writes them as one file. */
export async function render(job: RenderJob, onProgress: Progress): Promise<Rendered> {
  const font = loadFont()
  const missing = new Set<string>()
  const { frame, records, format, copies } = job
  const { isLabel, isJoint } = documents[frame.document]
  const draw = isLabel ? drawLabels : drawSheet
  const shown = { frame: printable(frame, font, missing), records: printable(records, font, missing) }
  const pages = isJoint
    ? drawJoint(shown.frame, shown.records, font.measure)
    : shown.records.flatMap((record) => draw(shown.frame, record, font.measure))
  const total = pages.length * (format === 'pdf' ? copies : 1)
  let done = 0
  const onPage = () => onProgress((done += 1), total)
  const bytes =
    format === 'pdf'
      ? await renderPdf({ ...pdfFacts(job, font), pages, onPage })
      : Buffer.from(
          renderZpl({ pages, copies, dotsPerMm: format === 'zpl_203' ? 8 : 12, font, onPage }),
          'utf8',
        )
  return { bytes, missing: [...missing] }
}

function pdfFacts({ frame, records, copies, logo, isSpecimen, asksToPrint }: RenderJob, font: PrintFont) {
  const locale = records[0]?.locale ?? 'zh'
  return {
    copies,
    font,
    logo: logo && Buffer.from(logo),
    title: say(locale, frame.document),
    asksToPrint,
    watermark: isSpecimen ? say(locale, 'specimen') : null,
  }
}

/** Every text of it as the font can show it. */
function printable<T>(value: T, font: PrintFont, missing: Set<string>): T {
  if (typeof value === 'string') return font.printable(value, missing) as T
  if (Array.isArray(value)) return value.map((one: unknown) => printable(one, font, missing)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, printable(one as unknown, font, missing)]),
  ) as T
}
