import type { ResultOf } from '#platform/api.ts'
import type { importsApi } from '#modules/imports/api.ts'
import { type BatchState, type Outcome, outcomeNames, stateNames } from '#modules/imports/batch.ts'
import type { StateTable } from '#web/ui/status-tag.tsx'

export type Batch = ResultOf<typeof importsApi.getImport>
export type BatchRow = ResultOf<typeof importsApi.listImports>['rows'][number]
export type ImportRow = ResultOf<typeof importsApi.listImportRows>['rows'][number]

export const batchStates = {
  uploaded: { text: stateNames.uploaded, tone: 'info' },
  checked: { text: stateNames.checked, tone: 'warn' },
  done: { text: stateNames.done, tone: 'good' },
  undone: { text: stateNames.undone, tone: 'mute' },
} satisfies StateTable<BatchState>

export const outcomes = {
  accepted: { text: outcomeNames.accepted, tone: 'good' },
  rejected: { text: outcomeNames.rejected, tone: 'bad' },
  duplicate: { text: outcomeNames.duplicate, tone: 'mute' },
  pending: { text: outcomeNames.pending, tone: 'info' },
} satisfies StateTable<Outcome>
