import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { EventName } from '#platform/events.ts'
import type { RowProblem } from './batch.ts'
import type { Setup } from './kind-work.ts'

/** Looking at a record, and following it, is no work on it. */
const LOOKS: readonly EventName[] = [
  'order.revealed',
  'customer.revealed',
  'record.followed',
  'record.unfollowed',
  'tracking_link.unlocked',
]

/** What another import did counts until it is taken back, too; where the record's version tells of it, it is left to that. */
type Asked = { ids: readonly string[]; isByVersion: boolean }

/**
 * Undo of an import: of the records it made, those that people, keys or customers worked on since. What happened to a record stands in the
 * log: amendments, notes, files, prints, complaints, returns; with the record all of it would be gone. The caller has locked the records.
 */
export async function workedOn(
  ctx: Ctx,
  { batchId }: Pick<Setup, 'batchId'>,
  { ids, isByVersion }: Asked,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const isOfImport = isByVersion
    ? sql`true`
    : sql`(e.request_id = ${`import:${batchId}`} or exists (select 1 from import_batch b
        where b.tenant_id = e.tenant_id and b.state = 'undone' and e.request_id = 'import:' || b.id))`
  const others = sql`e.tenant_id = ${ctx.tenant.id} and e.actor_kind <> 'system' and e.type <> all(${LOOKS}::text[])
    and not (coalesce(e.request_id, '') like 'import:%' and ${isOfImport})`
  const rows = await ctx.db.all(sql<{ id: string }>`
    select n.id from unnest(${ids}::uuid[]) as n (id)
    where exists (select 1 from event e where e.subject_id = n.id and ${others})
      or exists (select 1 from event e where e.parent_id = n.id and ${others})`)
  return new Set(rows.map((row) => row.id))
}

export const workedOnSince: RowProblem = {
  column: '',
  field: '',
  code: 'undo.worked_on',
  message: {
    zh: '导入之后有人处理过（修改、备注、附件、打印等），未撤销',
    en: 'Somebody worked on it after the import (a change, a note, a file, a print), so it stays',
  },
}
