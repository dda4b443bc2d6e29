import type { Invariant } from '#modules/inventory/invariants.ts'
import { sql } from '#platform/db.ts'
import { returningOf } from './queries.ts'

const BROKEN_MAX = 100

/** What must hold of returns at every moment. */
export const returnInvariants: Invariant[] = [
  {
    name: 'return.never_more_than_shipped',
    describe: { zh: '退货数量不超过已发数量', en: 'No more comes back than was shipped' },
    query: (ctx) => sql`
      select l.id as "orderLineId", l.shipped, b.n as "returning" from order_line l cross join lateral (${returningOf}) b
      where l.tenant_id = ${ctx.tenant.id} and l.id in (select order_line_id from return_line where tenant_id = ${ctx.tenant.id}) and b.n > l.shipped
      limit ${BROKEN_MAX}`,
  },
  {
    name: 'return.lines_equal_arrivals',
    describe: { zh: '退货行的到货数等于各次到货之和', en: 'What a line got back equals its arrivals' },
    query: (ctx) => sql`
      select l.id as "lineId", l.restocked, l.unsaleable, a.restocked as "arrivedRestocked", a.unsaleable as "arrivedUnsaleable"
      from return_line l left join (
        select line_id, sum(restocked)::bigint as restocked, sum(unsaleable)::bigint as unsaleable from return_arrival_line
        where tenant_id = ${ctx.tenant.id} group by line_id) a on a.line_id = l.id
      where l.tenant_id = ${ctx.tenant.id} and (l.restocked, l.unsaleable) is distinct from (coalesce(a.restocked, 0), coalesce(a.unsaleable, 0))
      limit ${BROKEN_MAX}`,
  },
]
