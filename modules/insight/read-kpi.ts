import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { Invalid, NotFound } from '#platform/errors.ts'
import {
  type By,
  type KpiDefinition,
  dimensionKeys,
  isDimension,
  isPeriod,
  isRollupDimension,
  periodKeys,
} from './definition.ts'
import { type KpiId, definitionsStamp, findDefinition } from './definitions.ts'
import { measures } from './facts.ts'
import { type Figure, type Stats, type Sums, figureOf } from './figure.ts'
import {
  type Selection,
  conditionOf,
  dimensionsOf,
  keyOf,
  partsOf,
  periodFormats,
  sourceOf,
} from './kpi-sql.ts'
import { labelsOf } from './labels.ts'
import { isDefaultOtif } from './otif.ts'
import { unpacked } from './packed-values.ts'
import { VALUES_BY } from './rollup-sql.ts'
import { describe } from './statistics.ts'

export type Group = Figure & { key: string; label: string }

/** What a page and the command line get: one shape, one code path. */
export type KpiResult = {
  id: string
  version: number
  unit: KpiDefinition['unit']
  direction: KpiDefinition['direction']
} & Figure & { asOf: string; groups?: Group[] }

export type KpiQuestion = Selection & { id: string; by?: string | undefined; groupsMax?: number | undefined }

const GROUPS_MAX = 200
/** Values of a mean that are sorted for one answer; more of them are left to the database. */
const VALUES_MAX = 1_000_000

/**
 * One KPI over the local days from..to (both included; all time when absent), whole and by one dimension or period. Reads the daily
 * sums where they hold the answer, the facts otherwise; both give the same figures.
 */
export async function readKpi(ctx: Ctx, question: KpiQuestion): Promise<KpiResult> {
  const definition = kpiOf(question.id)
  const by = byOf(definition, question.by)
  checkFilter(definition, question.filter)
  const read = { definition, by, question }
  const refreshedAt = await rollupAge(ctx, read)
  const rows = refreshedAt ? await sumsFromRollups(ctx, read) : await sumsFromFacts(ctx, read)
  const total = rows.find((r) => r.is_total) ?? emptyRow
  const { id, version, unit, direction } = definition
  const result = {
    id,
    version,
    unit,
    direction,
    ...figureFrom(definition, total),
    asOf: (refreshedAt ?? ctx.now).toISOString(),
  }
  if (!by) return result
  return {
    ...result,
    groups: await groupsOf(ctx, { definition, by, rows, max: question.groupsMax ?? GROUPS_MAX }),
  }
}

/** The definition, or NotFound. */
export function kpiOf(id: string): KpiDefinition & { id: KpiId } {
  const definition = findDefinition(id)
  if (!definition) throw new NotFound('KPI')
  return definition
}

function byOf(definition: KpiDefinition, by: string | undefined): By | null {
  if (by === undefined) return null
  const allowed: string[] = [...periodKeys, ...dimensionsOf(definition)]
  if (allowed.includes(by) && (isPeriod(by) || isDimension(by))) return by
  const list = allowed.join(', ')
  throw new Invalid([
    {
      path: 'by',
      message: {
        zh: `该指标不能按“${by}”分组，可用：${list}`,
        en: `This KPI cannot be split by "${by}". Use one of: ${list}`,
      },
    },
  ])
}

export function checkFilter(definition: KpiDefinition, filter: Selection['filter'] = {}): void {
  const allowed = dimensionsOf(definition)
  const wrong = dimensionKeys.find((d) => filter[d] !== undefined && !allowed.includes(d))
  if (!wrong) return
  const list = allowed.join(', ')
  throw new Invalid([
    {
      path: wrong,
      message: {
        zh: `该指标没有“${wrong}”这个维度，可用：${list}`,
        en: `This KPI has no dimension "${wrong}". Use one of: ${list}`,
      },
    },
  ])
}

