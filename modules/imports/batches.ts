import type { FileOnDisk } from '#platform/api.ts'
import { type Ctx, mustBeAbleTo } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { isWaiting, keepWaiting } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import {
  CHECK_PASSES,
  ALL_ROWS_MAX,
  type Policy,
  type Settings,
  type UndoPolicy,
  type Work,
  isAllInSteps,
  pendingOf,
  stateBefore,
  whyNotCheck,
  whyNotChooseSheet,
  whyNotMap,
  whyNotRun,
  whyNotStop,
  whyNotUndo,
} from './batch.ts'
import { type Locked, countRows, lockBatch, noCounts, saveBatch, setupOf } from './batch-store.ts'
import { type Constants, type Mapping, missingFields } from './columns.ts'
import { subjectOf } from './events.ts'
import { type ImportKind } from './kind-names.ts'
import { type DuplicatePolicy, fieldOf, kinds } from './kind.ts'
import { rememberMapping } from './mappings.ts'
import { type BatchView, getBatch } from './queries.ts'
import type { ImportRefusal } from './refusals.ts'
import { takeBack } from './steps.ts'
import { wake } from './waking.ts'
import { workOf } from './works.ts'

const LAST = 2_147_483_647

/** Takes a file in. The server reads it into rows by and by; nothing is a record yet. */
export async function uploadBatch(
  ctx: Ctx,
  { kind, file }: { kind: ImportKind; file: FileOnDisk },
): Promise<BatchView> {
  mustBeAbleTo(ctx, kinds[kind].permission.run)
  refuseLimited(ctx, kind)
  const id = newId()
  const [duplicates = 'skip'] = kinds[kind].duplicates
  const settings: Settings = { sha256: file.sha256, fields: {}, constants: {}, duplicates, preview: null }
  const work = newWork(ctx, { phase: 'read', total: file.size })
  await keepWaiting(file.path, ctx.tenant.id, id)
  await ctx.db.run(sql`
    insert into import_batch (tenant_id, id, kind, file_name, mapping, state, work, created_at, created_by)
    values (${ctx.tenant.id}, ${id}, ${kind}, ${file.name}, ${JSON.stringify(settings)}::jsonb, 'reading', ${JSON.stringify(work)}::jsonb, ${ctx.now},
      ${ctx.actor.kind === 'system' ? null : ctx.actor.id}::uuid)`)
  emit(ctx, 'import.uploaded', subjectOf(id), { kind, file: file.name })
  wake(ctx.tenant.id)
  return getBatch(ctx, id)
}

export type MapInput = {
  id: string
  fields: Record<string, string>
  constants: Record<string, string>
  duplicates: DuplicatePolicy
}

/** Says which column holds which field, and what to do with records that are there. The rows have to be checked again. */
export async function mapBatch(
  ctx: Ctx,
  { id, fields, constants, duplicates }: MapInput,
): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  refuse(whyNotMap(batch))
  mustBeAbleTo(ctx, kinds[batch.kind].permission.run)
  const filled = Object.fromEntries(Object.entries(constants).filter(([, value]) => value !== ''))
  refuseWrong(batch, { fields, constants: filled, duplicates })
  const settings = { ...batch.settings, fields, constants: filled, duplicates, preview: null }
  await saveBatch(ctx, id, {
    state: 'uploaded',
    settings,
    counts: { ...noCounts(), unchecked: batch.total },
    problem: null,
  })
  if (ctx.actor.kind === 'user')
    await rememberMapping(ctx, {
      kind: batch.kind,
      columns: batch.columns,
      settings,
      userId: ctx.actor.id,
    })
  emit(ctx, 'import.mapped', subjectOf(id), { kind: batch.kind, mapped: Object.keys(fields) })
  return getBatch(ctx, id)
}

