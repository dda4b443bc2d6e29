import { type RawBuilder, sql } from 'kysely'
import type { Dimension } from './definition.ts'
import { type Sources, linesDue } from './fact-sql.ts'
import type { Fact, Measure } from './facts.ts'

/** The parameters of OTIF, which every contract sets for itself (domain §1.3). */
export type OtifParameters = {
  anchor: 'requested' | 'promised_first' | 'promised_last'
  level: 'order' | 'line' | 'unit'
  /** How much too early still counts; null = the promise's own window, or any time before where it has none. */
  earlyMinutes: number | null
  lateMinutes: number
  /** Share of the ordered quantity that may be missing, 0 to 1. */
  quantityTolerance: number
}

export const otifDefaults: OtifParameters = {
  anchor: 'promised_last',
  level: 'order',
  earlyMinutes: null,
  lateMinutes: 0,
  quantityTolerance: 0,
}

export const isDefaultOtif = (p: OtifParameters): boolean =>
  (Object.keys(otifDefaults) as (keyof OtifParameters)[]).every((key) => p[key] === otifDefaults[key])

const anchors = {
  requested: 'f.requested_at',
  promised_first: 'f.original_due_at',
  promised_last: 'f.due_at',
} as const
const kept = ['class', 'mode', 'service', 'country'] as const
const refs = ['warehouse', 'carrier', 'vendor'] as const
const column = (name: Dimension): string =>
  name === 'class' ? 'class_key' : refs.some((r) => r === name) ? `${name}_id` : name

/** The population of OTIF under these parameters, with the fact and the measure to read it by. */
export function otifSource(
  p: OtifParameters,
  sources: (fact: Fact) => Sources,
): { from: RawBuilder<unknown>; fact: Fact; measure: Measure } {
  const anchor = sql.raw(anchors[p.anchor])
  const late = sql`${anchor} + make_interval(mins => ${p.lateMinutes}::int)`
  const early =
    p.earlyMinutes === null
      ? sql`f.not_early`
      : sql`f.fulfilled_at >= ${anchor} - make_interval(mins => ${p.earlyMinutes}::int)`
  // Several promises on one line are each judged by their own time, unless a tolerance is asked for.
  const asPromised = p.anchor === 'promised_last' && p.lateMinutes === 0 && p.earlyMinutes === null
  const onTime = asPromised ? sql`f.kept` : sql`coalesce(f.fulfilled_at <= ${late} and ${early}, false)`
  const full = sql`f.good >= f.ordered * (1 - ${p.quantityTolerance}::double precision)`
  const dimensions = {
    customer: 'f.customer_id',
    country: 'f.country',
    mode: 'f.mode',
    service: 'f.service',
    class: 'f.class_key',
    warehouse: 'f.warehouse_id',
    carrier: 'f.carrier_id',
    vendor: 'f.vendor_id',
  }
  const fact: Fact = {
    pool: 'order_due',
    at: 'f.anchor_at',
    mark: 'deliver',
    narrow: 'customer',
    row: {
      due: 'f.anchor_at',
      done: 'f.fulfilled_at',
      ...(p.level === 'order' ? {} : { line: 'f.line_no' }),
    },
    dimensions: p.level === 'order' ? dimensions : { ...dimensions, product: 'f.product_id' },
  }
  const lines = sql`
    select f.*, ${anchor} as anchor_at, ${onTime} as is_on_time, ${full} as is_full
    from ${linesDue(sources(fact))} f where f.ordered > 0 and ${anchor} is not null`
  if (p.level === 'line')
    return {
      from: sql`(${lines})`,
      fact,
      measure: { fact: 'order_due', waits: true, hit: 'f.is_on_time and f.is_full' },
    }
  if (p.level === 'unit') {
    return {
      from: sql`(${lines})`,
      fact,
      measure: {
        fact: 'order_due',
        waits: true,
        part: 'case when f.is_on_time then least(f.good, f.ordered) else 0 end',
        whole: 'f.ordered',
      },
    }
  }
  return {
    from: sql`(${ordersOf(lines)})`,
    fact,
    measure: { fact: 'order_due', waits: true, hit: 'f.is_on_time and f.is_full' },
  }
}

function ordersOf(lines: RawBuilder<unknown>): RawBuilder<unknown> {
  const texts = kept.filter((d) => d !== 'country').map((d) => `min(f.${column(d)}) as ${column(d)}`)
  const ids = refs.map(
    (d) =>
      `case when min(f.${column(d)}::text) = max(f.${column(d)}::text) then min(f.${column(d)}::text)::uuid end as ${column(d)}`,
  )
  return sql`
    select f.tenant_id, f.order_id as id, f.order_id, f.customer_id, f.country, f.order_number, ${sql.raw([...texts, ...ids].join(', '))},
      max(f.anchor_at) as anchor_at, case when count(*) = count(f.fulfilled_at) then max(f.fulfilled_at) end as fulfilled_at,
      bool_and(f.is_on_time) as is_on_time, bool_and(f.is_full) as is_full
    from (${lines}) f group by f.tenant_id, f.order_id, f.customer_id, f.country, f.order_number`
}
