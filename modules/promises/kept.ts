import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { insertRows, isoOf, toRows } from './insertion.ts'
import type { NewPromise } from './promises.ts'

export type KeptPromise = NewPromise & {
  /** Kept in the moment it was made: an order acknowledged as it was taken. */ fulfilledAt?:
    | Date
    | number
    | null
}

/**
 * Two INSERTs for the CTEs of one statement: the promises, and the ends of those kept at once (null when none was). Nothing is
 * written where `when` is false. It announces them: a caller whose `when` came out false takes that back.
 */
export function keptPromiseFragments(
  ctx: Ctx,
  promises: KeptPromise[],
  when: RawBuilder<boolean> = sql<boolean>`true`,
): { made: RawBuilder<unknown>; ended: RawBuilder<unknown> | null } {
  const rows = toRows(ctx, promises).map((row, i) => {
    const end = promises[i]?.fulfilledAt ?? null
    return end === null ? { ...row, end } : { ...row, watchAt: null, end }
  })
  for (const [id, made] of Map.groupBy(promises, (p) => p.orderId ?? p.subjectId)) {
    const [first] = made
    if (first)
      emit(
        ctx,
        'promise.made',
        { type: first.orderId ? 'order' : first.subjectType, id },
        { orderId: first.orderId, kinds: [...new Set(made.map((p) => p.kind))], n: made.length },
      )
  }
  const kept = rows.filter((row) => row.end !== null)
  return {
    made: sql`${insertRows(ctx, rows)} where ${when}`,
    ended:
      kept.length === 0
        ? null
        : sql`
      insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at)
      select ${ctx.tenant.id}, k.root_id, 1, 'fulfilled', k.at, ${ctx.now}
      from unnest(${kept.map((row) => row.id)}::uuid[], ${kept.map((row) => isoOf(row.end ?? ctx.now))}::timestamptz[]) as k (root_id, at) where ${when}`,
  }
}