/** Has the server read another sheet of the workbook; what was mapped and checked so far is of the old one, and goes. */
export async function chooseSheet(
  ctx: Ctx,
  { id, sheet }: { id: string; sheet: string },
): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  const { sheets = [] } = batch.settings
  refuse(whyNotChooseSheet(batch, sheets))
  mustBeAbleTo(ctx, kinds[batch.kind].permission.run)
  if (!sheets.includes(sheet)) throw new Refused('import.sheet_unknown', { sheet }, 422)
  if (!(await isWaiting(ctx.tenant.id, id))) throw new Refused('import.file_gone')
  await saveBatch(ctx, id, {
    state: 'reading',
    settings: { ...batch.settings, fields: {}, constants: {}, preview: null, sheet },
    counts: noCounts(),
    work: newWork(ctx, { phase: 'read', total: batch.total }),
    problem: null,
  })
  await ctx.db.run(sql`
    update import_batch set heartbeat_at = null where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'import.sheet_chosen', subjectOf(id), { kind: batch.kind, sheet })
  wake(ctx.tenant.id)
  return getBatch(ctx, id)
}

/** Has the server try every row that is not imported yet by the rules of the module it belongs to; nothing is written. */
export async function startCheck(ctx: Ctx, id: string): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  refuse(whyNotCheck(batch))
  mustBeAbleTo(ctx, kinds[batch.kind].permission.run)
  refuseLimited(ctx, batch.kind)
  refuseIncomplete(ctx, batch)
  await saveBatch(ctx, id, {
    state: 'checking',
    settings: { ...batch.settings, preview: null },
    work: newWork(ctx, { phase: 'clear', total: CHECK_PASSES * batch.total }),
    problem: null,
  })
  emit(ctx, 'import.check_started', subjectOf(id), { kind: batch.kind })
  wake(ctx.tenant.id)
  return getBatch(ctx, id)
}

/** Has the server import the rows that are right. What was imported is never imported again: it can be stopped and continued. */
export async function startRun(ctx: Ctx, { id, policy }: { id: string; policy: Policy }): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  mustBeAbleTo(ctx, kinds[batch.kind].permission.run)
  refuseLimited(ctx, batch.kind)
  const { rejected } = batch.counts
  refuse(whyNotRun(batch, { policy }), { rejected, max: ALL_ROWS_MAX })
  if (batch.state === 'done' || pendingOf(batch) === 0) return getBatch(ctx, id)
  const work = { ...newWork(ctx, { phase: 'rows', total: pendingOf(batch) }), policy }
  await saveBatch(ctx, id, { state: 'running', work, problem: null })
  emit(ctx, 'import.run_started', subjectOf(id), { kind: batch.kind, policy })
  wake(ctx.tenant.id)
  return getBatch(ctx, id)
}

/** Has the server take the imported rows back: what they made is gone, what they changed is as before. */
export async function startUndo(
  ctx: Ctx,
  { id, policy }: { id: string; policy: UndoPolicy },
): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  mustBeAbleTo(ctx, kinds[batch.kind].permission.undo)
  refuse(whyNotUndo(batch))
  const { imported } = batch.counts
  if (policy === 'all_or_nothing' && imported > ALL_ROWS_MAX)
    throw new Refused('import.too_many_to_undo_at_once', { max: ALL_ROWS_MAX })
  const work = {
    ...newWork(ctx, { phase: 'rows', total: imported }),
    undo: policy,
    pass: workOf(batch.kind).passes(setupOf(ctx, batch)) - 1,
    cursor: LAST,
  }
  await saveBatch(ctx, id, { state: 'undoing', work, problem: null })
  emit(ctx, 'import.undo_started', subjectOf(id), { kind: batch.kind, undo: policy })
  wake(ctx.tenant.id)
  return getBatch(ctx, id)
}

/** Stops what is under way. What was done stays, is listed, and can be undone or continued; of all or nothing, nothing stays. */
export async function stopBatch(ctx: Ctx, id: string): Promise<BatchView> {
  const batch = await lockBatch(ctx, id)
  refuse(whyNotStop(batch))
  mustBeAbleTo(ctx, kinds[batch.kind].permission.run)
  const counts = await countRows(ctx, id)
  const problem = { code: 'import.stopped', details: {} } as const
  if (isAllInSteps(batch)) await takeBack(ctx, { ...batch, counts }, problem)
  else {
    const state = stateBefore({ ...batch, counts })
    await saveBatch(ctx, id, { state, counts, work: null, problem })
  }
  emit(ctx, 'import.stopped', subjectOf(id), {
    kind: batch.kind,
    while: batch.state,
    imported: counts.imported,
  })
  return getBatch(ctx, id)
}

function newWork(ctx: Ctx, { phase, total }: Pick<Work, 'phase' | 'total'>): Work {
  const { kind, id } = ctx.actor
  if (kind !== 'user' && kind !== 'api_key') throw new Error('an import belongs to a person or a key')
  return { phase, total, pass: 0, cursor: 0, done: 0, by: { kind, id } }
}

function refuse(code: ImportRefusal | null, details: Record<string, unknown> = {}): void {
  if (code) throw new Refused(code, details)
}

/** New customers and products would be out of sight of who is bound to a part of the company. */
function refuseLimited(ctx: Ctx, kind: ImportKind): void {
  const { customer, carrier } = ctx.actor.scopes
  if (kind === 'customers' && (customer || carrier)) throw new Refused('import.own_wide_only')
}

function refuseIncomplete(ctx: Ctx, { kind, settings }: Locked): void {
  const missing = missingFields(kind, settings.fields, settings.constants)
  if (missing.length === 0) return
  const names = missing.map((field) => fieldOf(kind, field)?.[ctx.locale] ?? field)
  throw new Refused(
    'import.mapping_incomplete',
    { fields: names.join(ctx.locale === 'zh' ? '、' : ', ') },
    422,
  )
}

type Given = { fields: Mapping; constants: Constants; duplicates: DuplicatePolicy }

function refuseWrong({ kind, columns }: Locked, { fields, constants, duplicates }: Given): void {
  const problems = Object.entries(fields).flatMap(([field, column = ''], index, all) => {
    const path = `fields.${field}`
    if (!fieldOf(kind, field)) return [{ path, message: NO_FIELD }]
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
  for (const field of Object.keys(constants))
    if (!fieldOf(kind, field)?.isConstant) problems.push({ path: `constants.${field}`, message: NO_FIELD })
  if (!kinds[kind].duplicates.includes(duplicates))
    problems.push({
      path: 'duplicates',
      message: { zh: '这类数据不支持该处理方式', en: 'This kind does not know this way' },
    })
  if (problems.length > 0) throw new Invalid(problems)
}

const NO_FIELD = { zh: '没有这个字段', en: 'There is no such field' }
