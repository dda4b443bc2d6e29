import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { Clause } from './clause.ts'

/** The clause columns of `c` (clause) and `k` (contract) as the JSON that clause.ts works on. */
export const clauseJson = sql`jsonb_build_object(
  'id', c.id, 'lineId', c.line_id, 'version', c.version, 'contractId', c.contract_id, 'customerId', k.customer_id, 'kind', c.kind,
  'urgent', c.urgent, 'destination', c.destination, 'origin', c.origin, 'service', c.service, 'classKey', c.class_key, 'target', c.target,
  'calendarId', c.calendar_id, 'earlyToleranceMinutes', c.early_tolerance_minutes, 'lateToleranceMinutes', c.late_tolerance_minutes,
  'exclusions', c.exclusions)`

/**
 * Scalar sub-select: the clauses in force now for these customers and of the default set, as JSON `Clause[]`.
 * `customerIds` is a list or an SQL expression of type uuid[]. Give `pickClause` the customer when there are several.
 */
export function clausesFragment(
  ctx: Ctx,
  customerIds: readonly string[] | RawBuilder<unknown>,
): RawBuilder<Clause[]> {
  const ids = 'toOperationNode' in customerIds ? customerIds : sql`${customerIds}::uuid[]`
  return sql<Clause[]>`(
    select coalesce(jsonb_agg(${clauseJson}), '[]'::jsonb)
    from contract k join clause c on c.tenant_id = k.tenant_id and c.contract_id = k.id
    where k.tenant_id = ${ctx.tenant.id} and (k.customer_id is null or k.customer_id = any(${ids}))
      and ${isInForce(ctx)})`
}

/** Published, not retired, of a contract that runs today in the company's zone. */
export const isInForce = (ctx: Ctx) => sql<boolean>`
  c.published_at is not null and c.retired_at is null and k.ended_at is null
  and k.valid_from <= (${ctx.now}::timestamptz at time zone ${ctx.tenant.zone})::date
  and (k.valid_to is null or k.valid_to >= (${ctx.now}::timestamptz at time zone ${ctx.tenant.zone})::date)`
