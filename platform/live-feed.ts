import { type Database, sql } from '#platform/db.ts'

/** Where a reader of the event log stands: everything of transactions below `xid`, and of `xid` up to `seq`, was read. */
export type Position = { xid: bigint; seq: number }

export const positionText = ({ xid, seq }: Position): string => `${xid}.${seq}`

/** Reads what a client says it has; null when it is not of our form. */
export function positionOf(text: string | null | undefined): Position | null {
  const match = /^(\d{1,19})\.(\d{1,15})$/.exec(text ?? '')
  return match ? { xid: BigInt(match[1] ?? 0), seq: Number(match[2]) } : null
}

export const isAfter = (a: Position, b: Position): boolean =>
  a.xid > b.xid || (a.xid === b.xid && a.seq > b.seq)

export type LogRow = {
  tenant_id: string
  xid: string
  seq: number
  type: string
  subject_type: string
  subject_id: string
  parent_id: string | null
  actor_id: string | null
}

/** Rows of one tenant in one read; a tenant with more has so much news that its clients read everything again. */
export const NEWS_MAX = 500

/** Where the log ends now: below it nothing is written any more. */
export async function readEnd(database: Database): Promise<bigint> {
  const { xmin } = await database.transaction(null, (db) =>
    db.one(sql<{ xmin: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`),
  )
  return BigInt(xmin)
}

/** What transactions from `from` on have announced in these tenants, in commit order, and where the log ends now. */
export async function readNews(
  database: Database,
  { tenants, from }: { tenants: string[]; from: bigint },
): Promise<{ end: bigint; rows: LogRow[] }> {
  const rows = await database.transaction(
    null,
    (db) =>
      db.all(sql<LogRow & { xmin: string }>`
        with s as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xmin)
        select s.xmin::text, e.* from s left join lateral (
          select * from (
            select tenant_id, xid::text, seq, type, subject_type, subject_id, parent_id, actor_id,
              row_number() over (partition by tenant_id order by xid, seq) as place
            from event where xid >= ${from}::text::xid8 and xid < s.xmin and tenant_id = any(${tenants}::uuid[])) n
          where place <= ${NEWS_MAX + 1} order by xid::xid8, seq) e on true`),
    { dispatcher: true },
  )
  return { end: BigInt(rows[0]?.xmin ?? 0), rows: rows.filter((row) => row.tenant_id !== null) }
}

/** The last rows of a tenant before `end`, oldest first, and from where on they are all there are. */
export async function readTail(
  database: Database,
  { tenantId, end }: { tenantId: string; end: bigint },
): Promise<{ from: Position; rows: LogRow[] }> {
  const rows = await database.transaction(
    null,
    (db) =>
      db.all(sql<LogRow>`
        select tenant_id, xid::text, seq, type, subject_type, subject_id, parent_id, actor_id from event
        where tenant_id = ${tenantId} and xid < ${end}::text::xid8 order by event.xid desc, seq desc limit ${NEWS_MAX}`),
    { dispatcher: true },
  )
  const oldest = rows.at(-1)
  const from =
    rows.length < NEWS_MAX || !oldest ? { xid: 0n, seq: 0 } : { xid: BigInt(oldest.xid), seq: oldest.seq }
  return { from, rows: rows.toReversed() }
}
