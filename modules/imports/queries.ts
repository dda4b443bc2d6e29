import { maskName, maskPhone, maskStreet } from '#modules/customers/privacy.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import { importList } from './import-list.ts'
import { fill } from '#platform/text.ts'
import {
  type BatchState,
  type Change,
  type Counts,
  OUTCOMES,
  type Outcome,
  type Preview,
  type RowProblem,
  type Settings,
  type Tally,
  type Work,
  isAllInSteps,
} from './batch.ts'
import { type Mapping, guessMapping, personalOf } from './columns.ts'
import { IMPORT_KINDS, type ImportKind } from './kind-names.ts'
import { type DuplicatePolicy, fieldOf, kinds } from './kind.ts'
import { recordName } from './record-names.ts'
import { type ImportRefusal, refusals } from './refusals.ts'

export type Person = { id: string; name: string } | null
export type BatchHead = {
  id: string
  kind: ImportKind
  fileName: string
  format: 'csv' | 'xlsx'
  state: BatchState
  createdAt: string
  createdBy: Person
  finishedAt: string | null
  undoneAt: string | null
  total: number
  counts: Counts
}
export type BatchView = BatchHead & {
  undoneBy: Person
  columns: string[]
  mapping: Record<string, string>
  guess: Record<string, string>
  constants: Record<string, string>
  duplicates: DuplicatePolicy
  rememberedFrom: string | null
  sheets: string[]
  sheet: string | null
  samples: { rowNo: number; cells: string[] }[]
  preview: Preview | null
  records: number
  progress: { done: number; total: number; isAll: boolean } | null
  problem: { code: string; message: string } | null
  kept: number
  sameFile: { id: string; createdAt: string; state: BatchState } | null
}

const SAMPLES = 5

/**
 * Which batches `b` the actor may see: those of kinds whose records he may see, and his own. Who sees only a part of the company sees only
 * his own.
 */
export function visible(ctx: Ctx) {
  if (Object.keys(ctx.actor.scopes).length > 0) return sql<boolean>`b.created_by = ${ctx.actor.id}`
  const seen = IMPORT_KINDS.filter((kind) => {
    const { see } = kinds[kind].permission
    return see === null || can(ctx.actor, see)
  })
  return sql<boolean>`(b.kind = any(${seen}::text[]) or b.created_by = ${ctx.actor.id})`
}

const head = (ctx: Ctx) => sql`
  b.id, b.kind, b.file_name as "fileName", b.format, b.state, b.created_at as "createdAt", b.finished_at as "finishedAt", b.undone_at as "undoneAt", b.total, b.counts,
  (select jsonb_build_object('id', u.id, 'name', u.name) from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = b.created_by) as "createdBy"`

/** Batches, newest first. */
export async function listBatches(ctx: Ctx, asked: ListQuestion) {
  const page = await readList<BatchHead>(ctx, listQuery(ctx, { spec: importList, sql: importSql }, asked), {
    columns: head(ctx),
    from: sql`import_batch b`,
    where: sql`b.tenant_id = ${ctx.tenant.id} and ${visible(ctx)}`,
  })
  return { ...page, rows: page.rows.map(plainHead) }
}

const importSql: ListSql<typeof importList> = {
  fields: {
    kind: sql`b.kind`,
    state: sql`b.state`,
    created: sql`b.created_at`,
    createdBy: sql`b.created_by`,
    file: sql`b.file_name`,
  },
  sorts: { created: sql`b.created_at`, file: sql`b.file_name`, total: sql`b.total` },
  tie: sql`b.id`,
  tieType: 'uuid',
}

type BatchRecord = BatchHead & {
  counts: Tally
  undoneBy: Person
  columns: string[]
  settings: Settings
  work: Work | null
  problem: { code: ImportRefusal; details: Record<string, unknown> } | null
  sameFile: BatchView['sameFile']
}

/** One batch with what its wizard shows. Nothing is counted here: the page asks often. */
export async function getBatch(ctx: Ctx, id: string): Promise<BatchView> {
  const row = await ctx.db.one(
    sql<BatchRecord>`
    select ${head(ctx)}, b.columns, b.mapping as settings, b.work, b.problem,
      (select jsonb_build_object('id', u.id, 'name', u.name) from app_user u where u.tenant_id = ${ctx.tenant.id} and u.id = b.undone_by) as "undoneBy",
      (select jsonb_build_object('id', s.id, 'createdAt', s.created_at, 'state', s.state) from import_batch s
        where s.tenant_id = b.tenant_id and s.id <> b.id and s.kind = b.kind and s.created_at <= b.created_at and (s.counts ->> 'imported')::int > 0
          and s.state <> 'undone' and s.mapping ->> 'sha256' = b.mapping ->> 'sha256' order by s.created_at desc limit 1) as "sameFile"
    from import_batch b where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)}`,
    'import',
  )
  const samples = await ctx.db.all(sql<{ rowNo: number; cells: string[] }>`
    select row_no as "rowNo", raw as cells from import_row where tenant_id = ${ctx.tenant.id} and batch_id = ${id} order by row_no limit ${SAMPLES}`)
  return viewOf(ctx, row, samples)
}

