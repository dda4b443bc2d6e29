import { type ServedList, readPage } from '#modules/views/lists.ts'
import { type CellStyle, type ListField, cellText, cellTyped } from '#platform/cells.ts'
import type { Ctx } from '#platform/ctx.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { EXPORT_ROWS_MAX } from '#platform/csv.ts'
import {
  type AddRow,
  type ExportFormat,
  type ExportTable,
  type FormattedCell,
  type MadeFile,
  makeFile,
} from '#platform/export.ts'
import { timeText } from '#platform/format.ts'
import { queryOfValues, readValues } from '#platform/list.ts'

/** Rows read at once. */
const PAGE_ROWS = 1_000

export type ListExport = { format: ExportFormat; search: string; columns: readonly string[] }

const text = {
  list: { zh: '列表', en: 'List' },
  rows: { zh: '行数', en: 'Rows' },
  by: { zh: '导出人', en: 'Exported by' },
  at: { zh: '导出时间', en: 'Exported at' },
}

/**
 * A list as a file: what its own operation gives the actor for this search, page after page, in the columns asked for.
 * More rows than a file may have are refused rather than cut.
 */
export async function makeListFile(
  ctx: Ctx,
  list: ServedList,
  { format, search, columns }: ListExport,
): Promise<{ file: MadeFile; rows: number }> {
  const place = { zone: ctx.tenant.zone, now: ctx.now }
  const query = queryOfValues(list, readValues(search), place)
  const fields = fieldsOf(list, columns)
  const style: CellStyle = { locale: ctx.locale, zone: ctx.tenant.zone, currency: ctx.tenant.currency }
  let rows = 0
  const heading = {
    name: `${list.title[ctx.locale]} ${timeText(ctx.now, ctx.tenant.zone).replace(':', '')}`,
    columns: fields.map((field) => field.title[ctx.locale]),
  }
  const file = await makeFile(format, heading, async (add) => {
    rows = await addRows(ctx, list, { query, add: (row) => add(cellsOf(row)) })
    return aboutOf(ctx, list, rows)
  })
  emit(ctx, 'list.exported', { type: 'tenant', id: ctx.tenant.id }, { list: list.name, rows, format })
  return { file, rows }

  function cellsOf(row: unknown): FormattedCell[] {
    return fields.map((field) => cellOf(field, row, { format, style, now: ctx.now }))
  }
}

type Adding = { query: object; add: (row: unknown) => ReturnType<AddRow> }

async function addRows(ctx: Ctx, list: ServedList, { query, add }: Adding): Promise<number> {
  let rows = 0
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(ctx, list, {
      query,
      cursor,
      limit: PAGE_ROWS,
    })
    rows += page.rows.length
    if (rows > EXPORT_ROWS_MAX || (page.next !== null && rows === EXPORT_ROWS_MAX))
      throw new Refused('export.too_many_rows', { max: EXPORT_ROWS_MAX }, 422)
    for (const row of page.rows) await add(row)
    cursor = page.next
  } while (cursor !== null)
  return rows
}

/** The columns asked for that the list has, in that order; the first one names the row and is always there. */
function fieldsOf(list: ServedList, columns: readonly string[]): readonly ListField<never>[] {
  const [first] = list.fields
  const asked = columns.flatMap((key) => list.fields.find((field) => field.key === key) ?? [])
  if (asked.length === 0 || !first) return list.fields
  return asked.includes(first) ? asked : [first, ...asked]
}

type Said = { format: ExportFormat; style: CellStyle; now: Date }

function cellOf(field: ListField<never>, row: unknown, { format, style, now }: Said): FormattedCell {
  const cell = field.value(row as never, now)
  return format === 'xlsx' ? cellTyped(cell, style) : { value: cellText(cell, style) || null }
}

const aboutOf = (
  { locale, now, actor, tenant }: Ctx,
  list: ServedList,
  rows: number,
): ExportTable['about'] => [
  [text.list[locale], list.title[locale]],
  [text.rows[locale], rows],
  [text.by[locale], actor.name],
  [text.at[locale], timeText(now, tenant.zone)],
]
