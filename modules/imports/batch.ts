import type { Bilingual } from '#platform/text.ts'
import type { Constants, Mapping } from './columns.ts'
import type { DuplicatePolicy } from './kind.ts'
import type { ImportRefusal } from './refusals.ts'

export const BATCH_STATES = [
  'reading',
  'failed',
  'uploaded',
  'checking',
  'checked',
  'running',
  'done',
  'undoing',
  'undone',
] as const
export type BatchState = (typeof BATCH_STATES)[number]
export type Policy = 'all_or_nothing' | 'good_rows'
/** What an undo does when rows cannot be taken back: leave those, or leave all. */
export type UndoPolicy = 'all_or_nothing' | 'what_can_be'

export const stateNames = {
  reading: { zh: '正在读取', en: 'Reading' },
  failed: { zh: '无法读取', en: 'Not readable' },
  uploaded: { zh: '待对应列', en: 'Columns to map' },
  checking: { zh: '正在检查', en: 'Checking' },
  checked: { zh: '待导入', en: 'Ready to import' },
  running: { zh: '正在导入', en: 'Importing' },
  done: { zh: '已导入', en: 'Imported' },
  undoing: { zh: '正在撤销', en: 'Undoing' },
  undone: { zh: '已撤销', en: 'Undone' },
} satisfies Record<BatchState, Bilingual>

/** The server works on it; people wait or stop it. */
export const isBusy = (state: BatchState): boolean =>
  state === 'reading' || state === 'checking' || state === 'running' || state === 'undoing'

export const OUTCOMES = [
  'unchecked',
  'new',
  'changed',
  'same',
  'duplicate',
  'rejected',
  'imported',
  'undone',
] as const
/** What became of a row. `new` and `changed` wait to be imported. */
export type Outcome = (typeof OUTCOMES)[number]
export type Counts = Record<Outcome, number>
/** What import_batch.counts keeps: rows by outcome, the records they made or changed, and the rows an undo could not take back. */
export type Tally = Counts & { records: number; kept: number }

export const outcomeNames = {
  unchecked: { zh: '未检查', en: 'Not checked' },
  new: { zh: '新增', en: 'New' },
  changed: { zh: '更新', en: 'Changed' },
  same: { zh: '无变化', en: 'Same' },
  duplicate: { zh: '重复，跳过', en: 'Duplicate, skipped' },
  rejected: { zh: '有误', en: 'Not right' },
  imported: { zh: '已导入', en: 'Imported' },
  undone: { zh: '已撤销', en: 'Undone' },
} satisfies Record<Outcome, Bilingual>

export const pendingOf = ({ counts }: { counts: Counts }): number => counts.new + counts.changed

/**
 * All or nothing is one transaction of so many rows, so that others see all of them or none. More rows go in steps, and the first one that
 * is turned down has the others taken back.
 */
export const ALL_ROWS_MAX = 10_000

export type BatchFacts = { state: BatchState; total: number; counts: Counts }

/** What a problem of a row says; `column` is '' when it is about the row as a whole. */
export type RowProblem = { column: string; field: string; code: string; message: Bilingual }
/** What an update changes, as text. */
export type Change = { field: string; from: string; to: string }

/** What the dry run of orders saw beyond the rows: how many orders, and how they would fare. */
export type Preview = { orders: number; held: number; shortOrders: number; shortUnits: number; at: string }

/** What import_batch.mapping keeps. */
export type Settings = {
  sha256: string
  fields: Mapping
  constants: Constants
  duplicates: DuplicatePolicy
  preview: Preview | null
  /** Of a workbook: its visible sheets, and the one that was read. */ sheets?: string[]
  sheet?: string | null
  /** Who mapped these headings before, when that is where the mapping comes from. */
  rememberedFrom?: string | null
}

/** What people are told of a batch. */
export type Told = { code: ImportRefusal; details: Record<string, unknown> }

/** A check goes over the rows for their keys, and then to judge them: its progress counts both. */
export const CHECK_PASSES = 2

