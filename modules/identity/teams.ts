import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { refusals } from './refusals.ts'

type TeamFields = { name: string; memberIds: string[] }

/** Makes a team or changes it. One that is off takes nobody in. */
export async function saveTeam(
  ctx: Ctx,
  { id, version, ...typed }: TeamFields & { id: string; version?: number | undefined },
): Promise<void> {
  const { record, isOff } = await lockTeam(ctx, id)
  const fields = { ...typed, memberIds: typed.memberIds.toSorted() }
  const { name, memberIds } = await reconcile(ctx, record, version, fields)
  if (isOff && memberIds.some((member) => !record.values.memberIds.includes(member)))
    throw new Invalid([{ path: 'memberIds', message: refusals['team.disabled'] }])
  const taken = await ctx.db.maybe(
    sql`select 1 from team where tenant_id = ${ctx.tenant.id} and name = ${name} and id <> ${id}`,
  )
  if (taken) throw new Refused('team.name_taken')
  await ctx.db.run(sql`
    insert into team (tenant_id, id, name, created_at) values (${ctx.tenant.id}, ${id}, ${name}, ${ctx.now})
    on conflict (tenant_id, id) do update set name = excluded.name, version = team.version + 1`)
  await ctx.db.run(sql`delete from team_member where tenant_id = ${ctx.tenant.id} and team_id = ${id}`)
  await ctx.db.run(sql`
    insert into team_member (tenant_id, team_id, user_id)
    select ${ctx.tenant.id}, ${id}, u.id from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = any(${memberIds}::uuid[])`)
  recordChange(ctx, record, { name, memberIds })
  emit(ctx, 'team.saved', record.subject, { name, members: memberIds.length })
}

/** A team that is off is chosen for nothing anew; its people stay in it, and what is shared with it stays so. */
export async function setTeamDisabled(
  ctx: Ctx,
  { id, disabled, reason }: { id: string; disabled: boolean; reason: string },
): Promise<void> {
  const { record, isOff } = await lockTeam(ctx, id)
  if (record.version === 0) throw new NotFound('team')
  if (isOff === disabled) return
  await ctx.db.run(sql`
    update team set disabled_at = ${disabled ? ctx.now : null}::timestamptz, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, disabled ? 'team.disabled' : 'team.enabled', record.subject, { reason })
}

/** Refuses teams that the company does not have, and those switched off unless they stand there already. The field is `teamIds`. */
export async function refuseTeams(
  ctx: Ctx,
  ids: readonly string[],
  standing: readonly string[],
): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => !standing.includes(id))
  if (wanted.length === 0) return
  const found = await ctx.db.all(sql<{ isOff: boolean }>`
    select disabled_at is not null as "isOff" from team where tenant_id = ${ctx.tenant.id} and id = any(${wanted}::uuid[])`)
  if (found.length < wanted.length)
    throw new Invalid([
      { path: 'teamIds', message: { zh: '所选团队不存在', en: 'One of the teams does not exist' } },
    ])
  if (found.some((team) => team.isOff))
    throw new Invalid([{ path: 'teamIds', message: refusals['team.disabled'] }])
}

/** A team as it stands; one that is not there yet has version 0 and nothing in it. */
async function lockTeam(ctx: Ctx, id: string): Promise<{ record: EditedRecord<TeamFields>; isOff: boolean }> {
  const locked = await ctx.db.maybe(sql<{ name: string; version: number; isOff: boolean }>`
    select name, version, disabled_at is not null as "isOff" from team where tenant_id = ${ctx.tenant.id} and id = ${id} for update`)
  const members = await ctx.db.all(sql<{ id: string }>`
    select user_id as id from team_member where tenant_id = ${ctx.tenant.id} and team_id = ${id} order by user_id`)
  const values = { name: locked?.name ?? '', memberIds: members.map((member) => member.id) }
  return {
    record: { subject: { type: 'team', id }, version: locked?.version ?? 0, values },
    isOff: locked?.isOff ?? false,
  }
}
