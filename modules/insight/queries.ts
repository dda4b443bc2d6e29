import { type RawBuilder, sql } from 'kysely'
import { causeOf } from '#modules/orders/shortage-cause.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Locale } from '#platform/text.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { Dimension } from './definition.ts'
import { type KpiId, definitions } from './definitions.ts'
import type { Fact } from './facts.ts'
import { type Figure, type Sums, figureOf } from './figure.ts'
import { type Selection, conditionOf, dimensionsOf, keyOf, localDay, partsOf, sourceOf } from './kpi-sql.ts'
import { checkFilter, kpiOf, readKpi, refreshedAt } from './read-kpi.ts'
import type { RowForColumns } from './row-columns.ts'

/** One case of a figure, as the screen, the export and the command line show it. */
export type KpiRow = RowForColumns & { id: string; at: string; orderId: string | null }

export type RowsQuestion = Selection & { id: string; limit: number; cursor?: string | undefined }

/** The rows a figure is made of, latest day first, by keyset. */
export async function listKpiRows(
  ctx: Ctx,
  question: RowsQuestion,
): Promise<{ rows: KpiRow[]; next: string | null }> {
  const definition = kpiOf(question.id)
  checkFilter(definition, question.filter)
  const source = sourceOf(ctx, definition.id, question)
  const { fact } = source
  const { numerator, denominator } = partsOf(ctx, source.measure)
  const [afterAt, afterId] = question.cursor ? decodeCursor(question.cursor, 2) : [null, null]
  const at = sql.raw(fact.at)
  const after = question.cursor
    ? sql`and (${at}, f.id) < (${String(afterAt)}::timestamptz, ${idOr(afterId)}::uuid)`
    : sql``
  const rows = await ctx.db.all(sql<RawRow>`
    select x.id, x.day, x.at, x.exact_at, x.order_id, x.order_number, x.line, x.shipment, x.due_at, x.done_at, x.numerator, x.denominator,
      x.class, x.mode, x.country, x.service, x.cause, c.shown_name as customer, w.name as warehouse, k.name as carrier, p.sku as product
    from (
      select f.id, ${localDay(ctx, fact.at)} as day, ${at} as at, ${at}::text as exact_at, f.order_id, ${numerator} as numerator, ${denominator} as denominator,
        ${rowColumns(fact)}
      from ${source.from} f where ${conditionOf(ctx, source, question)} ${after}
      order by ${at} desc, f.id desc limit ${question.limit + 1}
    ) x
    left join party c on c.tenant_id = ${ctx.tenant.id} and c.id = x.customer
    left join warehouse w on w.tenant_id = ${ctx.tenant.id} and w.id = x.warehouse
    left join party k on k.tenant_id = ${ctx.tenant.id} and k.id = x.carrier
    left join product p on p.tenant_id = ${ctx.tenant.id} and p.id = x.product
    order by x.at desc, x.id desc`)
  const page = toPage(rows, question.limit, (r) => [r.exact_at, r.id])
  return { rows: page.rows.map((row) => viewOf(row, ctx.locale)), next: page.next }
}

type RawRow = Omit<KpiRow, 'at' | 'orderId' | 'orderNumber' | 'dueAt' | 'doneAt'> & {
  at: Date
  exact_at: string
  order_id: string | null
  order_number: string | null
  due_at: Date | null
  done_at: Date | null
}

const NIL_ID = '00000000-0000-0000-0000-000000000000'
const idOr = (value: string | number | null | undefined): string =>
  /^[0-9a-f-]{36}$/.test(String(value)) ? String(value) : NIL_ID

function rowColumns(fact: Fact): RawBuilder<unknown> {
  const column = (name: Dimension, type: string) => `${fact.dimensions[name] ?? 'null'}::${type} as ${name}`
  const { row } = fact
  const texts = (['class', 'mode', 'country', 'service', 'cause'] as const).map((d) => column(d, 'text'))
  const ids = (['customer', 'warehouse', 'carrier', 'product'] as const).map((d) => column(d, 'uuid'))
  const own = [
    `${row.number ?? 'null'}::text as shipment`,
    `${row.line ?? 'null'}::int as line`,
    `${row.due ?? 'null'}::timestamptz as due_at`,
    `${row.done ?? 'null'}::timestamptz as done_at`,
  ]
  return sql.raw(['f.order_number', ...own, ...texts, ...ids].join(', '))
}

function viewOf(r: RawRow, locale: Locale): KpiRow {
  return {
    id: r.id,
    day: r.day,
    at: r.at.toISOString(),
    orderId: r.order_id,
    orderNumber: r.order_number ?? '',
    line: r.line,
    shipment: r.shipment ?? '',
    customer: r.customer ?? '',
    class: r.class ?? '',
    warehouse: r.warehouse ?? '',
    carrier: r.carrier ?? '',
    mode: r.mode ?? '',
    country: r.country ?? '',
    service: r.service ?? '',
    product: r.product ?? '',
    cause: r.cause ? causeOf(r.cause)[locale] : '',
    dueAt: r.due_at?.toISOString() ?? null,
    doneAt: r.done_at?.toISOString() ?? null,
    numerator: r.numerator,
    denominator: r.denominator,
  }
}

const isScoped = ({ actor }: Ctx): boolean => Object.values(actor.scopes).some((ids) => ids !== undefined)

