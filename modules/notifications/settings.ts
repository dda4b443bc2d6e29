import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { calendarOf, loadCalendars, refuseCalendars } from '#modules/scheduling/calendars.ts'
import { isZone } from '#modules/scheduling/zone.ts'
import { type MailChoice, type NoticeKind, type Setting, kinds, noticeKinds, settingOf } from './kind.ts'
import type { Schedule } from './timing.ts'

export type KindSetting = Setting & { kind: NoticeKind }
export type StoredSchedule = {
  quiet: Schedule['quiet']
  quietFrom: string
  quietTo: string
  calendarId: string | null
  digestAt: string
  zone: string
}

type SettingMaps = ReadonlyMap<string, ReadonlyMap<string, Setting>>

/** The choices of these people and of the company, by owner. The company's own id owns its defaults. */
export async function loadSettings(ctx: Ctx, userIds: readonly string[]): Promise<SettingMaps> {
  const rows = await ctx.db.all(sql<{ owner_id: string; kind: string; in_app: boolean; mail: MailChoice }>`
    select owner_id, kind, in_app, mail from notification_setting
    where tenant_id = ${ctx.tenant.id} and owner_id = any(${[...userIds, ctx.tenant.id]}::uuid[])`)
  const byOwner = new Map<string, Map<string, Setting>>()
  for (const row of rows) {
    const own = byOwner.get(row.owner_id) ?? new Map<string, Setting>()
    own.set(row.kind, { inApp: row.in_app, mail: row.mail })
    byOwner.set(row.owner_id, own)
  }
  return byOwner
}

export const settingFor = (ctx: Ctx, all: SettingMaps, userId: string, kind: NoticeKind): Setting =>
  settingOf(kind, all.get(userId), all.get(ctx.tenant.id))

/** When these people want mail; who said nothing has no quiet time and a digest at half past eight. */
export async function loadSchedules(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<(userId: string) => Schedule> {
  const rows = await ctx.db.all(sql<StoredSchedule & { userId: string }>`
    select user_id as "userId", quiet, quiet_from as "quietFrom", quiet_to as "quietTo", calendar_id as "calendarId", digest_at as "digestAt", zone
    from notification_schedule where tenant_id = ${ctx.tenant.id} and user_id = any(${[...userIds]}::uuid[])`)
  const calendars = rows.some((row) => row.quiet === 'calendar') ? await loadCalendars(ctx) : []
  const byUser = new Map(
    rows.map(({ userId, ...row }) => {
      const calendar = calendars.find(({ id }) => id === row.calendarId)
      return [userId, { ...row, calendar: calendar ? calendarOf(calendar) : null }]
    }),
  )
  return (userId) => byUser.get(userId) ?? { ...plainSchedule(ctx), calendar: null }
}

const plainSchedule = (ctx: Ctx): StoredSchedule => ({
  quiet: 'none',
  quietFrom: '22:00',
  quietTo: '07:00',
  calendarId: null,
  digestAt: '08:30',
  zone: ctx.tenant.zone,
})

export async function getSettings(ctx: Ctx) {
  const all = await loadSettings(ctx, [ctx.actor.id])
  const schedule = await ctx.db.maybe(sql<StoredSchedule>`
    select quiet, quiet_from as "quietFrom", quiet_to as "quietTo", calendar_id as "calendarId", digest_at as "digestAt", zone
    from notification_schedule where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id}`)
  return {
    kinds: noticeKinds.map((kind) => ({
      kind,
      ...settingFor(ctx, all, ctx.actor.id, kind),
      isOwn: all.get(ctx.actor.id)?.has(kind) ?? false,
    })),
    schedule: schedule ?? plainSchedule(ctx),
  }
}

export async function getDefaults(ctx: Ctx): Promise<{ kinds: KindSetting[] }> {
  const all = await loadSettings(ctx, [])
  return {
    kinds: noticeKinds.map((kind) => ({
      kind,
      ...(all.get(ctx.tenant.id)?.get(kind) ?? kinds[kind].setting),
    })),
  }
}

/** What a person chooses for themselves; a kind left out follows the company again. */
export async function saveSettings(
  ctx: Ctx,
  given: { kinds: KindSetting[]; schedule: StoredSchedule },
): Promise<void> {
  const { schedule: s } = given
  if (!isZone(s.zone)) throw new Refused('notice.zone_unknown', {}, 422)
  if (s.quiet === 'calendar') await refuseCalendar(ctx, s.calendarId)
  await storeKinds(ctx, ctx.actor.id, given.kinds)
  await ctx.db.run(sql`
    insert into notification_schedule (tenant_id, user_id, quiet, quiet_from, quiet_to, calendar_id, digest_at, zone)
    values (${ctx.tenant.id}, ${ctx.actor.id}, ${s.quiet}, ${s.quietFrom}, ${s.quietTo}, ${s.calendarId}::uuid, ${s.digestAt}, ${s.zone})
    on conflict (tenant_id, user_id) do update set quiet = excluded.quiet, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      calendar_id = excluded.calendar_id, digest_at = excluded.digest_at, zone = excluded.zone`)
}

async function refuseCalendar(ctx: Ctx, calendarId: string | null): Promise<void> {
  if (calendarId === null) throw new Refused('notice.calendar_unknown', {}, 422)
  const before = await ctx.db.maybe(sql<{ calendarId: string | null }>`
    select calendar_id as "calendarId" from notification_schedule where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id}`)
  await refuseCalendars(ctx, [calendarId], before?.calendarId ?? null)
}

export async function saveDefaults(ctx: Ctx, given: { kinds: KindSetting[] }): Promise<void> {
  await storeKinds(ctx, ctx.tenant.id, given.kinds)
  emit(ctx, 'notice.defaults_set', { type: 'tenant', id: ctx.tenant.id }, { kinds: given.kinds.length })
}

async function storeKinds(ctx: Ctx, ownerId: string, given: KindSetting[]): Promise<void> {
  await ctx.db.run(
    sql`delete from notification_setting where tenant_id = ${ctx.tenant.id} and owner_id = ${ownerId}`,
  )
  await ctx.db.run(sql`
    insert into notification_setting (tenant_id, owner_id, kind, in_app, mail)
    select distinct on (k.kind) ${ctx.tenant.id}::uuid, ${ownerId}::uuid, k.kind, k.in_app, k.mail
    from unnest(${given.map((k) => k.kind)}::text[], ${given.map((k) => k.inApp)}::bool[], ${given.map((k) => k.mail)}::text[]) as k (kind, in_app, mail)`)
}
