import type { z } from 'zod'
import { isKnownType } from '#modules/record-types.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { findRecords } from '#platform/records.ts'
import { toldValue } from '#platform/tellers.ts'
import type { AuditRow } from './api.ts'
import { auditList } from './audit-list.ts'
import { type StoredChanges, readableChanges } from './changes.ts'
import { changesOf, personOf } from './queries.ts'

const auditSql: ListSql<typeof auditList> = {
  fields: {
    at: sql`e.at`,
    actorId: sql`e.actor_id`,
    type: sql`e.type`,
    subjectType: sql`e.subject_type`,
    subjectId: (ids) => sql`(e.subject_id = any(${ids}::uuid[]) or e.parent_id = any(${ids}::uuid[]))`,
    requestId: sql`e.request_id`,
    actorKind: sql`e.actor_kind`,
  },
  sorts: { written: sql`e.xid` },
  tie: sql`e.seq`,
  tieType: 'bigint',
}

type Row = z.infer<typeof AuditRow>
type StoredRow = Omit<Row, 'record' | 'changes' | 'told'> & { changes: StoredChanges | null }

const toldData = ({ type, data }: StoredRow): Row['told'] =>
  Object.fromEntries(
    Object.entries(data).map(([field, value]) => [field, toldValue(type, field, { value, data })]),
  )

/**
 * Every event of the company, latest first, with what changed and the record it is about where the reader may see that. Who sees only a
 * part of the company reads what he did himself.
 */
export async function listAudit(ctx: Ctx, asked: ListQuestion) {
  const isWhole = Object.keys(ctx.actor.scopes).length === 0
  const list = listQuery(ctx, { spec: auditList, sql: auditSql }, asked)
  const page = await readList<StoredRow>(ctx, list, {
    columns: sql`e.seq, e.at, e.type, e.subject_type as "subjectType", e.subject_id as "subjectId", e.actor_kind as "actorKind",
      e.actor_id as "actorId", e.actor_name as "actorName", e.request_id as "requestId", e.data, ${personOf} as person, ${changesOf} as changes`,
    from: sql`event e`,
    where: sql`e.tenant_id = ${ctx.tenant.id} and ${isWhole ? sql`true` : sql`e.actor_id = ${ctx.actor.id}`}`,
  })
  const refs = page.rows.flatMap(({ subjectType: type, subjectId: id }) =>
    isKnownType(type) ? [{ type, id }] : [],
  )
  const [changes, records] = await Promise.all([readableChanges(ctx, page.rows), findRecords(ctx, refs)])
  const byId = new Map(records.map(({ type, id, title }) => [id, { type, id, title }]))
  const rows = page.rows.map((row, index): Row => ({
    ...row,
    changes: changes[index] ?? null,
    told: toldData(row),
    record: byId.get(row.subjectId) ?? null,
  }))
  return { ...page, rows }
}