type Read = { definition: KpiDefinition & { id: KpiId }; by: By | null; question: KpiQuestion }
type SumRow = Sums & { key: string | null; is_total: boolean } & {
  [K in 'mean' | 'sd' | 'min' | 'max']: number | null
} & { quantiles: number[] | null }
const emptyRow: SumRow = {
  key: null,
  is_total: true,
  n: 0,
  numerator: 0,
  denominator: 0,
  sum: 0,
  sumSq: 0,
  mean: null,
  sd: null,
  min: null,
  max: null,
  quantiles: null,
}

/** When the rollups were made, if they can answer this question; else null. */
async function rollupAge(ctx: Ctx, read: Read): Promise<Date | null> {
  const { by, question } = read
  const filters = Object.keys(question.filter ?? {})
  const isScoped = Object.values(ctx.actor.scopes).some((ids) => ids !== undefined)
  const isOneDimension =
    filters.length === 0
      ? by === null || isPeriod(by) || isRollupDimension(by)
      : filters.length === 1 && isRollupDimension(filters[0] ?? '') && (by === null || isPeriod(by))
  const needsFacts = isScoped || !isOneDimension || (question.otif && !isDefaultOtif(question.otif))
  if (needsFacts || (isMean(read) && !(await hasValues(ctx, read)))) return null
  return refreshedAt(ctx)
}

const isMean = ({ definition }: Read): boolean => 'value' in measures[definition.id]

/** The values of a mean are kept by class, and no more of them are read at once than fit a moment. */
async function hasValues(ctx: Ctx, { definition, by, question }: Read): Promise<boolean> {
  const [filter] = Object.keys(question.filter ?? {})
  const isByClass = filter === undefined || filter === VALUES_BY
  if (!isByClass || !(by === null || isPeriod(by) || by === VALUES_BY)) return false
  const { n } = await ctx.db.one(sql<{ n: number }>`
    select coalesce(sum(r.n), 0)::bigint as n from kpi_rollup r where ${rowsOf(ctx, { definition, question }, VALUES_BY)}`)
  return n <= VALUES_MAX
}

/** When the daily sums of the present definitions were brought up to date, or null. */
export async function refreshedAt(ctx: Ctx): Promise<Date | null> {
  const row = await ctx.db.maybe(sql<{ refreshed_at: Date }>`
    select refreshed_at from kpi_state where tenant_id = ${ctx.tenant.id} and definitions = ${definitionsStamp}`)
  return row?.refreshed_at ?? null
}

async function sumsFromRollups(ctx: Ctx, read: Read): Promise<SumRow[]> {
  const { by, question } = read
  const key =
    by === null
      ? sql`null::text`
      : isPeriod(by)
        ? sql`to_char(r.day, ${sql.lit(periodFormats[by])})`
        : sql`r.key`
  if (isMean(read))
    return meansOf(
      await ctx.db.all(sql<PackedRow>`
        select ${key} as key, r.n, r.numerator, r.denominator, r.sum, r.sum_sq as "sumSq", r.vals
        from kpi_rollup r where ${rowsOf(ctx, read, VALUES_BY)}`),
    )
  const [filter] = Object.keys(question.filter ?? {})
  const dimension = filter ?? (by && !isPeriod(by) ? by : 'all')
  return ctx.db.all(sql<SumRow>`
    select x.key, grouping(x.key) = 1 as is_total, sum(x.n)::bigint as n, sum(x.numerator) as numerator, sum(x.denominator) as denominator,
      sum(x.sum) as sum, sum(x.sum_sq) as "sumSq", ${noStats}
    from (
      select ${key} as key, r.n, r.numerator, r.denominator, r.sum, r.sum_sq from kpi_rollup r
      where ${rowsOf(ctx, read, dimension)}
    ) x group by grouping sets ((), (x.key))
    having sum(x.n) > 0`)
}

/** The daily sums by a dimension, of one value of it when the question names one. */
function rowsOf(
  ctx: Ctx,
  { definition, question }: Pick<Read, 'definition' | 'question'>,
  dimension: string,
): RawBuilder<boolean> {
  const [key = null] = Object.values(question.filter ?? {})
  return sql<boolean>`
    r.tenant_id = ${ctx.tenant.id} and r.kpi_id = ${definition.id} and r.version = ${definition.version} and r.dimension = ${dimension}
    and r.day between ${question.from ?? '-infinity'}::date and ${question.to ?? 'infinity'}::date
    and (${key}::text is null or r.key = ${key}::text)`
}

