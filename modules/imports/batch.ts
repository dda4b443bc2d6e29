import type { Bilingual } from '#platform/text.ts'
import type { Mapping } from './columns.ts'
import type { ImportRefusal } from './refusals.ts'

export type BatchState = 'uploaded' | 'checked' | 'done' | 'undone'
export type Policy = 'all_or_nothing' | 'good_rows'
export type Duplicates = 'skip' | 'refuse'

export const stateNames = {
  uploaded: { zh: '待对应列', en: 'Columns to map' },
  checked: { zh: '待导入', en: 'Ready to import' },
  done: { zh: '已导入', en: 'Imported' },
  undone: { zh: '已撤销', en: 'Undone' },
} satisfies Record<BatchState, Bilingual>

/** Rows by what became of them; they add up to all rows. */
export type Counts = {
  total: number
  /** Are orders. */ accepted: number
  /** Cannot be orders as they are. */ rejected: number
  /** Their reference is an order already. */ duplicates: number
  /** Can become orders. */ pending: number
}
/** Orders that become or do not become orders together: they hold the stock they take until the last one is placed. */
export const ALL_ORDERS_MAX = 5_000

export type BatchFacts = Counts & { state: BatchState }

/** What a problem of a row says; `column` is '' when it is about the row as a whole. */
export type RowProblem = { column: string; field: string; code: string; message: Bilingual }
export const DUPLICATE = 'order.duplicate_ref'

export type Outcome = 'accepted' | 'rejected' | 'duplicate' | 'pending'
export const outcomeNames = {
  accepted: { zh: '已生成订单', en: 'Is an order' },
  rejected: { zh: '有误', en: 'Not right' },
  duplicate: { zh: '重复，跳过', en: 'Duplicate, skipped' },
  pending: { zh: '待导入', en: 'To be imported' },
} satisfies Record<Outcome, Bilingual>

/** What the dry run saw beyond the rows: how many orders, and how they would fare. */
export type Preview = { orders: number; held: number; shortOrders: number; shortUnits: number; at: string }

/** What import_batch.mapping keeps. */
export type Settings = {
  sha256: string
  fields: Mapping
  customerNumber: string | null
  preview: Preview | null
  duplicates: number
}

export const policyNames = {
  all_or_nothing: { zh: '全部正确才导入', en: 'All rows or none' },
  good_rows: { zh: '只导入正确的行', en: 'The good rows only' },
} satisfies Record<Policy, Bilingual>

/** Why the columns of a batch cannot be mapped anew, or null. */
export function whyNotMap({ state, accepted }: BatchFacts): ImportRefusal | null {
  if (state === 'undone') return 'import.undone'
  return accepted > 0 ? 'import.started' : null
}

/** Why its rows cannot be tried, or null. Rows that are orders already are left alone. */
export function whyNotCheck({ state, accepted, total }: BatchFacts): ImportRefusal | null {
  if (state === 'undone') return 'import.undone'
  return accepted === total ? 'import.nothing_left' : null
}

/** Why its rows cannot become orders this way, or null. Running it again when all is done does nothing and is no error. */
export function whyNotRun(
  facts: BatchFacts & { preview: Pick<Preview, 'orders'> | null },
  { policy, duplicates }: { policy: Policy; duplicates: Duplicates },
): ImportRefusal | null {
  if (facts.state === 'undone') return 'import.undone'
  if (facts.state === 'uploaded') return 'import.not_checked'
  if (facts.state === 'done') return null
  if (duplicates === 'refuse' && facts.duplicates > 0) return 'import.has_duplicates'
  if (policy === 'good_rows') return null
  if (facts.rejected > 0) return 'import.has_bad_rows'
  return (facts.preview?.orders ?? 0) > ALL_ORDERS_MAX ? 'import.too_many_at_once' : null
}

/** Why its orders cannot be taken back, or null. Orders that ship are the database's to know: see undo.ts. */
export function whyNotUndo({ state, accepted }: BatchFacts): ImportRefusal | null {
  if (state === 'undone') return 'import.undone'
  return accepted === 0 ? 'import.nothing_to_undo' : null
}
