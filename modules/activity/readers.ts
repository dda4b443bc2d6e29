import { listActors } from '#modules/identity/actors.ts'
import type { Actor, Ctx } from '#platform/ctx.ts'
import { type FoundRecord, type RecordRef, findRecords } from '#platform/records.ts'

export type Reader = { actor: Actor; record: FoundRecord | null }

/** Each of these people with the record as they see it, or null when they may not; disabled people are left out. */
export async function readersOf(ctx: Ctx, ref: RecordRef, userIds: readonly string[]): Promise<Reader[]> {
  const actors = await listActors(ctx, [...new Set(userIds)])
  return Promise.all(
    actors.map(async (actor) => ({
      actor,
      record: (await findRecords({ ...ctx, actor }, [ref]))[0] ?? null,
    })),
  )
}
