import { type Tenant, can, withCtx } from '#platform/ctx.ts'
import type { Database } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { findAsker } from './acting.ts'
import type { BatchState, Work } from './batch.ts'
import { type ImportKind } from './kind-names.ts'
import { kinds } from './kind.ts'
import { stepBatch } from './steps.ts'

const STATEMENT_MS = 60_000
/** One batch is worked on for so long before the others get their turn. */
const TURN_MS = 200

export type Busy = { id: string; kind: ImportKind; state: BatchState; work: Work | null }
export type Turn = { tenant: Tenant; batch: Busy; now: Date }
/** What comes next; `person_gone`: whoever asked for the work may not do it any more. */
export type TurnEnd = 'more' | 'nothing' | 'person_gone'

/** Some steps of a batch as the person who asked for them: what he may not do any more, his import may not do either. */
export async function takeTurn(database: Database, { tenant, batch, now }: Turn): Promise<TurnEnd> {
  const { work } = batch
  const actor =
    work && (await withCtx(database, systemSeed(tenant, 'imports', now), (ctx) => findAsker(ctx, work)))
  const { run, undo } = kinds[batch.kind].permission
  const needed = batch.state === 'undoing' && !batch.work?.takingBack ? undo : run
  if (!actor || !can(actor, needed) || !can(actor, 'import.run')) return 'person_gone'
  const seed = { ...systemSeed(tenant, `import:${batch.id}`, now), actor }
  const until = performance.now() + TURN_MS
  let hasMore = true
  while (hasMore && performance.now() < until)
    hasMore = await withCtx(database, seed, (ctx) => stepBatch(ctx, batch.id), { statementMs: STATEMENT_MS })
  return hasMore ? 'more' : 'nothing'
}
