import { dryRunOrders } from '#modules/orders/dry-run.ts'
import { placeOrders } from '#modules/orders/orders.ts'
import { type Ctx, mustBeAbleTo } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { hashOf, newId } from '#platform/ids.ts'
import {
  ALL_ORDERS_MAX,
  type Duplicates,
  type Policy,
  type Preview,
  type Settings,
  whyNotCheck,
  whyNotMap,
  whyNotRun,
} from './batch.ts'
import {
  type Locked,
  clearProblems,
  customersByName,
  lockBatch,
  readRows,
  recount,
  saveProblems,
  saveResults,
  saveSettings,
} from './batch-store.ts'
import { type Mapping, guessMapping, missingFields, orderFields } from './columns.ts'
import { subjectOf } from './events.ts'
import { type OrderDraft, type Problems, type RawRow, problemsOfOrder, readOrders } from './order-row.ts'
import { type BatchView, getBatch } from './queries.ts'
import { problemsOfRefusal } from './refused-row.ts'
import { type Sheet, readSheet } from './sheet.ts'
import { chunksOf } from './table.ts'

/** Orders placed by one call that takes the good rows: the next call goes on. Short transactions let others have the stock. */
export const RUN_ORDERS_MAX = 1_000
const PLACE_MAX = 500
const INSERT_ROWS = 2_000
/** The database drops a transaction that is idle for fifteen seconds. */
const AWAKE_MS = 5_000

/** Reads a file and keeps its rows as they are. Nothing is an order yet. */
export async function uploadBatch(
  ctx: Ctx,
  { name, bytes, kind }: { name: string; bytes: Buffer; kind: 'orders' },
): Promise<BatchView> {
  const sheet = await whileAwake(ctx, readSheet(bytes))
  const id = newId()
  const settings: Settings = {
    sha256: hashOf(bytes).toString('hex'),
    fields: guessMapping(sheet.columns),
    customerNumber: null,
    preview: null,
    duplicates: 0,
  }
  await ctx.db.run(sql`
    insert into import_batch (tenant_id, id, kind, file_name, columns, mapping, state, total, created_at, created_by)
    values (${ctx.tenant.id}, ${id}, ${kind}, ${name}, ${sheet.columns}::text[], ${JSON.stringify(settings)}::jsonb, 'uploaded', ${sheet.rows.length}, ${ctx.now},
      ${ctx.actor.kind === 'system' ? null : ctx.actor.id}::uuid)`)
  await insertRows(ctx, id, sheet)
  emit(ctx, 'import.uploaded', subjectOf(id), {
    kind,
    rows: sheet.rows.length,
    columns: sheet.columns.length,
  })
  return getBatch(ctx, id)
}

/** Says which column holds which field. The rows have to be checked again. */
export async function mapBatch(
  ctx: Ctx,
  { id, fields, customerNumber }: { id: string; fields: Mapping; customerNumber: string | null },
): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  const refusal = whyNotMap(batch)
  if (refusal) throw new Refused(refusal)
  refuseWrongColumns(batch, fields)
  await clearProblems(ctx, id)
  await saveSettings(ctx, id, {
    state: 'uploaded',
    settings: { ...batch.settings, fields, customerNumber, preview: null },
  })
  await recount(ctx, id)
  emit(ctx, 'import.mapped', subjectOf(id), { fields: Object.keys(fields) })
  return getBatch(ctx, id)
}

/** Tries every row that is no order yet by the rules of orders; nothing is placed. */
export async function checkBatch(ctx: Ctx, id: string): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  const refusal = whyNotCheck(batch)
  if (refusal) throw new Refused(refusal)
  refuseIncomplete(ctx, batch)

  const { orders, problems } = await readDrafts(ctx, batch, await readRows(ctx, id, 'unplaced'))
  const preview: Preview = { orders: 0, held: 0, shortOrders: 0, shortUnits: 0, at: ctx.now.toISOString() }
  for (const row of await whileAwake(
    ctx,
    dryRunOrders(
      ctx,
      orders.map((draft) => draft.order),
    ),
  )) {
    if (row.ok) addTo(preview, row)
    else note(problems, problemsOf(orders[row.index], row.problem, batch))
  }
  await clearProblems(ctx, id)
  await saveProblems(ctx, id, problems)
  await saveSettings(ctx, id, { state: 'checked', settings: { ...batch.settings, preview } })
  const { accepted, rejected, duplicates, pending } = await recount(ctx, id)
  if (pending === 0 && accepted > 0) await finish(ctx, id)
  emit(ctx, 'import.checked', subjectOf(id), { rejected, duplicates, pending })
  return getBatch(ctx, id)
}

/**
 * Makes orders of the rows that are right. With 'good_rows' it places up to RUN_ORDERS_MAX orders a call and leaves the rest pending;
 * with 'all_or_nothing' all of them, or none when one is turned down. A row that is an order is never placed again.
 */
export async function runBatch(
  ctx: Ctx,
  { id, policy, duplicates }: { id: string; policy: Policy; duplicates: Duplicates },
): Promise<{ placed: number; batch: BatchView }> {
  mustBeAbleTo(ctx, 'order.create')
  const batch = await lockBatch(ctx, id)
  const refusal = whyNotRun({ ...batch, preview: batch.settings.preview }, { policy, duplicates })
  if (refusal)
    throw new Refused(refusal, {
      rejected: batch.rejected,
      duplicates: batch.duplicates,
      max: ALL_ORDERS_MAX,
    })

  const { orders, problems } = await readDrafts(ctx, batch, await readRows(ctx, id, 'pending'))
  const placed =
    policy === 'all_or_nothing'
      ? await placeAll(ctx, batch, { orders, problems, duplicates })
      : await placeGood(ctx, batch, { orders: orders.slice(0, RUN_ORDERS_MAX), problems })
  const counts = await recount(ctx, id)
  if (counts.pending === 0 && counts.accepted > 0 && batch.state === 'checked') await finish(ctx, id)
  if (orders.length > 0)
    emit(ctx, 'import.run', subjectOf(id), {
      orders: placed,
      policy,
      rejected: counts.rejected,
      pending: counts.pending,
    })
  return { placed, batch: await getBatch(ctx, id) }
}

