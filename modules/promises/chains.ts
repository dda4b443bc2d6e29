import type { Ctx } from '#platform/ctx.ts'
import { inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import type { PromiseKind, PromiseState, Standing } from './promise.ts'
import type { ChainKey, PromiseRef } from './promises.ts'

/** The current row of a locked chain with what the rules ask for. */
export type Chain = {
  headId: string
  rootId: string
  kind: PromiseKind
  orderId: string | null
  subjectId: string
  madeAt: Date
  dueAt: Date
  state: PromiseState
  /** How often the promise was moved. */
  changes: number
  pausedAt: Date | null
  pauseReason: string | null
}

/** The chain as the rules of promise.ts see it. */
export const standingOf = (chain: Chain): Standing => ({
  state: chain.state,
  dueMs: chain.dueAt.getTime(),
  changes: chain.changes,
})

/** Subject of the events of a chain. */
export const subjectOf = (chain: { rootId: string; orderId: string | null }) => ({
  type: 'promise',
  id: chain.rootId,
  parentId: chain.orderId,
})

/** What every event of a chain says. */
export const namedOf = (chain: { kind: PromiseKind; orderId: string | null; subjectId: string }) => ({
  kind: chain.kind,
  orderId: chain.orderId,
  subjectId: chain.subjectId,
})

/**
 * Locks one chain and reads it. The root row is the lock of the whole chain: whoever writes to a chain takes it first, and
 * reads the chain in a later statement, so that it sees what the one before it wrote.
 * A promise named by id must be within the actor's scopes; a caller that names it by subject has checked its own record.
 */
export async function lockChain(ctx: Ctx, ref: PromiseRef): Promise<Chain> {
  const root = 'promiseId' in ref ? await lockById(ctx, ref.promiseId) : await lockByKey(ctx, ref)
  if (!root) throw new NotFound('promise')
  return ctx.db.one(
    sql<Chain>`
    select p.id as "headId", p.root_id as "rootId", p.kind, p.order_id as "orderId", p.subject_id as "subjectId", p.made_at as "madeAt",
      p.due_at as "dueAt", u.from_at as "pausedAt", u.reason as "pauseReason",
      case when p.watch_at is null then e.outcome when u.id is null then 'open' else 'paused' end as state,
      (select count(*)::int from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id is not null) as changes
    from (
      select * from promise where tenant_id = ${ctx.tenant.id} and id = ${root.id}
      union all
      select * from promise where tenant_id = ${ctx.tenant.id} and root_id = ${root.id} and supersedes_id is not null
    ) p
    left join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id
    left join promise_pause u on u.tenant_id = p.tenant_id and u.root_id = p.root_id and u.to_at is null
    where not exists (
      select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)`,
    'promise',
  )
}

async function lockById(ctx: Ctx, id: string): Promise<{ id: string } | undefined> {
  return ctx.db.maybe(sql<{ id: string }>`
    select p.id from promise p
    where p.tenant_id = ${ctx.tenant.id}
      and p.id = (select a.root_id from promise a where a.tenant_id = ${ctx.tenant.id} and a.id = ${id})
      and ${inScope(ctx, 'customer', 'p.customer_id')} and ${inScope(ctx, 'warehouse', 'p.warehouse_id')} and ${inScope(ctx, 'carrier', 'p.carrier_id')}
    for update of p`)
}

/** The newest chain of that name: an earlier one was withdrawn before it was made anew. */
async function lockByKey(
  ctx: Ctx,
  { kind, orderId, subjectId }: ChainKey,
): Promise<{ id: string } | undefined> {
  return ctx.db.maybe(sql<{ id: string }>`
    select p.id from promise p
    where p.tenant_id = ${ctx.tenant.id} and p.order_id = ${orderId} and p.kind = ${kind} and p.subject_id = ${subjectId} and p.id = p.root_id
    order by p.id desc limit 1 for update`)
}

/** Locks the roots of many chains, in the order of their ids; send it before the statement that reads them. */
export function lockRoots(ctx: Ctx, keys: ChainKey[]): Promise<number> {
  return ctx.db.run(sql`
    select p.id
    from unnest(${keys.map((k) => k.orderId)}::uuid[], ${keys.map((k) => k.kind)}::text[], ${keys.map((k) => k.subjectId)}::uuid[]) as k (order_id, kind, subject_id)
    join promise p on p.tenant_id = ${ctx.tenant.id} and p.order_id = k.order_id and p.kind = k.kind and p.subject_id = k.subject_id
    where p.id = p.root_id
    order by p.id for update of p`)
}
