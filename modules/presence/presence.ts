import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { PRESENCE_KEPT_MS, type PresenceState } from '#platform/presence-state.ts'
import { type RecordRef, mustSeeRecord } from '#platform/records.ts'

export type Presence = { clientId: string; record: RecordRef | null; state: PresenceState }

/** Notes what a person's page shows. Only people are present; a page shows one record at a time, and one its person may read. */
export async function setPresence(ctx: Ctx, { clientId, record, state }: Presence): Promise<void> {
  if (ctx.actor.kind !== 'user') return
  if (record) await mustSeeRecord(ctx, record)
  // The database's clock: every process compares with the same one.
  await ctx.db.run(sql`
    insert into presence (tenant_id, client_id, user_id, user_name, record_type, record_id, state, seen_at)
    values (${ctx.tenant.id}, ${clientId}, ${ctx.actor.id}, ${ctx.actor.name}, ${record?.type ?? null}, ${record?.id ?? null}::uuid, ${state}, clock_timestamp())
    on conflict (tenant_id, client_id) do update
      set record_type = excluded.record_type, record_id = excluded.record_id, state = excluded.state, seen_at = excluded.seen_at
      where presence.user_id = excluded.user_id`)
  await ctx.db.run(sql`
    delete from presence where tenant_id = ${ctx.tenant.id} and seen_at < clock_timestamp() - make_interval(secs => ${(PRESENCE_KEPT_MS * 4) / 1_000})`)
}
