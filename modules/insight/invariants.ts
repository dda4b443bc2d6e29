import type { Invariant } from '#modules/inventory/invariants.ts'
import { sql } from '#platform/db.ts'

const BROKEN_MAX = 100
/** Sums of the same values in another order differ by rounding only. */
const ROUNDING = 1e-6

/** What must hold of the daily sums at every moment; that they equal the facts is held by a property test. */
export const insightInvariants: Invariant[] = [
  {
    name: 'kpi_rollup.parts_equal_whole',
    describe: {
      zh: '每个指标每天按任一维度的合计等于当天的总计',
      en: 'The daily sums of a KPI by any of its dimensions add up to those of the day',
    },
    query: (ctx) => sql`
      with day_sums as (
        select kpi_id, day, dimension, sum(n)::bigint as n, sum(numerator) as numerator, sum(denominator) as denominator
        from kpi_rollup where tenant_id = ${ctx.tenant.id} group by kpi_id, day, dimension)
      select coalesce(p.kpi_id, w.kpi_id) as "kpi", to_char(coalesce(p.day, w.day), 'YYYY-MM-DD') as day, p.dimension, p.n, w.n as "whole"
      from (select * from day_sums where dimension <> 'all') p
      full join (select * from day_sums where dimension = 'all') w on w.kpi_id = p.kpi_id and w.day = p.day
      where p.n is distinct from w.n
        or abs(p.numerator - w.numerator) > ${ROUNDING} * greatest(1, abs(w.numerator))
        or abs(p.denominator - w.denominator) > ${ROUNDING} * greatest(1, abs(w.denominator))
      limit ${BROKEN_MAX}`,
  },
]
