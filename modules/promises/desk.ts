import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { lockChain, namedOf, subjectOf } from './chains.ts'
import { type Cause, type Liable, causes, whyNotCorrect } from './promise.ts'
import { nextVersion } from './promises.ts'

/** Names who looks after a promise, or nobody. */
export async function assignPromise(
  ctx: Ctx,
  { promiseId, ownerId }: { promiseId: string; ownerId: string | null },
): Promise<void> {
  const chain = await lockChain(ctx, { promiseId })
  if (ownerId !== null && !(await isActiveUser(ctx, ownerId)))
    throw new Refused('promise.owner_unknown', {}, 422)
  await ctx.db.run(
    sql`update promise set owner_id = ${ownerId}::uuid where tenant_id = ${ctx.tenant.id} and id = ${chain.headId}`,
  )
  emit(ctx, 'promise.assigned', subjectOf(chain), { ...namedOf(chain), ownerId })
}

export type Correction =
  | {
      outcome: 'fulfilled'
      fulfilledAt: Date
      cause?: Cause | undefined
      liable?: Liable | undefined
      note: string
    }
  | { outcome: 'broken' | 'withdrawn'; cause: Cause; liable?: Liable | undefined; note: string }
  | { outcome: 'reopened'; note: string }

/** A new version of how a chain ended; the versions before it stay. `reopened` puts it back before the watcher. */
export async function correctOutcome(
  ctx: Ctx,
  { promiseId, ...input }: Correction & { promiseId: string },
): Promise<void> {
  const chain = await lockChain(ctx, { promiseId })
  const fulfilledAt = input.outcome === 'fulfilled' ? input.fulfilledAt : null
  const refusal = whyNotCorrect(chain.state, fulfilledAt?.getTime() ?? null, ctx.now.getTime())
  if (refusal) throw new Refused(refusal)

  const cause = input.outcome === 'reopened' ? null : (input.cause ?? null)
  const liable = input.outcome === 'reopened' ? null : (input.liable ?? (cause ? causes[cause].liable : null))
  await ctx.db.run(sql`
    insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at, recorded_by, cause, liable, note)
    select ${ctx.tenant.id}, c.root_id, ${nextVersion(ctx, 'c.root_id')}, ${input.outcome}, ${fulfilledAt}::timestamptz, ${ctx.now}, ${userIdOf(ctx)}::uuid, ${cause}, ${liable}, ${input.note || null}
    from (select ${chain.rootId}::uuid as root_id) c`)
  if (input.outcome === 'reopened') {
    await ctx.db.run(
      sql`update promise set watch_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${chain.headId}`,
    )
    emit(ctx, 'promise.reopened', subjectOf(chain), namedOf(chain))
    return
  }
  const late = fulfilledAt ? fulfilledAt > chain.dueAt : null
  emit(ctx, 'promise.corrected', subjectOf(chain), {
    ...namedOf(chain),
    outcome: input.outcome,
    late,
    at: fulfilledAt?.toISOString() ?? null,
    cause,
    liable,
  })
}

async function isActiveUser(ctx: Ctx, id: string): Promise<boolean> {
  return (
    (await ctx.db.maybe(
      sql`select 1 from app_user where tenant_id = ${ctx.tenant.id} and id = ${id} and disabled_at is null`,
    )) !== undefined
  )
}
