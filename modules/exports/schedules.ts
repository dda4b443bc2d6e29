import type { z } from 'zod'
import { getView, shownName } from '#modules/views/queries.ts'
import { type ServedLists, listNamed, maySee } from '#modules/views/lists.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Forbidden, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import type { ScheduleView } from './api.ts'
import { type Plan, SCHEDULES_MAX, nextRunMs, whyNotPlan } from './schedule.ts'

export type Schedule = z.infer<typeof ScheduleView>
export type NewSchedule = Plan & { viewId: string; format: 'csv' | 'xlsx'; recipientIds: string[] }

const RUNS_SHOWN = 5

/** The actor's own schedules with their last runs. */
export async function listSchedules(
  ctx: Ctx,
  { viewId, id }: { viewId?: string | undefined; id?: string },
): Promise<Schedule[]> {
  return ctx.db.all(sql<Schedule>`
    select s.id, s.view_id as "viewId", ${shownName(ctx)} as "viewName", v.list, s.format, s.every, s.day, s.time, s.next_at as "nextAt",
      s.paused_at as "pausedAt", s.stopped,
      coalesce((select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name) from app_user u
        where u.tenant_id = s.tenant_id and u.id = any(s.recipient_ids)), '[]') as recipients,
      coalesce((select json_agg(r) from (select x.at, x.outcome, x.code, x.rows, x.recipients from export_run x
        where x.tenant_id = s.tenant_id and x.schedule_id = s.id order by x.at desc limit ${RUNS_SHOWN}) r), '[]') as runs
    from export_schedule s
    join saved_view v on v.tenant_id = s.tenant_id and v.id = s.view_id
    where s.tenant_id = ${ctx.tenant.id} and s.owner_id = ${ctx.actor.id}
      and (${viewId ?? null}::uuid is null or s.view_id = ${viewId ?? null}::uuid) and (${id ?? null}::uuid is null or s.id = ${id ?? null}::uuid)
    order by s.created_at limit ${SCHEDULES_MAX}`)
}

export async function getSchedule(ctx: Ctx, id: string): Promise<Schedule> {
  const [schedule] = await listSchedules(ctx, { id })
  if (!schedule) throw new NotFound('schedule')
  return schedule
}

/** Sends a view by mail from now on, to people of the company. */
export async function addSchedule(ctx: Ctx, lists: ServedLists, given: NewSchedule): Promise<string> {
  if (ctx.actor.kind !== 'user') throw new Refused('view.needs_person')
  const view = await getView(ctx, given.viewId)
  const list = listNamed(lists, view.list)
  if (!maySee(ctx, list)) throw new Forbidden(list.operation.permission)
  const refusal = whyNotPlan(given)
  if (refusal) throw new Refused(refusal, {}, 422)
  const { mine, known } = await ctx.db.one(sql<{ mine: number; known: number }>`
    select (select count(*)::int from export_schedule where tenant_id = ${ctx.tenant.id} and owner_id = ${ctx.actor.id}) as mine,
      (select count(*)::int from app_user where tenant_id = ${ctx.tenant.id} and id = any(${given.recipientIds}::uuid[]) and disabled_at is null) as known`)
  if (mine >= SCHEDULES_MAX) throw new Refused('export.too_many_schedules')
  if (known < new Set(given.recipientIds).size) throw new Refused('export.no_such_recipient', {}, 422)
  const id = newId()
  const nextAt = new Date(nextRunMs(given, ctx.tenant.zone, ctx.now.getTime()))
  await ctx.db.run(sql`
    insert into export_schedule (tenant_id, id, view_id, view_version, owner_id, format, every, day, time, recipient_ids, next_at, created_at)
    values (${ctx.tenant.id}, ${id}, ${view.id}, ${view.version}, ${ctx.actor.id}, ${given.format}, ${given.every}, ${given.day}, ${given.time}, ${given.recipientIds}::uuid[], ${nextAt}, ${ctx.now})`)
  emit(
    ctx,
    'export.scheduled',
    { type: 'export_schedule', id },
    { list: view.list, recipients: given.recipientIds.length },
  )
  return id
}

/** Stops a schedule for a while, or lets it go on from its next time with the view as it is now. */
export async function pauseSchedule(
  ctx: Ctx,
  { id, paused }: { id: string; paused: boolean },
): Promise<void> {
  const plan = await lockOwn(ctx, id)
  const nextAt = new Date(nextRunMs(plan, ctx.tenant.zone, ctx.now.getTime()))
  await ctx.db.run(sql`
    update export_schedule s set paused_at = ${paused ? ctx.now : null}::timestamptz, stopped = null, next_at = ${nextAt},
      view_version = (select v.version from saved_view v where v.tenant_id = s.tenant_id and v.id = s.view_id)
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, paused ? 'export.paused' : 'export.resumed', { type: 'export_schedule', id }, {})
}

export async function deleteSchedule(ctx: Ctx, id: string): Promise<void> {
  await lockOwn(ctx, id)
  await ctx.db.run(sql`delete from export_schedule where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'export.unscheduled', { type: 'export_schedule', id }, {})
}

const lockOwn = (ctx: Ctx, id: string): Promise<Plan> =>
  ctx.db.one(
    sql<Plan>`
      select every, day, time from export_schedule
      where tenant_id = ${ctx.tenant.id} and id = ${id} and owner_id = ${ctx.actor.id} for update`,
    'schedule',
  )
