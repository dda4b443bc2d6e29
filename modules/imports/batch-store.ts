import type { Ctx } from '#platform/ctx.ts'
import { type Query, sql } from '#platform/db.ts'
import {
  type BatchFacts,
  type BatchState,
  type Counts,
  OUTCOMES,
  type Outcome,
  type RowProblem,
  type Settings,
  type Tally,
  type Told,
  type Work,
} from './batch.ts'
import type { ImportKind } from './kind-names.ts'
import type { Applied, Setup, Verdict, WorkRow } from './kind-work.ts'
import { visible } from './queries.ts'
import { forgetTaken } from './taken.ts'

export type Locked = BatchFacts & {
  counts: Tally
  id: string
  kind: ImportKind
  fileName: string
  createdBy: string | null
  columns: string[]
  settings: Settings
  work: Work | null
}

export const noCounts = (): Tally => ({
  ...(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Counts),
  records: 0,
  kept: 0,
})

const columns = sql`b.id, b.kind, b.file_name as "fileName", b.created_by as "createdBy", b.state, b.columns, b.mapping as settings, b.total, b.counts, b.work`

/** A batch the actor may see, locked until the transaction ends. */
export async function lockBatch(ctx: Ctx, id: string): Promise<Locked> {
  const row = await ctx.db.one(
    sql<Locked>`select ${columns} from import_batch b where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)} for update of b`,
    'import',
  )
  return { ...row, counts: { ...noCounts(), ...row.counts } }
}

/** The same for the server's own work: undefined when somebody else has it just now. */
export async function lockToWork(ctx: Ctx, id: string): Promise<Locked | undefined> {
  const row = await ctx.db.maybe(
    sql<Locked>`select ${columns} from import_batch b where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} for update of b skip locked`,
  )
  return row && { ...row, counts: { ...noCounts(), ...row.counts } }
}

export const setupOf = (ctx: Ctx, { id, kind, columns: names, settings }: Locked): Setup => ({
  batchId: id,
  kind,
  columns: names,
  mapping: settings.fields,
  constants: settings.constants,
  duplicates: settings.duplicates,
  zone: ctx.tenant.zone,
  currency: ctx.tenant.currency,
})

type Wanted = { after: number; outcomes: readonly Outcome[]; groups: number; isBackwards?: boolean }

/** The rows of the next groups in the order of the file, or backwards. */
export async function nextRows(
  ctx: Ctx,
  id: string,
  { after, outcomes, groups, isBackwards = false }: Wanted,
): Promise<WorkRow[]> {
  const order = isBackwards ? sql`desc` : sql`asc`
  const beyond = isBackwards ? sql`group_no < ${after}` : sql`group_no > ${after}`
  return ctx.db.all(sql<WorkRow>`
    with wanted as (
      select distinct group_no from import_row
      where tenant_id = ${ctx.tenant.id} and batch_id = ${id} and ${beyond} and outcome = any(${outcomes}::text[]) order by group_no ${order} limit ${groups}
    )
    select r.row_no as "rowNo", r.raw as cells, r.group_no as "groupNo", r.outcome, r.result_id as "resultId", r.before
    from wanted w join import_row r on r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and r.group_no = w.group_no
    where r.outcome = any(${outcomes}::text[])
    order by r.group_no ${order}, r.row_no`)
}

/** Rows in the order of the file, whatever became of them. */
export async function rowsAfter(ctx: Ctx, id: string, { after, limit }: { after: number; limit: number }) {
  return ctx.db.all(sql<{ rowNo: number; cells: string[] }>`
    select row_no as "rowNo", raw as cells from import_row
    where tenant_id = ${ctx.tenant.id} and batch_id = ${id} and row_no > ${after} order by row_no limit ${limit}`)
}

/** What a check found of rows. */
export async function saveVerdicts(ctx: Ctx, id: string, verdicts: readonly Verdict[]): Promise<void> {
  await ctx.db.run(saving(ctx, id, verdicts))
}

/** What became of rows; nothing is said of what stays as it was. */
export async function saveApplied(ctx: Ctx, id: string, rows: readonly Applied[]): Promise<void> {
  await ctx.db.run(saving(ctx, id, rows))
}

