import type { z } from 'zod'
import { type Actor, type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import { findRecords, recordKey } from '#platform/records.ts'
import { isRecordType } from '#modules/record-types.ts'
import { maskEmail } from '#modules/customers/privacy.ts'
import type { MailRow, NoticeGroup } from './api.ts'

type Group = z.infer<typeof NoticeGroup>
type GroupRow = Omit<Group, 'title'>

/** How many of one record's news are shown with it. */
const SHOWN_MAX = 5
export const UNREAD_COUNTED_TO = 100

/** What a person was told, by record, the newest first. What they may not read any more is left out. */
export async function listNotices(
  ctx: Ctx,
  { view, limit, cursor }: { view: 'unread' | 'all' | 'snoozed'; limit: number; cursor?: string | undefined },
) {
  const [beforeAt, beforeId] = cursor ? decodeCursor(cursor, 2) : [null, null]
  const rows = await ctx.db.all(sql<GroupRow & { sortAt: string }>`
    with mine as (
      select n.*, s.until from notification n
      left join notification_snooze s on s.tenant_id = n.tenant_id and s.user_id = n.user_id
        and s.record_type = n.record_type and s.record_id = n.record_id and s.until > ${ctx.now}
      where n.tenant_id = ${ctx.tenant.id} and n.user_id = ${ctx.actor.id} and n.in_app
        and (s.until is not null) = (${view} = 'snoozed') and (${view} <> 'unread' or n.read_at is null)),
    groups as (
      select record_type, record_id, max(at) as at, count(*) filter (where read_at is null)::int as unread, max(until) as until
      from mine group by record_type, record_id)
    select g.record_type as "type", g.record_id as "id", g.at::text as "sortAt", g.unread, g.until as "snoozedUntil",
      (select jsonb_agg(i) from (
        select jsonb_build_object('id', m.id, 'kind', m.kind, 'event', m.event_type, 'at', m.at, 'by', u.name, 'isRead', m.read_at is not null) as i
        from mine m left join app_user u on u.tenant_id = m.tenant_id and u.id = m.actor_id
        where m.record_type = g.record_type and m.record_id = g.record_id order by m.at desc, m.event_seq desc limit ${SHOWN_MAX}) i) as news
    from groups g
    where ${beforeAt}::timestamptz is null or (g.at, g.record_id) < (${beforeAt}::timestamptz, ${beforeId}::uuid)
    order by g.at desc, g.record_id desc limit ${limit + 1}`)
  const page = toPage(rows, limit, (row) => [row.sortAt, row.id])
  const titleOf = await titles(ctx, page.rows)
  await putAway(
    ctx,
    page.rows.filter((row) => titleOf(row) === null),
  )
  return {
    next: page.next,
    rows: page.rows.flatMap(({ type, id, unread, snoozedUntil, news }) => {
      const title = titleOf({ type, id })
      return title === null ? [] : [{ type, id, title, unread, snoozedUntil, news }]
    }),
  }
}

/** What one may not read any more is not counted as unread either. */
async function putAway(ctx: Ctx, gone: readonly { type: string; id: string }[]): Promise<void> {
  if (gone.length === 0) return
  await ctx.db.run(sql`
    update notification n set read_at = ${ctx.now}, mail_at = null
    from unnest(${gone.map((one) => one.type)}::text[], ${gone.map((one) => one.id)}::uuid[]) as g (type, id)
    where n.tenant_id = ${ctx.tenant.id} and n.user_id = ${ctx.actor.id} and n.read_at is null and n.record_type = g.type and n.record_id = g.id`)
}

/** The names of records as this person may see them; null for those they may not. */
export async function titles(
  ctx: Ctx,
  refs: readonly { type: string; id: string }[],
): Promise<(ref: { type: string; id: string }) => string | null> {
  const records = refs.flatMap(({ type, id }) => (isRecordType(type) ? [{ type, id }] : []))
  const found = new Map((await findRecords(ctx, records)).map((one) => [recordKey(one), one]))
  return ({ type, id }) => {
    if (type === 'outbox') return can(ctx.actor, 'mail.manage') ? '' : null
    const record = isRecordType(type) ? found.get(recordKey({ type, id })) : undefined
    return record ? record.title : null
  }
}

/** How many records have news one has not read, up to a hundred. */
export async function countUnread(ctx: Ctx): Promise<number> {
  const { n } = await ctx.db.one(sql<{ n: number }>`
    select count(*)::int as n from (
      select distinct n.record_type, n.record_id from notification n
      where n.tenant_id = ${ctx.tenant.id} and n.user_id = ${ctx.actor.id} and n.read_at is null and n.in_app
        and not exists (select 1 from notification_snooze s where s.tenant_id = n.tenant_id and s.user_id = n.user_id
          and s.record_type = n.record_type and s.record_id = n.record_id and s.until > ${ctx.now})
      limit ${UNREAD_COUNTED_TO}) unread`)
  return n
}

export const as = (ctx: Ctx, actor: Actor): Ctx => ({ ...ctx, actor })

/** The outbox: what waits, what was sent, what failed. Addresses masked; the text is not shown. */
export async function listMails(
  ctx: Ctx,
  { state, limit, cursor }: { state?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const [beforeAt, beforeId] = cursor ? decodeCursor(cursor, 2) : [null, null]
  const rows = await ctx.db.all(sql<z.infer<typeof MailRow> & { sortAt: string }>`
    select id, coalesce(to_address, '') as "to", subject, cardinality(attachment_ids) as files, state, tries, answer, queued_at as "queuedAt",
      last_try_at as "lastTryAt", next_try_at as "nextTryAt", ended_at as "endedAt", erased_at as "erasedAt", queued_at::text as "sortAt"
    from mail where tenant_id = ${ctx.tenant.id} and (${state ?? null}::text is null or state = ${state ?? null})
      and (${beforeAt}::timestamptz is null or (queued_at, id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
    order by queued_at desc, id desc limit ${limit + 1}`)
  const page = toPage(rows, limit, (row) => [row.sortAt, row.id])
  return {
    next: page.next,
    rows: page.rows.map((mail) => ({
      id: mail.id,
      to: mail.to && maskEmail(mail.to),
      subject: mail.subject,
      files: mail.files,
      state: mail.state,
      tries: mail.tries,
      answer: mail.answer,
      queuedAt: mail.queuedAt,
      lastTryAt: mail.lastTryAt,
      nextTryAt: mail.nextTryAt,
      endedAt: mail.endedAt,
      erasedAt: mail.erasedAt,
    })),
  }
}
