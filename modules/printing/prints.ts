import { type Ctx, can, mustBeAbleTo } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import type { Bilingual, Locale } from '#platform/text.ts'
import {
  type DocumentKind,
  PRINT_PAGES_MAX,
  type Paper,
  type PrintFormat,
  documents,
  formatsOf,
  labelsOf,
  whyNotPrint,
} from './document.ts'
import './events.ts'
import { type PrintedRecord, customerOf, readerOf } from './print-data.ts'
import { type PersonPart, type PrivacyRule, fullPartsOf } from './privacy-rule.ts'
import { listPrivacyRules } from './privacy-rules.ts'
import { readRecords } from './records.ts'
import { type PrintRefusal, refusals } from './refusals.ts'
import { type Template, readTemplate } from './templates.ts'

export type NewPrint = {
  document: DocumentKind
  recordIds: readonly string[]
  format: PrintFormat
  paper?: Paper | undefined
  language?: Locale | undefined
  copies: number
  reason?: string | undefined
  /** Personal data in full where the privacy rule allows it. */
  isFull: boolean
}
export type LeftOut = { recordId: string; number: string; code: PrintRefusal; message: string }
export type PrintMade = { id: string; printed: number; reprints: number; pages: number; leftOut: LeftOut[] }
export type PrintCheck = {
  fresh: number
  reprints: { recordId: string; number: string; times: number }[]
  leftOut: LeftOut[]
  /** Parts of personal data the rules let this person print in full. */
  fullParts: readonly PersonPart[]
}

type Planned = { record: PrintedRecord; nth: number; fullParts: readonly PersonPart[] }
type Plan = { template: Template; planned: Planned[]; leftOut: LeftOut[] }

/** What a print of these records would be, before it is asked for. */
export async function checkPrint(
  ctx: Ctx,
  { document, recordIds }: { document: DocumentKind; recordIds: readonly string[] },
): Promise<PrintCheck> {
  const { planned, leftOut } = await planPrint(ctx, document, recordIds)
  const again = planned.filter((one) => one.nth > 1)
  return {
    fresh: planned.length - again.length,
    reprints: again.map(({ record, nth }) => ({
      recordId: record.id,
      number: record.number,
      times: nth - 1,
    })),
    leftOut,
    fullParts: can(ctx.actor, 'personal_data.reveal')
      ? [...new Set(planned.flatMap((one) => one.fullParts))]
      : [],
  }
}

