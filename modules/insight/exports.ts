import type { Download } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { EXPORT_ROWS_MAX } from '#platform/csv.ts'
import { type ExportFormat, exportTable } from '#platform/export.ts'
import { measures } from './facts.ts'
import type { Selection } from './kpi-sql.ts'
import { type KpiRow, listKpiRows } from './queries.ts'
import { kpiOf, readKpi } from './read-kpi.ts'
import { cellOf, rowColumns } from './row-columns.ts'

/** The rows behind a figure as a file, with the same columns and words as the screen. */
export async function exportKpiRows(
  ctx: Ctx,
  question: Selection & { id: string; format: ExportFormat },
): Promise<Download> {
  const definition = kpiOf(question.id)
  const rows = await allRows(ctx, question, EXPORT_ROWS_MAX)
  const figure = await readKpi(ctx, question)
  const columns = rowColumns(definition, hasParts(question))
  const { zone } = ctx.tenant
  emit(
    ctx,
    'kpi.exported',
    { type: 'tenant', id: ctx.tenant.id },
    { kpiId: definition.id, rows: rows.length, format: question.format },
  )
  return exportTable(
    {
      name: `${definition.id}_${question.from ?? ''}_${question.to ?? ''}`,
      columns: columns.map((c) => c.title[ctx.locale]),
      rows: rows.map((row) =>
        columns.map((column) => cellOf(definition, column, { row, zone, locale: ctx.locale })),
      ),
      about: [
        ['id', definition.id],
        ['version', definition.version],
        ['name', definition.name[ctx.locale]],
        ['numerator', definition.numerator[ctx.locale]],
        ['denominator', definition.denominator[ctx.locale]],
        ['population', definition.population[ctx.locale]],
        ['cohort', definition.cohort[ctx.locale]],
        ['from', question.from ?? ''],
        ['to', question.to ?? ''],
        ['value', figure.value],
        ['n', figure.n],
        ['as of', figure.asOf],
      ],
    },
    question.format,
  )
}

/** Whether rows carry quantities instead of one hit each. */
export function hasParts({ id, otif }: Pick<Selection, 'otif'> & { id: string }): boolean {
  return 'part' in measures[kpiOf(id).id] || otif?.level === 'unit'
}

const PAGE = 5_000

/** All rows up to a limit; more is refused rather than cut. */
export async function allRows(
  ctx: Ctx,
  question: Selection & { id: string },
  max: number,
): Promise<KpiRow[]> {
  const rows: KpiRow[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listKpiRows>> = await listKpiRows(ctx, {
      ...question,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    })
    rows.push(...page.rows)
    cursor = page.next
    if (rows.length > max || (cursor && rows.length === max))
      throw new Refused('kpi.too_many_rows', { max }, 422)
  } while (cursor)
  return rows
}
