import { maskName, maskPhone, maskStreet } from '#modules/customers/privacy.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { BatchState, Outcome, Preview, RowProblem, Settings } from './batch.ts'
import { type Mapping, guessMapping, personalOf } from './columns.ts'

export type Person = { id: string; name: string } | null
export type BatchHead = {
  id: string
  kind: 'orders'
  fileName: string
  state: BatchState
  createdAt: string
  createdBy: Person
  finishedAt: string | null
  undoneAt: string | null
  total: number
  accepted: number
  rejected: number
  duplicates: number
  pending: number
}
export type BatchView = BatchHead & {
  undoneBy: Person
  columns: string[]
  mapping: Mapping
  guess: Mapping
  customerNumber: string | null
  samples: { rowNo: number; cells: string[] }[]
  preview: Preview | null
  orders: number
  sameFile: { id: string; createdAt: string; state: BatchState } | null
}

const SAMPLES = 5

/** Which batches `b` the actor may see: everybody who sees only a part of the company sees only what is his own. */
export function visible(ctx: Ctx) {
  const isLimited = Object.keys(ctx.actor.scopes).length > 0
  return isLimited ? sql<boolean>`b.created_by = ${ctx.actor.id}` : sql<boolean>`true`
}

const head = (ctx: Ctx) => sql`
  b.id, b.kind, b.file_name as "fileName", b.state, b.created_at as "createdAt", b.finished_at as "finishedAt", b.undone_at as "undoneAt", b.total, b.accepted, b.rejected,
  (b.mapping ->> 'duplicates')::int as duplicates, b.total - b.accepted - b.rejected - (b.mapping ->> 'duplicates')::int as pending,
  (select jsonb_build_object('id', u.id, 'name', u.name) from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = b.created_by) as "createdBy"`

/** Batches, newest first. */
export async function listBatches(
  ctx: Ctx,
  { state, limit, cursor }: { state?: BatchState | undefined; limit: number; cursor?: string | undefined },
) {
  const [at, id] = cursor ? decodeCursor(cursor, 2) : [null, null]
  const rows = await ctx.db.all(sql<BatchHead>`
    select ${head(ctx)} from import_batch b
    where b.tenant_id = ${ctx.tenant.id} and ${visible(ctx)} and (${state ?? null}::text is null or b.state = ${state ?? null})
      and (${at}::timestamptz is null or (b.created_at, b.id) < (${at}::timestamptz, ${id}::uuid))
    order by b.created_at desc, b.id desc limit ${limit + 1}`)
  return toPage(rows.map(withTimes), limit, (row) => [row.createdAt, row.id])
}

type BatchRecord = BatchHead & {
  undoneBy: Person
  columns: string[]
  settings: Settings
  orders: number
  sameFile: BatchView['sameFile']
}

/** One batch with what its wizard shows. */
export async function getBatch(ctx: Ctx, id: string): Promise<BatchView> {
  const { settings, ...row } = await ctx.db.one(
    sql<BatchRecord>`
    select ${head(ctx)}, b.columns, b.mapping as settings,
      (select jsonb_build_object('id', u.id, 'name', u.name) from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = b.undone_by) as "undoneBy",
      (select count(distinct r.result_id)::int from import_row r where r.tenant_id = b.tenant_id and r.batch_id = b.id) as orders,
      (select jsonb_build_object('id', s.id, 'createdAt', s.created_at, 'state', s.state) from import_batch s
        where s.tenant_id = b.tenant_id and s.id <> b.id and s.created_at <= b.created_at and s.accepted > 0 and s.state <> 'undone'
          and s.mapping ->> 'sha256' = b.mapping ->> 'sha256' order by s.created_at desc limit 1) as "sameFile"
    from import_batch b where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)}`,
    'import',
  )
  const samples = await ctx.db.all(sql<{ rowNo: number; cells: string[] }>`
    select row_no as "rowNo", raw as cells from import_row where tenant_id = ${ctx.tenant.id} and batch_id = ${id} order by row_no limit ${SAMPLES}`)
  const { fields: mapping, customerNumber, preview } = settings
  return {
    ...withTimes(row),
    undoneBy: row.undoneBy,
    columns: row.columns,
    orders: row.orders,
    sameFile: row.sameFile && { ...row.sameFile, createdAt: new Date(row.sameFile.createdAt).toISOString() },
    mapping,
    guess: guessMapping(row.columns),
    customerNumber,
    preview,
    samples: samples.map(({ rowNo, cells }) => ({ rowNo, cells: masked(cells, row.columns, mapping) })),
  }
}

function withTimes(row: BatchHead): BatchHead {
  const { id, kind, fileName, state, createdBy, total, accepted, rejected, duplicates, pending } = row
  return {
    id,
    kind,
    fileName,
    state,
    createdAt: iso(row.createdAt),
    createdBy,
    finishedAt: isoOrNull(row.finishedAt),
    undoneAt: isoOrNull(row.undoneAt),
    total,
    accepted,
    rejected,
    duplicates,
    pending,
  }
}

const iso = (at: string | Date): string => new Date(at).toISOString()
const isoOrNull = (at: string | Date | null): string | null => (at === null ? null : iso(at))

/** The cells of a row with what they hold of persons hidden; columns nobody mapped count by their headings. */
export function masked(cells: readonly string[], columns: readonly string[], mapping: Mapping): string[] {
  return cells.map((cell, index) => {
    const kind = personalOf(columns[index] ?? '', mapping)
    if (kind === 'name') return maskName(cell)
    if (kind === 'phone') return maskPhone(cell)
    if (kind === 'street') return maskStreet(cell)
    if (kind === 'other') return cell === '' ? '' : '***'
    return cell
  })
}

export const DUPLICATE_ROW = sql<boolean>`r.problems -> 0 ->> 'code' = 'order.duplicate_ref'`

/** SQL: what became of row `r`. */
export const outcomeOf = sql<Outcome>`case when r.result_id is not null then 'accepted' when r.problems = '[]' then 'pending' when ${DUPLICATE_ROW} then 'duplicate' else 'rejected' end`

type RowRecord = {
  rowNo: number
  outcome: Outcome
  cells: string[]
  problems: RowProblem[]
  order: { id: string; number: string } | null
}

/** Rows in the order of the file; messages in the language of the reader. */
export async function listRows(
  ctx: Ctx,
  {
    id,
    outcome,
    limit,
    cursor,
  }: { id: string; outcome?: Outcome | undefined; limit: number; cursor?: string | undefined },
) {
  const batch = await ctx.db.one(
    sql<{ columns: string[]; settings: Settings }>`
    select b.columns, b.mapping as settings from import_batch b where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)}`,
    'import',
  )
  const [after] = cursor ? decodeCursor(cursor, 1) : [null]
  const rows = await ctx.db.all(sql<RowRecord>`
    select r.row_no as "rowNo", ${outcomeOf} as outcome, r.raw as cells, r.problems,
      (select jsonb_build_object('id', o.id, 'number', o.number) from sales_order o where o.tenant_id = r.tenant_id and o.id = r.result_id) as "order"
    from import_row r
    where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and (${after}::int is null or r.row_no > ${after}::int)
      and (${outcome ?? null}::text is null or ${outcomeOf} = ${outcome ?? null})
    order by r.row_no limit ${limit + 1}`)
  const shown = rows.map((row) => ({
    ...row,
    cells: masked(row.cells, batch.columns, batch.settings.fields),
    problems: row.problems.map((problem) => ({ ...problem, message: problem.message[ctx.locale] })),
  }))
  return toPage(shown, limit, (row) => [row.rowNo])
}
