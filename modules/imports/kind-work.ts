import type { Ctx } from '#platform/ctx.ts'
import type { Change, Outcome, Preview, RowProblem } from './batch.ts'
import type { Constants, Mapping } from './columns.ts'
import type { ImportKind } from './kind-names.ts'
import type { DuplicatePolicy } from './kind.ts'

export type RawRow = { rowNo: number; cells: string[] }
/** A row as a step of the work gets it. `groupNo` is the number of the first row that has its key. */
export type WorkRow = RawRow & {
  groupNo: number
  outcome: Outcome
  resultId: string | null
  /** What was there before, with the first row of a group. */ before: unknown
}

/** What a person said about a batch. */
export type Setup = {
  batchId: string
  kind: ImportKind
  columns: readonly string[]
  mapping: Mapping
  constants: Constants
  duplicates: DuplicatePolicy
  zone: string
  currency: string
}

export type Verdict = {
  rowNo: number
  outcome: 'new' | 'changed' | 'same' | 'duplicate' | 'rejected'
  problems: RowProblem[]
  changes?: Change[] | null
}
/** A row after it was worked on: imported, or why not. `before` goes with the first row of a group. */
export type Applied = {
  rowNo: number
  outcome: 'imported' | 'same' | 'duplicate' | 'rejected'
  problems: RowProblem[]
  resultId?: string | null
  before?: unknown
  changes?: Change[] | null
}

/** What a check of orders carries from step to step. */
export type Carry = { preview: Preview | null }

/** What a kind of import knows to do. Rows come as whole groups where the kind groups them. */
export type KindWork = {
  /** Rows with one key become one record; otherwise the second is a repetition. */ isGrouped: boolean
  /** Groups of one step: short transactions let others have the stock and the processor. */ stepGroups: number
  /** How often the rows are gone over. */ passes: (setup: Setup) => number
  /** How a row is known again, or null when each stands for itself. */ keyOf: (
    setup: Setup,
    row: RawRow,
  ) => string | null
  check: (ctx: Ctx, setup: Setup, work: { rows: readonly WorkRow[]; carry: Carry }) => Promise<Verdict[]>
  apply: (ctx: Ctx, setup: Setup, work: { rows: readonly WorkRow[]; pass: number }) => Promise<Applied[]>
  /** Takes rows back; gives the ones that stay, with the reason. */
  undo: (
    ctx: Ctx,
    setup: Setup,
    work: { rows: readonly WorkRow[]; pass: number },
  ) => Promise<Map<number, RowProblem>>
  /** Called once, when all is undone. */ announceUndone?: (ctx: Ctx, setup: Setup, rows: number) => void
}
