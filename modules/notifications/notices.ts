import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type StoredEvent, emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import type { ToldEvent } from './kind.ts'
import { type Subject, recipientsOf } from './recipients.ts'
import { loadSchedules, loadSettings, settingFor } from './settings.ts'
import { whenToMail } from './timing.ts'

/** News older than this when they are read (a long stop, an import of history) are no news. */
const STALE_MS = 86_400_000

/** Tells people of events: one row for each person and event, however often the events are handed over. */
export async function tellPeople(ctx: Ctx, events: StoredEvent<ToldEvent>[]): Promise<void> {
  const nowMs = ctx.now.getTime()
  const told = await recipientsOf(
    ctx,
    events.filter((event) => nowMs - event.at.getTime() < STALE_MS),
  )
  if (told.length === 0) return
  const userIds = [...new Set(told.map((one) => one.userId))]
  const settings = await loadSettings(ctx, userIds)
  const scheduleOf = await loadSchedules(ctx, userIds)
  const rows = told.flatMap(({ userId, kind, event, record }) => {
    const { inApp, mail } = settingFor(ctx, settings, userId, kind)
    const mailAt = whenToMail(mail, scheduleOf(userId), nowMs)
    return inApp || mailAt !== null ? [{ userId, kind, event, record, inApp, mailAt }] : []
  })
  await ctx.db.run(sql`
    insert into notification (tenant_id, id, user_id, kind, event_type, event_seq, record_type, record_id, actor_id, at, in_app, mail_at)
    select ${ctx.tenant.id}, n.* from unnest(
      ${rows.map(() => newId(nowMs))}::uuid[], ${rows.map((r) => r.userId)}::uuid[], ${rows.map((r) => r.kind)}::text[],
      ${rows.map((r) => r.event.type)}::text[], ${rows.map((r) => r.event.seq)}::bigint[], ${rows.map((r) => r.record.type)}::text[],
      ${rows.map((r) => r.record.id)}::uuid[], ${rows.map((r) => (r.event.actor_kind === 'user' ? r.event.actor_id : null))}::uuid[],
      ${rows.map((r) => r.event.at)}::timestamptz[], ${rows.map((r) => r.inApp)}::bool[],
      ${rows.map((r) => (r.mailAt === null ? null : new Date(r.mailAt)))}::timestamptz[]) n
    on conflict (tenant_id, user_id, event_seq) do nothing`)
  for (const userId of new Set(rows.filter((row) => row.inApp).map((row) => row.userId)))
    emit(ctx, 'notice.arrived', { type: 'inbox', id: userId }, {})
}

/** Marks as read or unread what a person was told of a record, or of everything. Nobody needs a mail of what they have read. */
export async function markNotices(
  ctx: Ctx,
  { record, isRead }: { record: { type: string; id: string } | null; isRead: boolean },
): Promise<void> {
  const { type = null, id = null } = record ?? {}
  if (isRead) {
    await ctx.db.run(sql`
      update notification set read_at = ${ctx.now}, mail_at = null
      where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and read_at is null
        and (${id}::uuid is null or (record_type = ${type} and record_id = ${id}::uuid))`)
    return
  }
  if (!record) return
  // The newest comes back: that is what there is to do.
  await ctx.db.run(sql`
    update notification set read_at = null where (tenant_id, id) = (
      select tenant_id, id from notification where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and in_app
        and record_type = ${type} and record_id = ${id}::uuid order by at desc limit 1)`)
}

/** Puts all news of a record off till then; null brings them back. */
export async function snoozeNotices(
  ctx: Ctx,
  { record, until }: { record: Subject; until: Date | null },
): Promise<void> {
  const mine = sql`tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and record_type = ${record.type} and record_id = ${record.id}`
  if (!until || until <= ctx.now) {
    await ctx.db.run(sql`delete from notification_snooze where ${mine}`)
    return
  }
  await ctx.db.run(sql`
    insert into notification_snooze (tenant_id, user_id, record_type, record_id, until)
    values (${ctx.tenant.id}, ${ctx.actor.id}, ${record.type}, ${record.id}, ${until})
    on conflict (tenant_id, user_id, record_type, record_id) do update set until = excluded.until`)
}