/** What import_batch.work keeps of the work under way. */
export type Work = {
  phase: 'read' | 'clear' | 'keys' | 'rows'
  /** Some kinds go over their rows twice. */ pass: number
  cursor: number
  done: number
  total: number
  policy?: Policy
  undo?: UndoPolicy
  /** What is told when the rows of an all-or-nothing import in steps are taken back. */ takingBack?: Told
  by: { kind: 'user' | 'api_key'; id: string }
  /** Who reads the file now. */ reader?: string
}

export const policyNames = {
  all_or_nothing: { zh: '全部正确才导入', en: 'All rows or none' },
  good_rows: { zh: '只导入正确的行', en: 'The good rows only' },
} satisfies Record<Policy, Bilingual>

export const undoPolicyNames = {
  all_or_nothing: { zh: '全部撤销，否则一行不撤', en: 'All rows or none' },
  what_can_be: { zh: '撤销能撤的行', en: 'What can be undone' },
} satisfies Record<UndoPolicy, Bilingual>

/** Why the columns of a batch cannot be mapped anew, or null. */
export function whyNotMap({ state, counts }: BatchFacts): ImportRefusal | null {
  if (isBusy(state)) return 'import.busy'
  if (state === 'failed') return 'import.failed'
  if (state === 'undone') return 'import.undone'
  return counts.imported > 0 ? 'import.started' : null
}

/** Why another sheet of its workbook cannot be read, or null. */
export function whyNotChooseSheet(facts: BatchFacts, sheets: readonly string[]): ImportRefusal | null {
  if (sheets.length < 2) return 'import.one_sheet'
  return facts.state === 'failed' ? null : whyNotMap(facts)
}

/** Why its rows cannot be tried, or null. Rows that are imported already are left alone. */
export function whyNotCheck({ state, counts, total }: BatchFacts): ImportRefusal | null {
  if (isBusy(state)) return 'import.busy'
  if (state === 'failed') return 'import.failed'
  if (state === 'undone') return 'import.undone'
  return counts.imported === total ? 'import.nothing_left' : null
}

/** Why its rows cannot be imported this way, or null. Running it again when all is done does nothing and is no error. */
export function whyNotRun(facts: BatchFacts, { policy }: { policy: Policy }): ImportRefusal | null {
  if (isBusy(facts.state)) return 'import.busy'
  if (facts.state === 'failed') return 'import.failed'
  if (facts.state === 'undone') return 'import.undone'
  if (facts.state === 'uploaded') return 'import.not_checked'
  if (facts.state === 'done' || policy === 'good_rows') return null
  if (facts.counts.rejected > 0) return 'import.has_bad_rows'
  // Taken back would be the earlier ones too.
  return pendingOf(facts) > ALL_ROWS_MAX && facts.counts.imported > 0 ? 'import.too_many_at_once' : null
}

/** An import that is under way in steps and shall leave nothing when it ends early. */
export const isAllInSteps = ({ state, work }: { state: BatchState; work: Work | null }): boolean =>
  state === 'running' && work?.policy === 'all_or_nothing' && work.total > ALL_ROWS_MAX

/** Why it cannot be taken back, or null. Records in use are the database's to know. */
export function whyNotUndo({ state, counts }: BatchFacts): ImportRefusal | null {
  if (isBusy(state)) return 'import.busy'
  if (state === 'undone') return 'import.undone'
  return counts.imported === 0 ? 'import.nothing_to_undo' : null
}

/** Why there is nothing to stop, or null. */
export const whyNotStop = ({ state }: Pick<BatchFacts, 'state'>): ImportRefusal | null =>
  isBusy(state) ? null : 'import.not_busy'

/** Where a batch stands of which rows are imported and no work is under way. */
export const restingState = (facts: { counts: Counts }): BatchState =>
  pendingOf(facts) > 0 ? 'checked' : 'done'

/** Where a batch stands when the work on it ends early. */
export function stateBefore({ state, counts }: Pick<BatchFacts, 'state' | 'counts'>): BatchState {
  const isImported = counts.imported > 0
  if (state === 'reading') return 'failed'
  // Its columns are settled with the first row that is imported.
  if (state === 'checking') return isImported ? restingState({ counts }) : 'uploaded'
  if (state === 'running') return 'checked'
  if (state === 'undoing') return isImported ? restingState({ counts }) : 'undone'
  return state
}
