import type { Download } from '#platform/api.ts'
import { type Ctx, mustBeAbleTo } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import type { Locale } from '#platform/text.ts'
import { type DocumentKind, PRINT_OPEN_MINUTES, type Paper, type PrintFormat, documents } from './document.ts'
import { frameWith } from './frames.ts'
import { type PrintFrame, type PrintJobRecord, readerOf } from './print-data.ts'
import type { PersonPart } from './privacy-rule.ts'
import { newestRecord, readRecords, withPersons } from './records.ts'
import type { RenderJob } from './render/render.ts'
import { renderInThread } from './rendering.ts'
import type { TemplateOptions } from './template.ts'
import { mustHaveLogo, readTemplate } from './templates.ts'
import { say, stamp } from './words.ts'

type PrintRow = {
  document: DocumentKind
  subjectId: string
  format: PrintFormat
  paper: Paper
  language: Locale
  copies: number
  nth: number
  fullParts: PersonPart[]
  templateVersion: number
  printedAt: Date
  printedBy: string | null
  printedByName: string
}

/**
 * The file of a print, drawn from the records as they are now. Nothing of it is stored. For an hour; personal data in full only to
 * the person who printed it. The drawing starts after the transaction has ended.
 */
export async function openPrint(
  ctx: Ctx,
  { id: batchId, withDialog }: { id: string; withDialog?: boolean | undefined },
): Promise<Download> {
  const rows = await readRows(ctx, batchId)
  const [first] = rows
  if (!first) throw new NotFound('print')
  const records = await readRecords(
    ctx,
    documents[first.document].subject,
    rows.map((row) => row.subjectId),
  )
  if (records.length < rows.length) throw new NotFound('print')
  if (rows.some((row) => row.fullParts.length > 0)) {
    if (first.printedBy !== ctx.actor.id) throw new NotFound('print')
    mustBeAbleTo(ctx, 'personal_data.reveal')
  }
  if (ctx.now.getTime() - first.printedAt.getTime() > PRINT_OPEN_MINUTES * 60_000)
    throw new Refused('print.too_old')
  const job = await jobOf(ctx, {
    first,
    records: records.map((record, i) => ({
      record: withPersons(record, rows[i]?.fullParts ?? []),
      locale: rows[i]?.language ?? 'zh',
      nth: rows[i]?.nth ?? 1,
    })),
    isMasked: rows.every((row) => row.fullParts.length === 0),
  })
  return {
    name: fileName(job.frame, first.format),
    contentType: first.format === 'pdf' ? 'application/pdf' : 'text/plain; charset=utf-8',
    isOwnPdf: first.format === 'pdf',
    bytes: async () => (await renderInThread({ ...job, asksToPrint: withDialog ?? false }, batchId)).bytes,
  }
}

async function readRows(ctx: Ctx, batchId: string): Promise<PrintRow[]> {
  return ctx.db.all(sql<PrintRow>`
    select document, subject_id as "subjectId", format, paper, language, copies, nth, full_parts as "fullParts", template_version as "templateVersion",
      printed_at as "printedAt", printed_by as "printedBy", printed_by_name as "printedByName"
    from document_print where tenant_id = ${ctx.tenant.id} and batch_id = ${batchId} order by position`)
}

type JobInput = { first: PrintRow; records: PrintJobRecord[]; isMasked: boolean }

async function jobOf(ctx: Ctx, { first, records, isMasked }: JobInput): Promise<RenderJob> {
  const template = await readTemplate(ctx, first.document, first.templateVersion)
  const framed = await frameWith(ctx, {
    document: first.document,
    options: { ...template.options, paper: first.paper },
    logoId: template.logoId,
    isMasked,
    printedAt: first.printedAt.toISOString(),
    printedBy: first.printedByName,
  })
  return {
    ...framed,
    records,
    format: first.format,
    copies: first.copies,
    isSpecimen: false,
    asksToPrint: false,
  }
}

function fileName({ document, printedAt, zone }: PrintFrame, format: PrintFormat): string {
  const at = stamp(printedAt, zone, 'zh').replace(/[^0-9]+/g, '-')
  return `${say('zh', document)}-${at}.${format === 'pdf' ? 'pdf' : 'zpl'}`
}

export type PreviewTemplate = {
  document: DocumentKind
  options: TemplateOptions
  logoId: string | null
  recordId?: string | undefined
}

/** How a document would look with these options: a real record, masked, marked as a specimen, and no print. */
export async function previewTemplate(ctx: Ctx, input: PreviewTemplate): Promise<Download> {
  const { document, options, logoId } = input
  const { subject } = documents[document]
  await mustHaveLogo(ctx, logoId)
  const id = input.recordId ?? (await newestRecord(ctx, subject))
  if (!id) throw new Refused('print.nothing_to_preview')
  const [record] = await readRecords(ctx, subject, [id])
  if (!record) throw new NotFound(subject)
  const locale =
    options.language === 'customer' ? (readerOf(record).locale ?? ctx.tenant.locale) : options.language
  const job: RenderJob = {
    ...(await frameWith(ctx, { document, options, logoId })),
    records: [{ record: withPersons(record, []), locale, nth: 1 }],
    format: 'pdf',
    copies: 1,
    isSpecimen: true,
    asksToPrint: false,
  }
  return {
    name: `${say(locale, document)}-${say(locale, 'specimen')}.pdf`,
    contentType: 'application/pdf',
    bytes: async () => (await renderInThread(job)).bytes,
  }
}
