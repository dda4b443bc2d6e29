import type { RawBuilder } from 'kysely'
import { sql } from '#platform/db.ts'
import type { OrderKind } from './order-kind.ts'

/** The kind of order `o` of customer `c`. */
export const kindColumn = sql<OrderKind>`
  case when o.origin_order_id is not null then 'replacement' when 'internal' = any(c.roles) then 'internal' else 'sale' end`

const isInternal = sql`exists (
  select 1 from party ip where ip.tenant_id = o.tenant_id and ip.id = o.customer_id and 'internal' = any(ip.roles))`
const conditions: Record<OrderKind, RawBuilder<unknown>> = {
  replacement: sql`o.origin_order_id is not null`,
  internal: sql`(o.origin_order_id is null and ${isInternal})`,
  sale: sql`(o.origin_order_id is null and not ${isInternal})`,
}

/** Orders `o` of any of these kinds: said so that each is found by its index. */
export function isOfKind(kinds: string[]): RawBuilder<unknown> {
  const wanted = (Object.keys(conditions) as OrderKind[]).filter((kind) => kinds.includes(kind))
  if (wanted.length === 0) return sql`false`
  return sql`(${sql.join(
    wanted.map((kind) => conditions[kind]),
    sql` or `,
  )})`
}
