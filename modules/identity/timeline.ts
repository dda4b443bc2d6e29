import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { TimelineRow } from './timeline-row.ts'

/**
 * What happened to a record and to what belongs to it, newest first. It checks nobody's rights:
 * only an operation of the record's own module, which found the record within the actor's scope, calls it.
 */
export async function listTimeline(
  ctx: Ctx,
  id: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const [before] = cursor ? decodeCursor(cursor, 1) : [null]
  const rows = await ctx.db.all(sql<z.infer<typeof TimelineRow>>`
    select seq, at, type, subject_type as "subjectType", subject_id as "subjectId", actor_kind as "actorKind", actor_name as "actorName", data
    from (
      (select e.* from event e where e.tenant_id = ${ctx.tenant.id} and e.subject_id = ${id}
        and (${before}::bigint is null or e.seq < ${before}::bigint) order by e.seq desc limit ${limit + 1})
      union all
      (select e.* from event e where e.tenant_id = ${ctx.tenant.id} and e.parent_id = ${id} and e.subject_id <> ${id}
        and (${before}::bigint is null or e.seq < ${before}::bigint) order by e.seq desc limit ${limit + 1})
    ) e order by seq desc limit ${limit + 1}`)
  return toPage(rows, limit, (row) => [row.seq])
}
