import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { BatchFacts, BatchState, Counts, Settings } from './batch.ts'
import type { Problems, RawRow } from './order-row.ts'
import { outcomeOf, visible } from './queries.ts'

export type Locked = BatchFacts & {
  id: string
  fileName: string
  createdBy: string | null
  columns: string[]
  settings: Settings
}

/** A batch, locked until the transaction ends. */
export async function lockBatch(ctx: Ctx, id: string): Promise<Locked> {
  const row = await ctx.db.one(
    sql<Omit<Locked, 'duplicates' | 'pending'>>`
    select b.id, b.file_name as "fileName", b.created_by as "createdBy", b.state, b.columns, b.mapping as settings, b.total, b.accepted, b.rejected
    from import_batch b where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)} for update of b`,
    'import',
  )
  const { duplicates } = row.settings
  return { ...row, duplicates, pending: row.total - row.accepted - row.rejected - duplicates }
}

/** Rows in the order of the file: all that are no orders, or those of them nothing is known against. */
export async function readRows(ctx: Ctx, id: string, which: 'unplaced' | 'pending'): Promise<RawRow[]> {
  return ctx.db.all(sql<RawRow>`
    select row_no as "rowNo", raw as cells from import_row
    where tenant_id = ${ctx.tenant.id} and batch_id = ${id} and result_id is null and (${which} = 'unplaced' or problems = '[]') order by row_no`)
}

export async function clearProblems(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.run(
    sql`update import_row set problems = '[]' where tenant_id = ${ctx.tenant.id} and batch_id = ${id} and result_id is null and problems <> '[]'`,
  )
}

export async function saveProblems(ctx: Ctx, id: string, problems: Problems): Promise<void> {
  if (problems.size === 0) return
  await ctx.db.run(sql`
    update import_row r set problems = n.problems
    from unnest(${[...problems.keys()]}::int[], ${[...problems.values()].map((found) => JSON.stringify(found))}::jsonb[]) as n (row_no, problems)
    where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and r.row_no = n.row_no`)
}

/** The rows that became orders. */
export async function saveResults(
  ctx: Ctx,
  id: string,
  results: readonly { rowNos: number[]; orderId: string }[],
): Promise<void> {
  const rows = results.flatMap(({ rowNos, orderId }) => rowNos.map((rowNo) => ({ rowNo, orderId })))
  if (rows.length === 0) return
  await ctx.db.run(sql`
    update import_row r set result_id = n.order_id
    from unnest(${rows.map((row) => row.rowNo)}::int[], ${rows.map((row) => row.orderId)}::uuid[]) as n (row_no, order_id)
    where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and r.row_no = n.row_no`)
}

export async function saveSettings(
  ctx: Ctx,
  id: string,
  { state, settings }: { state: BatchState; settings: Settings },
): Promise<void> {
  await ctx.db.run(
    sql`update import_batch set state = ${state}, mapping = ${JSON.stringify(settings)}::jsonb where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
}

/** Counts the rows anew and keeps the counts with the batch. */
export async function recount(ctx: Ctx, id: string): Promise<Counts> {
  const { duplicates, ...row } = await ctx.db.one(
    sql<Omit<Counts, 'pending'>>`
    update import_batch b set accepted = n.accepted, rejected = n.rejected, mapping = b.mapping || jsonb_build_object('duplicates', n.duplicates)
    from (select count(*) filter (where ${outcomeOf} = 'accepted')::int as accepted, count(*) filter (where ${outcomeOf} = 'rejected')::int as rejected,
        count(*) filter (where ${outcomeOf} = 'duplicate')::int as duplicates
      from import_row r where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id}) n
    where b.tenant_id = ${ctx.tenant.id} and b.id = ${id}
    returning b.total, b.accepted, b.rejected, n.duplicates`,
    'import',
  )
  return { ...row, duplicates, pending: row.total - row.accepted - row.rejected - duplicates }
}

/** Numbers of the customers in sight who may order, by name; null where several have it. */
export async function customersByName(
  ctx: Ctx,
  names: readonly string[],
): Promise<Map<string, string | null>> {
  if (names.length === 0) return new Map()
  const rows = await ctx.db.all(sql<{ name: string; numbers: string[] }>`
    select p.name, array_agg(p.number order by p.number) as numbers from party p
    where p.tenant_id = ${ctx.tenant.id} and p.name = any(${names}::text[]) and p.archived_at is null and 'shipper' = any(p.roles) and ${inScope(ctx, 'customer', 'p.id')}
    group by p.name`)
  return new Map(rows.map(({ name, numbers }) => [name, numbers.length === 1 ? (numbers[0] ?? null) : null]))
}