function viewOf(ctx: Ctx, row: BatchRecord, samples: BatchView['samples']): BatchView {
  const { settings, work, problem, sameFile, kind, columns } = row
  const { fields, constants, duplicates, preview } = settings
  const message = problem && fill(refusals[problem.code][ctx.locale], problem.details)
  const mask = masker(kind, columns, fields)
  return {
    ...plainHead(row),
    undoneBy: row.undoneBy,
    columns,
    mapping: filled(fields),
    guess: filled(
      guessMapping(
        kind,
        columns,
        samples.map((sample) => sample.cells),
      ),
    ),
    constants: filled(constants),
    duplicates,
    rememberedFrom: settings.rememberedFrom ?? null,
    sheets: settings.sheets ?? [],
    sheet: settings.sheet ?? null,
    samples: samples.map(({ rowNo, cells }) => ({ rowNo, cells: mask(cells) })),
    preview,
    records: row.counts.records ?? 0,
    progress: work && {
      done: work.done,
      total: work.total,
      isAll: work.takingBack !== undefined || isAllInSteps(row),
    },
    problem: problem && message !== null ? { code: problem.code, message } : null,
    kept: row.counts.kept ?? 0,
    sameFile: sameFile && { ...sameFile, createdAt: iso(sameFile.createdAt) },
  }
}

const filled = (values: Mapping): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])))

function plainHead({ id, kind, fileName, format, state, createdBy, total, ...row }: BatchHead): BatchHead {
  return {
    id,
    kind,
    fileName,
    format,
    state,
    createdAt: iso(row.createdAt),
    createdBy,
    finishedAt: isoOrNull(row.finishedAt),
    undoneAt: isoOrNull(row.undoneAt),
    total,
    counts: outcomesOf(row.counts),
  }
}

const outcomesOf = (counts: Partial<Counts>): Record<Outcome, number> =>
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0])) as Record<Outcome, number>

const iso = (at: string | Date): string => new Date(at).toISOString()
const isoOrNull = (at: string | Date | null): string | null => (at === null ? null : iso(at))

/** Hides what the cells of a row hold of persons; columns nobody mapped count by their headings. */
export function masker(
  kind: ImportKind,
  columns: readonly string[],
  mapping: Mapping,
): (cells: readonly string[]) => string[] {
  const hidden = columns.map((column) => personalOf(kind, column, mapping))
  return (cells) => cells.map((cell, index) => maskedAs(hidden[index] ?? null, cell))
}

function maskedAs(personal: 'name' | 'phone' | 'street' | 'other' | null, text: string): string {
  if (personal === 'name') return maskName(text)
  if (personal === 'phone') return maskPhone(text)
  if (personal === 'street') return maskStreet(text)
  return personal === 'other' && text !== '' ? '***' : text
}

type RowRecord = {
  rowNo: number
  outcome: Outcome
  cells: string[]
  problems: RowProblem[]
  changes: Change[] | null
  record: { id: string; name: string } | null
}
type RowListing = { id: string; outcome?: Outcome | undefined; limit: number; cursor?: string | undefined }

/** Rows in the order of the file; messages in the language of the reader. */
export async function listRows(ctx: Ctx, { id, outcome, limit, cursor }: RowListing) {
  const { kind, columns, settings } = await ctx.db.one(
    sql<{ kind: ImportKind; columns: string[]; settings: Settings }>`
    select b.kind, b.columns, b.mapping as settings from import_batch b where b.tenant_id = ${ctx.tenant.id} and b.id = ${id} and ${visible(ctx)}`,
    'import',
  )
  const [after] = cursor ? decodeCursor(cursor, 1) : [null]
  const rows = await ctx.db.all(sql<RowRecord>`
    select r.row_no as "rowNo", r.outcome, r.raw as cells, r.problems, r.changes, ${recordName(kind)} as record
    from import_row r
    where r.tenant_id = ${ctx.tenant.id} and r.batch_id = ${id} and (${after}::int is null or r.row_no > ${after}::int)
      and (${outcome ?? null}::text is null or r.outcome = ${outcome ?? null})
    order by r.row_no limit ${limit + 1}`)
  const mask = masker(kind, columns, settings.fields)
  const shown = rows.map((row) => ({
    ...row,
    cells: mask(row.cells),
    problems: row.problems.map((problem) => ({ ...problem, message: problem.message[ctx.locale] })),
    changes: (row.changes ?? []).map(({ field, from, to }) => {
      const personal = fieldOf(kind, field)?.personal ?? null
      return { field, from: maskedAs(personal, from), to: maskedAs(personal, to) }
    }),
  }))
  return toPage(shown, limit, (row) => [row.rowNo])
}
