import { startOfDay, endOfLocalDay } from '#modules/scheduling/calendar.ts'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { z } from 'zod'
import type { PrintRow, PrintState } from './api.ts'
import type { DocumentKind, PrintSubject } from './document.ts'
import { missingOf, progressOf } from './rendering.ts'
import { readRecords } from './records.ts'

type Row = z.infer<typeof PrintRow>

export type PrintFilter = {
  limit: number
  cursor?: string | undefined
  document?: DocumentKind | undefined
  subjectId?: string | undefined
  search?: string | undefined
  kind?: 'first' | 'again' | undefined
  personalData?: 'full' | 'masked' | undefined
  from?: string | undefined
  to?: string | undefined
}

/** What was printed, newest first, of records within the actor's scopes. */
export async function listPrints(ctx: Ctx, f: PrintFilter) {
  const where = [
    sql<boolean>`p.tenant_id = ${ctx.tenant.id}`,
    inScope(ctx, 'customer', 'p.customer_id'),
    inScope(ctx, 'warehouse', 'p.warehouse_id'),
    inScope(ctx, 'carrier', 'p.carrier_id'),
  ]
  if (f.document) where.push(sql`p.document = ${f.document}`)
  if (f.subjectId) where.push(sql`p.subject_id = ${f.subjectId}`)
  if (f.search) where.push(sql`p.subject_number = ${f.search.toUpperCase()}`)
  if (f.kind) where.push(f.kind === 'first' ? sql`p.nth = 1` : sql`p.nth > 1`)
  if (f.personalData)
    where.push(f.personalData === 'full' ? sql`p.full_parts <> '{}'` : sql`p.full_parts = '{}'`)
  if (f.from) where.push(sql`p.printed_at >= ${new Date(startOfDay(ctx.tenant.zone, f.from))}`)
  if (f.to)
    where.push(
      sql`p.printed_at < ${new Date(endOfLocalDay(ctx.tenant.zone, startOfDay(ctx.tenant.zone, f.to)))}`,
    )
  if (f.cursor) {
    const [at, id] = decodeCursor(f.cursor, 2)
    where.push(sql`(p.printed_at, p.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await ctx.db.all(sql<Row>`
    select p.id, p.batch_id as "batchId", p.document, jsonb_build_object('type', p.subject_type, 'id', p.subject_id, 'number', p.subject_number) as subject,
      p.format, p.paper, p.language, p.copies, p.pages, p.nth, p.reason, p.full_parts as "fullParts", p.printed_at as "printedAt",
      p.printed_by_name as "printedBy"
    from document_print p where ${sql.join(where, sql` and `)} order by p.printed_at desc, p.id desc limit ${f.limit + 1}`)
  return toPage(rows, f.limit, (row) => [new Date(row.printedAt).toISOString(), row.id])
}

/** How far the drawing of a print's file is, and what of its text the font could not show. */
export async function getPrint(ctx: Ctx, batchId: string): Promise<z.infer<typeof PrintState>> {
  const rows = await ctx.db.all(sql<{
    document: DocumentKind
    subjectType: PrintSubject
    subjectId: string
    pages: number
  }>`
    select document, subject_type as "subjectType", subject_id as "subjectId", pages * copies as pages from document_print
    where tenant_id = ${ctx.tenant.id} and batch_id = ${batchId} order by position`)
  const [first] = rows
  if (!first) throw new NotFound('print')
  const seen = await readRecords(ctx, first.subjectType, [first.subjectId])
  if (seen.length === 0) throw new NotFound('print')
  return {
    id: batchId,
    document: first.document,
    records: rows.length,
    pages: rows.reduce((sum, row) => sum + row.pages, 0),
    progress: progressOf(batchId),
    missing: missingOf(batchId),
  }
}