type PackedRow = Sums & { key: string | null; vals: Buffer | null }

/** Whole and by key, as the facts give them: the statistics are those of the values themselves. */
function meansOf(rows: readonly PackedRow[]): SumRow[] {
  const groups = [...Map.groupBy(rows, (row) => row.key)].map(([key, own]) => ({ key, is_total: false, own }))
  return [{ key: null, is_total: true, own: rows }, ...groups].flatMap(({ key, is_total, own }) => {
    const found = describe(unpacked(own.flatMap((row) => row.vals ?? [])))
    if (!found) return []
    const sum = (part: keyof Sums) => own.map((row) => row[part]).reduce((a, b) => a + b, 0)
    const { mean, sd, min, max, median, p90, p95 } = found
    const sums = {
      n: sum('n'),
      numerator: sum('numerator'),
      denominator: sum('denominator'),
      sum: sum('sum'),
      sumSq: sum('sumSq'),
    }
    return { key, is_total, ...sums, mean, sd, min, max, quantiles: [median, p90, p95] }
  })
}

async function sumsFromFacts(ctx: Ctx, { definition, by, question }: Read): Promise<SumRow[]> {
  const source = sourceOf(ctx, definition.id, question)
  const key = by === null ? sql`null::text` : keyOf(ctx, source.fact, by)
  const { numerator, denominator } = partsOf(ctx, source.measure)
  const isValue = 'value' in source.measure
  return ctx.db.all(sql<SumRow>`
    select x.key, grouping(x.key) = 1 as is_total, count(*) as n, sum(x.numerator) as numerator, sum(x.denominator) as denominator,
      ${isValue ? sql`sum(x.numerator)` : sql`0`} as sum, ${isValue ? sql`sum(x.numerator * x.numerator)` : sql`0`} as "sumSq",
      ${isValue ? statsColumns : noStats}
    from (
      select ${key} as key, ${numerator} as numerator, ${denominator} as denominator
      from ${source.from} f where ${conditionOf(ctx, source, question)}
    ) x group by grouping sets ((), (x.key))
    having count(*) > 0`)
}

// percentile_cont interpolates as type 7; stddev_samp divides by n − 1.
const statsColumns = sql`avg(x.numerator) as mean, stddev_samp(x.numerator) as sd, min(x.numerator) as min, max(x.numerator) as max,
      percentile_cont(array[0.5, 0.9, 0.95]) within group (order by x.numerator) as quantiles`
const noStats = sql`null as mean, null as sd, null as min, null as max, null as quantiles`

function statsOf({ mean, sd, min, max, quantiles }: SumRow): Stats | null {
  const [median, p90, p95] = quantiles ?? []
  if (
    mean === null ||
    min === null ||
    max === null ||
    median === undefined ||
    p90 === undefined ||
    p95 === undefined
  )
    return null
  return { mean, median, sd, cv: sd === null || mean === 0 ? null : sd / mean, p90, p95, min, max }
}

function figureFrom(definition: KpiDefinition, row: SumRow): Figure {
  return figureOf(definition, row, statsOf(row))
}

async function groupsOf(
  ctx: Ctx,
  { definition, by, rows, max }: { definition: KpiDefinition; by: By; rows: SumRow[]; max: number },
): Promise<Group[]> {
  const parts = rows.filter((r) => !r.is_total).map((r) => ({ ...r, key: r.key ?? '' }))
  const sorted = isPeriod(by)
    ? parts.toSorted((a, b) => a.key.localeCompare(b.key))
    : parts.toSorted((a, b) => b.n - a.n || a.key.localeCompare(b.key))
  const shown = isPeriod(by) ? sorted.slice(-max) : sorted.slice(0, max)
  const labels = isPeriod(by)
    ? new Map<string, string>()
    : await labelsOf(
        ctx,
        by,
        shown.map((r) => r.key),
      )
  return shown.map((row) => ({
    key: row.key,
    label: labels.get(row.key) ?? row.key,
    ...figureFrom(definition, row),
  }))
}
