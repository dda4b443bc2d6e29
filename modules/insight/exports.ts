import type { Download } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { EXPORT_ROWS_MAX } from '#platform/csv.ts'
import { type ExportFormat, makeFile } from '#platform/export.ts'
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
  const figure = await readKpi(ctx, question)
  const columns = rowColumns(definition, hasParts(question))
  const { zone } = ctx.tenant
  let rows = 0
  const heading = {
    name: `${definition.id}_${question.from ?? ''}_${question.to ?? ''}`,
    columns: columns.map((c) => c.title[ctx.locale]),
  }
  const file = await makeFile(question.format, heading, async (add) => {
    for await (const row of eachRow(ctx, question, EXPORT_ROWS_MAX)) {
      rows += 1
      const said = { row, zone, locale: ctx.locale }
      await add(columns.map((column) => ({ value: cellOf(definition, column, said) })))
    }
    return [
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
    ]
  })
  emit(
    ctx,
    'kpi.exported',
    { type: 'tenant', id: ctx.tenant.id },
    { kpiId: definition.id, rows, format: question.format },
  )
  return file
}

/** Whether rows carry quantities instead of one hit each. */
export function hasParts({ id, otif }: Pick<Selection, 'otif'> & { id: string }): boolean {
  return 'part' in measures[kpiOf(id).id] || otif?.level === 'unit'
}

const PAGE = 1_000

type Question = Selection & { id: string }

/** All rows up to a limit; more is refused rather than cut. */
export async function allRows(ctx: Ctx, question: Question, max: number): Promise<KpiRow[]> {
  const rows: KpiRow[] = []
  for await (const row of eachRow(ctx, question, max)) rows.push(row)
  return rows
}

async function* eachRow(ctx: Ctx, question: Question, max: number): AsyncGenerator<KpiRow> {
  let count = 0
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listKpiRows>> = await listKpiRows(ctx, {
      ...question,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    })
    count += page.rows.length
    cursor = page.next
    if (count > max || (cursor && count === max)) throw new Refused('kpi.too_many_rows', { max }, 422)
    yield* page.rows
  } while (cursor)
}
