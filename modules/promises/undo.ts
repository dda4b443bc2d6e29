import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type Cause } from './promise.ts'
import { nextVersion } from './promises.ts'

const IMPORT_UNDONE: Cause = 'import_undone'

/**
 * Undo of an import: every chain of these orders ends as withdrawn, also those that had ended already (an acknowledgement is kept as it is
 * made). The ledger keeps them all. Nobody is liable, so that no figure counts them. One summary event; says how many chains ended.
 */
export async function withdrawImported(ctx: Ctx, orderIds: readonly string[]): Promise<number> {
  if (orderIds.length === 0) return 0
  const { tenant, now } = ctx
  const wanted = sql`p.tenant_id = ${tenant.id} and p.order_id = any(${orderIds}::uuid[])`
  await ctx.db.run(
    sql`select p.id from promise p where ${wanted} and p.id = p.root_id order by p.id for update`,
  )
  const withdrawn = await ctx.db.run(sql`
    with unwatched as (
      update promise p set watch_at = null where ${wanted} and p.watch_at is not null
    ), chain as (
      select p.root_id from promise p where ${wanted} and p.id = p.root_id
    ), resumed as (
      update promise_pause u set to_at = greatest(u.from_at, ${now}), resumed_by = ${userIdOf(ctx)}::uuid
      from chain c where u.tenant_id = ${tenant.id} and u.root_id = c.root_id and u.to_at is null
    )
    insert into promise_outcome (tenant_id, root_id, version, outcome, recorded_at, recorded_by, cause)
    select ${tenant.id}, c.root_id, ${nextVersion(ctx, 'c.root_id')}, 'withdrawn', ${now}, ${userIdOf(ctx)}::uuid, ${IMPORT_UNDONE} from chain c`)
  emit(ctx, 'promise.import_undone', { type: 'tenant', id: tenant.id }, { n: withdrawn })
  return withdrawn
}
