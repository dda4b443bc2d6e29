import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import type { RunView as View } from './api.ts'
import { REFUSED_SHOWN } from './run.ts'

export type RunView = z.infer<typeof View>
const RUNS_SHOWN = 20

/** The actor's own runs, the newest first. */
export async function listRuns(ctx: Ctx, { id }: { id?: string | undefined }): Promise<RunView[]> {
  return ctx.db.all(sql<RunView>`
    select r.id, r.action, r.state, r.total, i.checked, i.ok, i.passed, i.done, r.created_at as "createdAt", r.ended_at as "endedAt",
      coalesce((select json_agg(json_build_object('recordId', f.record_id, 'title', f.title, 'code', f.code, 'reason', f.reason) order by f.position)
        from (select * from bulk_item x where x.tenant_id = r.tenant_id and x.run_id = r.id and x.code is not null order by x.position limit ${REFUSED_SHOWN}) f), '[]') as refused
    from bulk_run r
    cross join lateral (
      select count(x.checked)::int as checked, count(*) filter (where x.checked = 'ok')::int as ok,
        count(*) filter (where x.outcome is not null)::int as passed, count(*) filter (where x.outcome = 'done')::int as done
      from bulk_item x where x.tenant_id = r.tenant_id and x.run_id = r.id) i
    where r.tenant_id = ${ctx.tenant.id} and r.actor_id = ${ctx.actor.id} and (${id ?? null}::uuid is null or r.id = ${id ?? null}::uuid)
    order by r.created_at desc limit ${RUNS_SHOWN}`)
}

export async function getRun(ctx: Ctx, id: string): Promise<RunView> {
  const [run] = await listRuns(ctx, { id })
  if (!run) throw new NotFound('bulk run')
  return run
}

export type RefusedItem = { recordId: string; title: string; code: string; reason: string }

export async function listRefused(ctx: Ctx, runId: string): Promise<RefusedItem[]> {
  return ctx.db.all(sql<RefusedItem>`
    select x.record_id as "recordId", x.title, x.code, x.reason from bulk_item x
    join bulk_run r on r.tenant_id = x.tenant_id and r.id = x.run_id
    where x.tenant_id = ${ctx.tenant.id} and x.run_id = ${runId} and r.actor_id = ${ctx.actor.id} and x.code is not null order by x.position`)
}