type Saved = {
  rowNo: number
  outcome: Outcome
  problems: readonly RowProblem[]
  changes?: unknown
  resultId?: string | null
  before?: unknown
}

function saving(ctx: Ctx, id: string, rows: readonly Saved[]): Query<unknown> {
  const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
  return sql`
    update import_row r set outcome = n.outcome, problems = n.problems, changes = coalesce(n.changes, r.changes), result_id = n.result_id, before = n.before
    from unnest(${rows.map((row) => row.rowNo)}::int[], ${rows.map((row) => row.outcome)}::text[], ${rows.map((row) => JSON.stringify(row.problems))}::jsonb[],
      ${rows.map((row) => json(row.changes))}::jsonb[], ${rows.map((row) => row.resultId ?? null)}::uuid[], ${rows.map((row) => json(row.before))}::jsonb[]
    ) as n (row_no, outcome, problems, changes, result_id, before)
    where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and r.row_no = n.row_no`
}

/** Rows taken back, and those that stay with the reason. */
export async function saveUndone(
  ctx: Ctx,
  id: string,
  { rows, kept }: { rows: readonly WorkRow[]; kept: ReadonlyMap<number, RowProblem> },
): Promise<void> {
  const gone = rows.filter((row) => !kept.has(row.rowNo)).map((row) => row.rowNo)
  await ctx.db.run(sql`
    update import_row set outcome = 'undone', problems = '[]', result_id = null, before = null
    where tenant_id = ${ctx.tenant.id} and batch_id = ${id} and row_no = any(${gone}::int[])`)
  if (kept.size === 0) return
  await ctx.db.run(sql`
    update import_row r set problems = n.problems
    from unnest(${[...kept.keys()]}::int[], ${[...kept.values()].map((one) => JSON.stringify([one]))}::jsonb[]) as n (row_no, problems)
    where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and r.row_no = n.row_no`)
}

/** Forgets what an earlier check found of some rows: those behind `after`, up to `upTo`. Says whether there are more. */
export async function clearVerdicts(
  ctx: Ctx,
  id: string,
  { after, upTo }: { after: number; upTo: number },
): Promise<boolean> {
  const own = sql`tenant_id = ${ctx.tenant.id} and batch_id = ${id}`
  if (after === 0) {
    await ctx.db.run(sql`delete from import_key where ${own}`)
    await forgetTaken(ctx, id)
  }
  await ctx.db.run(sql`
    update import_row set outcome = 'unchecked', problems = '[]', changes = null, group_no = row_no
    where ${own} and row_no > ${after} and row_no <= ${upTo} and outcome not in ('imported', 'unchecked')`)
  return (
    (await ctx.db.maybe(sql`select 1 from import_row where ${own} and row_no > ${upTo} limit 1`)) !==
    undefined
  )
}

/** Counts the rows anew; outcomes add up to the total. */
export async function countRows(ctx: Ctx, id: string): Promise<Tally> {
  const rows = await ctx.db.all(sql<{ outcome: Outcome; n: number; records: number; kept: number }>`
    select outcome, count(*)::int as n, count(distinct result_id)::int as records,
      count(*) filter (where outcome = 'imported' and problems -> 0 ->> 'code' like 'undo.%')::int as kept
    from import_row where tenant_id = ${ctx.tenant.id} and batch_id = ${id} group by outcome`)
  const imported = rows.find((row) => row.outcome === 'imported')
  return {
    ...noCounts(),
    ...Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n])),
    records: imported?.records ?? 0,
    kept: imported?.kept ?? 0,
  }
}

type BatchChange = {
  state?: BatchState
  settings?: Settings
  counts?: Tally
  work?: Work | null
  problem?: Told | null
}

/** Changes what is given of a batch. */
export async function saveBatch(ctx: Ctx, id: string, change: BatchChange): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  await ctx.db.run(sql`
    update import_batch set state = coalesce(${change.state ?? null}::text, state), mapping = coalesce(${json(change.settings)}::jsonb, mapping),
      counts = coalesce(${json(change.counts)}::jsonb, counts),
      work = case when ${change.work !== undefined} then nullif(${json(change.work)}::jsonb, 'null'::jsonb) else work end,
      problem = case when ${change.problem !== undefined} then nullif(${json(change.problem)}::jsonb, 'null'::jsonb) else problem end
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}