type Placing = { orders: readonly OrderDraft[]; problems: Problems }

async function placeGood(ctx: Ctx, batch: Locked, { orders, problems }: Placing): Promise<number> {
  let placed = 0
  for (const part of chunksOf(orders, PLACE_MAX)) {
    const results: { rowNos: number[]; orderId: string }[] = []
    for (const row of await placeOrders(
      ctx,
      part.map((draft) => draft.order),
    )) {
      const draft = part[row.index]
      if (row.ok && draft) results.push({ rowNos: draft.rowNos, orderId: row.order.id })
      else if (!row.ok) note(problems, problemsOf(draft, row.problem, batch))
    }
    await saveResults(ctx, batch.id, results)
    placed += results.length
  }
  await saveProblems(ctx, batch.id, problems)
  return placed
}

/** Rows that were right when they were checked may not be any more: then nothing stays but what is wrong with them. */
async function placeAll(
  ctx: Ctx,
  batch: Locked,
  { orders, problems, duplicates }: Placing & { duplicates: Duplicates },
): Promise<number> {
  const marks = { events: ctx.events.length, atCommit: ctx.atCommit.length }
  await ctx.db.run(sql`savepoint import_run`)
  const placed = await placeGood(ctx, batch, { orders, problems })
  const isBad = [...problems.values()].some(
    (found) => duplicates === 'refuse' || found.some((problem) => problem.code !== 'order.duplicate_ref'),
  )
  if (!isBad) return placed
  await ctx.db.run(sql`rollback to savepoint import_run`)
  ctx.events.length = marks.events
  ctx.atCommit.length = marks.atCommit
  await saveProblems(ctx, batch.id, problems)
  return 0
}

async function finish(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.run(
    sql`update import_batch set state = 'done', finished_at = ${ctx.now} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
}

async function insertRows(ctx: Ctx, id: string, { rows }: Sheet): Promise<void> {
  for (const part of chunksOf(rows, INSERT_ROWS)) {
    await ctx.db.run(sql`
      insert into import_row (tenant_id, batch_id, row_no, raw)
      select ${ctx.tenant.id}, ${id}, n.row_no, n.raw from unnest(${part.map((row) => row.rowNo)}::int[], ${part.map((row) => JSON.stringify(row.cells))}::jsonb[]) as n (row_no, raw)`)
  }
}

async function readDrafts(ctx: Ctx, batch: Locked, rows: readonly RawRow[]) {
  const { fields: mapping, customerNumber } = batch.settings
  const nameIndex = mapping.customerName === undefined ? -1 : batch.columns.indexOf(mapping.customerName)
  const names =
    nameIndex === -1
      ? []
      : [...new Set(rows.map((row) => row.cells[nameIndex]?.trim() ?? '').filter((name) => name !== ''))]
  const numberOfName = await customersByName(ctx, names)
  return readOrders(rows, {
    columns: batch.columns,
    mapping,
    customerNumber,
    numberOfName,
    zone: ctx.tenant.zone,
    currency: ctx.tenant.currency,
    batchId: batch.id,
  })
}

function problemsOf(
  draft: OrderDraft | undefined,
  problem: Parameters<typeof problemsOfRefusal>[1],
  { settings }: Locked,
): Problems {
  if (!draft) throw new Error('an answer belongs to an order')
  const reader = { mapping: settings.fields }
  return problem.fields.length > 0
    ? problemsOfOrder(draft, problem.fields, reader)
    : problemsOfRefusal(draft, problem, reader)
}

function note(problems: Problems, found: Problems): void {
  for (const [rowNo, own] of found) problems.set(rowNo, own)
}

function addTo(preview: Preview, { held, shortUnits }: { held: boolean; shortUnits: number }): void {
  preview.orders += 1
  if (held) preview.held += 1
  if (shortUnits > 0) preview.shortOrders += 1
  preview.shortUnits += shortUnits
}

function refuseIncomplete(ctx: Ctx, { settings }: Locked): void {
  const missing = missingFields(settings.fields, settings.customerNumber)
  if (missing.length > 0)
    throw new Refused(
      'import.mapping_incomplete',
      {
        fields: missing
          .map((field) => orderFields[field][ctx.locale])
          .join(ctx.locale === 'zh' ? '、' : ', '),
      },
      422,
    )
}

function refuseWrongColumns({ columns }: Locked, fields: Mapping): void {
  const problems = Object.entries(fields).flatMap(([field, column], index, all) => {
    const path = `fields.${field}`
    if (!columns.includes(column))
      return [
        { path, message: { zh: `文件里没有“${column}”这一列`, en: `The file has no column “${column}”` } },
      ]
    const isTwice = all.findIndex(([, other]) => other === column) < index
    return isTwice
      ? [
          {
            path,
            message: {
              zh: `“${column}”已对应到别的字段`,
              en: `“${column}” is used for another field already`,
            },
          },
        ]
      : []
  })
  if (problems.length > 0) throw new Invalid(problems)
}

/** Keeps the transaction alive while something else than the database works for it. */
async function whileAwake<T>(ctx: Ctx, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void ctx.db.run(sql`select 1`).catch(() => {}), AWAKE_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}