export type DashboardQuestion = {
  from: string
  to: string
  dimension?: Dimension | undefined
  key?: string | undefined
}
export type KpiSummary = Figure & { id: KpiId; months: ({ key: string } & Figure)[] }

/** Every KPI over the period and month by month, for the whole company or one value of a dimension. */
export async function readDashboard(
  ctx: Ctx,
  question: DashboardQuestion,
): Promise<{ asOf: string; kpis: KpiSummary[] }> {
  const fresh = isScoped(ctx) ? null : await refreshedAt(ctx)
  const rows = fresh ? await monthsFromRollups(ctx, question) : await monthsFromFacts(ctx, question)
  const byKpi = Map.groupBy(rows, (r) => r.kpi_id)
  const kpis = definitions.map((definition) => {
    const months = (byKpi.get(definition.id) ?? []).toSorted((a, b) => a.month.localeCompare(b.month))
    return {
      id: definition.id,
      ...figureOf(definition, added(months)),
      months: months.map((m) => ({ key: m.month, ...figureOf(definition, m) })),
    }
  })
  return { asOf: (fresh ?? ctx.now).toISOString(), kpis }
}

type MonthRow = Sums & { kpi_id: string; month: string }

const added = (rows: Sums[]): Sums =>
  rows.reduce(
    (a, b) => ({
      n: a.n + b.n,
      numerator: a.numerator + b.numerator,
      denominator: a.denominator + b.denominator,
      sum: a.sum + b.sum,
      sumSq: a.sumSq + b.sumSq,
    }),
    { n: 0, numerator: 0, denominator: 0, sum: 0, sumSq: 0 },
  )

function monthsFromRollups(ctx: Ctx, { from, to, dimension, key }: DashboardQuestion): Promise<MonthRow[]> {
  return ctx.db.all(sql<MonthRow>`
    select r.kpi_id, to_char(r.month, 'YYYY-MM') as month, r.n, r.numerator, r.denominator, r.sum, r."sumSq"
    from (
      select r.kpi_id, date_trunc('month', r.day::timestamp) as month, sum(r.n)::bigint as n, sum(r.numerator) as numerator, sum(r.denominator) as denominator,
        sum(r.sum) as sum, sum(r.sum_sq) as "sumSq"
      from kpi_rollup r
      join unnest(${definitions.map((d) => d.id)}::text[], ${definitions.map((d) => d.version)}::smallint[]) as k (id, version) on k.id = r.kpi_id and k.version = r.version
      where r.tenant_id = ${ctx.tenant.id} and r.dimension = ${dimension ?? 'all'} and r.key = ${dimension ? (key ?? '') : ''}
        and r.day between ${from}::date and ${to}::date
      group by 1, 2
    ) r`)
}

/** The same from the facts, for users who see a part of the company. */
async function monthsFromFacts(
  ctx: Ctx,
  { from, to, dimension, key }: DashboardQuestion,
): Promise<MonthRow[]> {
  const rows: MonthRow[] = []
  for (const definition of definitions) {
    if (dimension && !dimensionsOf(definition).includes(dimension)) continue
    const selection = { from, to, filter: dimension ? { [dimension]: key ?? '' } : {} }
    const source = sourceOf(ctx, definition.id, selection)
    const { numerator, denominator } = partsOf(ctx, source.measure)
    const sumSq = 'value' in source.measure ? sql`sum(x.numerator * x.numerator)` : sql`0`
    rows.push(
      ...(await ctx.db.all(sql<MonthRow>`
      select ${definition.id} as kpi_id, x.month, count(*) as n, sum(x.numerator) as numerator, sum(x.denominator) as denominator, sum(x.numerator) as sum, ${sumSq} as "sumSq"
      from (
        select ${keyOf(ctx, source.fact, 'month')} as month, ${numerator} as numerator, ${denominator} as denominator
        from ${source.from} f where ${conditionOf(ctx, source, selection)}
      ) x group by x.month`)),
    )
  }
  return rows
}

/** The company's own targets by KPI. */
export async function targetsOf(ctx: Ctx): Promise<Map<string, OwnTarget>> {
  const rows = await ctx.db.all(
    sql<
      OwnTarget & { kpiId: string }
    >`select kpi_id as "kpiId", target, version from kpi_target where tenant_id = ${ctx.tenant.id}`,
  )
  return new Map(rows.map(({ kpiId, ...own }) => [kpiId, own]))
}

/** Null where the default holds again. */
export type OwnTarget = { target: number | null; version: number }

const CHOICES_MAX = 200

/** What the dashboard can be filtered by: values that occur in the daily sums, with their names left to the caller. */
export async function choiceKeys(ctx: Ctx, dimension: Dimension): Promise<string[]> {
  if (isScoped(ctx)) {
    const { groups } = await readKpi(ctx, { id: 'on_time_delivery', by: dimension })
    return (groups ?? []).toSorted((a, b) => b.n - a.n).map((group) => group.key)
  }
  const rows = await ctx.db.all(sql<{ key: string }>`
    select r.key from kpi_rollup r
    where r.tenant_id = ${ctx.tenant.id} and r.dimension = ${dimension} and r.kpi_id = 'on_time_delivery'
    group by r.key order by sum(r.n) desc, r.key limit ${CHOICES_MAX}`)
  return rows.map((r) => r.key)
}