/** Writes the print down, one row for each record; its file is drawn when it is opened (files.ts). */
export async function startPrint(ctx: Ctx, input: NewPrint): Promise<PrintMade> {
  refuseMisfit(input)
  await ctx.db.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`print ${ctx.tenant.id} ${input.document}`}, 0))`,
  )
  const { template, planned, leftOut } = await planPrint(ctx, input.document, input.recordIds)
  const [first] = leftOut
  if (planned.length === 0 && first) throw new Refused(first.code)
  const reprints = planned.filter((one) => one.nth > 1).length
  const reason = input.reason ?? ''
  if (reprints > 0 && reason === '' && template.options.asksReprintReason)
    throw new Refused('print.reason_needed', { count: reprints })
  const allowed = input.isFull
    ? inFull(ctx, planned, reason)
    : planned.map((one) => ({ ...one, fullParts: [] }))
  const pages = pagesOfAll(input.document, allowed) * input.copies
  if (pages > PRINT_PAGES_MAX) throw new Refused('print.too_many_pages', { max: PRINT_PAGES_MAX, pages }, 422)

  const batchId = newId(ctx.now.getTime())
  await savePrints(ctx, { batchId, input, template, planned: allowed })
  for (const one of allowed) {
    const { record, nth, fullParts } = one
    const parentId = record.subject === 'shipment' ? record.order.id : null
    emit(
      ctx,
      'document.printed',
      { type: record.subject, id: record.id, parentId },
      {
        document: input.document,
        format: input.format,
        copies: input.copies,
        nth,
        fullParts: [...fullParts],
        reason: reasonOf(one, reason),
        batchId,
      },
    )
  }
  return { id: batchId, printed: allowed.length, reprints, pages, leftOut }
}

function refuseMisfit({ document, format, paper }: NewPrint): void {
  const problems: { path: string; message: Bilingual }[] = []
  if (!formatsOf(document).includes(format))
    problems.push({
      path: 'format',
      message: { zh: '只有标签才能以 ZPL 打印', en: 'Only labels can be printed as ZPL' },
    })
  if (paper && !documents[document].papers.includes(paper))
    problems.push({
      path: 'paper',
      message: { zh: '该单据没有这种纸张', en: 'This document has no such paper' },
    })
  if (problems.length > 0) throw new Invalid(problems)
}

async function planPrint(ctx: Ctx, document: DocumentKind, recordIds: readonly string[]): Promise<Plan> {
  const ids = [...new Set(recordIds)]
  const { subject, permission } = documents[document]
  mustBeAbleTo(ctx, permission)
  const template = await readTemplate(ctx, document)
  if (!template.isOn) throw new Refused('print.document_off')
  const records = await readRecords(ctx, subject, ids)
  // One that is not there, or not this person's to see, stops the whole print: the list on the screen is not what it seems.
  if (records.length < ids.length) throw new NotFound(subject)
  const [rules, times] = [await listPrivacyRules(ctx), await timesPrinted(ctx, document, ids)]
  const leftOut = records.flatMap((record) => leftOutOf(ctx, document, record) ?? [])
  const planned = records
    .filter((record) => !leftOut.some((one) => one.recordId === record.id))
    .map((record) => ({
      record,
      nth: (times.get(record.id) ?? 0) + 1,
      fullParts: fullPartsFor(rules, document, record),
    }))
  return { template, planned, leftOut }
}

function leftOutOf(ctx: Ctx, document: DocumentKind, record: PrintedRecord): LeftOut | null {
  const code = whyNotPrint(
    document,
    record.subject === 'shipment' ? { ...record, parcels: record.parcels.length } : record,
  )
  return code && { recordId: record.id, number: record.number, code, message: refusals[code][ctx.locale] }
}

const fullPartsFor = (
  rules: readonly PrivacyRule[],
  document: DocumentKind,
  record: PrintedRecord,
): readonly PersonPart[] => fullPartsOf(rules, document, readerOf(record).carrierId)

async function timesPrinted(
  ctx: Ctx,
  document: DocumentKind,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await ctx.db.all(sql<{ id: string; times: number }>`
    select subject_id as id, max(nth) as times from document_print
    where tenant_id = ${ctx.tenant.id} and subject_id = any(${ids}::uuid[]) and document = ${document} group by subject_id`)
  return new Map(rows.map((row) => [row.id, row.times]))
}

function inFull(ctx: Ctx, planned: readonly Planned[], reason: string): Planned[] {
  mustBeAbleTo(ctx, 'personal_data.reveal')
  if (planned.every((one) => one.fullParts.length === 0)) throw new Refused('print.full_not_allowed')
  if (reason === '') throw new Refused('print.full_reason_needed')
  return [...planned]
}

const pagesOf = (document: DocumentKind, record: PrintedRecord): number =>
  labelsOf(document, record.subject === 'shipment' ? { ...record, parcels: record.parcels.length } : record)

/** A joint document begins anew for each warehouse. */
const pagesOfAll = (document: DocumentKind, planned: readonly Planned[]): number =>
  documents[document].isJoint
    ? new Set(planned.map(({ record }) => ('warehouse' in record ? record.warehouse.id : ''))).size
    : planned.reduce((sum, { record }) => sum + pagesOf(document, record), 0)

/** A reason is kept where one was due: of a print that is neither a reprint nor in full, nobody asks why. */
const reasonOf = ({ nth, fullParts }: Pick<Planned, 'nth' | 'fullParts'>, reason: string): string =>
  nth > 1 || fullParts.length > 0 ? reason : ''

type Save = { batchId: string; input: NewPrint; template: Template; planned: readonly Planned[] }

async function savePrints(ctx: Ctx, { batchId, input, template, planned }: Save): Promise<void> {
  const rows = planned.map(({ record, nth, fullParts }) => ({
    reason: reasonOf({ nth, fullParts }, input.reason ?? ''),
    id: newId(),
    subject_id: record.id,
    subject_number: record.number,
    customer_id: customerOf(record),
    warehouse_id: record.subject === 'order' ? null : record.warehouse.id,
    carrier_id: readerOf(record).carrierId,
    language: languageOf(ctx, { input, template, record }),
    pages: pagesOf(input.document, record),
    nth,
    full_parts: fullParts,
  }))
  await ctx.db.run(sql`
    insert into document_print (tenant_id, id, batch_id, position, document, subject_type, subject_id, subject_number, customer_id, warehouse_id,
      carrier_id, format, paper, language, copies, pages, nth, reason, full_parts, template_version, printed_at, printed_by, printed_by_name)
    select ${ctx.tenant.id}, r.id, ${batchId}, r.position, ${input.document}, ${documents[input.document].subject}, r.subject_id, r.subject_number,
      r.customer_id, r.warehouse_id, r.carrier_id, ${input.format}, ${input.paper ?? template.options.paper}, r.language, ${input.copies}, r.pages, r.nth,
      r.reason, array(select jsonb_array_elements_text(r.full_parts)), ${template.version}, ${ctx.now},
      ${ctx.actor.kind === 'system' ? null : ctx.actor.id}, ${ctx.actor.name}
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (id uuid, subject_id uuid, subject_number text, customer_id uuid,
      warehouse_id uuid, carrier_id uuid, language text, pages int, nth int, full_parts jsonb, reason text)) with ordinality
      as r (id, subject_id, subject_number, customer_id, warehouse_id, carrier_id, language, pages, nth, full_parts, reason, position)`)
}

/** As asked for, else as the template says: one language, or the customer's where it is known. */
function languageOf(
  ctx: Ctx,
  { input, template, record }: { input: NewPrint; template: Template; record: PrintedRecord },
): Locale {
  if (input.language) return input.language
  const { language } = template.options
  return language === 'customer' ? (readerOf(record).locale ?? ctx.tenant.locale) : language
}
