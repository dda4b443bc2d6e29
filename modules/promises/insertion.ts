import type { RawBuilder } from 'kysely'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { firstWatchMs } from './ladder.ts'
import type { NewPromise } from './promises.ts'

/** A promise with its id and its first watch, as it is inserted. */
export type PromiseRow = NewPromise & { id: string; watchAt: string | null }

/** Gives promises their ids and their place on the ladder. */
export function toRows(ctx: Ctx, promises: NewPromise[]): PromiseRow[] {
  return promises.map((promise) => {
    const times = { madeMs: Number(promise.madeAt ?? ctx.now), dueMs: Number(promise.dueAt) }
    return { ...promise, id: newId(), watchAt: isoOf(firstWatchMs(promise.kind, times)) }
  })
}

/** One INSERT of any number of rows with one constant text. */
export function insertRows(ctx: Ctx, rows: PromiseRow[]): RawBuilder<unknown> {
  const { tenant, now } = ctx
  const madeBy = userIdOf(ctx)
  return sql`
    insert into promise (tenant_id, id, root_id, kind, subject_type, subject_id, order_id, customer_id, clause_id, made_at, made_by,
      started_at, early_at, due_at, contract_due_at, warehouse_id, carrier_id, lane, mode, service, class_key, urgent, quantity,
      owner_id, watch_at, risk_late, risk_cases, risk_expected_at)
    select ${tenant.id}, n.id, n.id, n.kind, n.subject_type, n.subject_id, n.order_id, n.customer_id, n.clause_id, n.made_at, ${madeBy}::uuid,
      n.started_at, n.early_at, n.due_at, n.contract_due_at, n.warehouse_id, n.carrier_id, n.lane, n.mode, n.service, n.class_key, n.urgent,
      n.quantity, n.owner_id, n.watch_at, n.risk_late, n.risk_cases, n.risk_expected_at
    from unnest(
      ${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.subjectType)}::text[],
      ${rows.map((r) => r.subjectId)}::uuid[], ${rows.map((r) => r.orderId)}::uuid[], ${rows.map((r) => r.customerId)}::uuid[],
      ${rows.map((r) => r.clauseId ?? null)}::uuid[], ${rows.map((r) => isoOf(r.madeAt ?? now))}::timestamptz[],
      ${rows.map((r) => isoOf(r.startedAt ?? r.madeAt ?? now))}::timestamptz[], ${rows.map((r) => isoOrNull(r.earlyAt))}::timestamptz[],
      ${rows.map((r) => isoOf(r.dueAt))}::timestamptz[], ${rows.map((r) => isoOrNull(r.contractDueAt))}::timestamptz[],
      ${rows.map((r) => r.warehouseId ?? null)}::uuid[], ${rows.map((r) => r.carrierId ?? null)}::uuid[], ${rows.map((r) => r.lane ?? null)}::text[],
      ${rows.map((r) => r.mode ?? null)}::text[], ${rows.map((r) => r.service ?? null)}::text[], ${rows.map((r) => r.classKey ?? null)}::text[],
      ${rows.map((r) => r.urgent ?? false)}::boolean[], ${rows.map((r) => r.quantity ?? null)}::bigint[],
      ${rows.map((r) => r.ownerId ?? null)}::uuid[], ${rows.map((r) => r.watchAt)}::timestamptz[],
      ${rows.map((r) => r.risk?.lateShare ?? null)}::float8[], ${rows.map((r) => r.risk?.cases ?? null)}::integer[],
      ${rows.map((r) => isoOrNull(r.risk?.expectedMs))}::timestamptz[]
    ) as n (id, kind, subject_type, subject_id, order_id, customer_id, clause_id, made_at, started_at, early_at, due_at, contract_due_at,
      warehouse_id, carrier_id, lane, mode, service, class_key, urgent, quantity, owner_id, watch_at,
      risk_late, risk_cases, risk_expected_at)`
}

export const isoOf = (at: Date | number): string => new Date(at).toISOString()
export const isoOrNull = (at: Date | number | null | undefined): string | null =>
  at === null || at === undefined ? null : isoOf(at)
