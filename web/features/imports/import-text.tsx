import type { ResultOf } from '#platform/api.ts'
import type { importsApi } from '#modules/imports/api.ts'
import { type BatchState, type Outcome, outcomeNames, stateNames } from '#modules/imports/batch.ts'
import { IMPORT_KINDS, type ImportKind } from '#modules/imports/kind-names.ts'
import { kinds } from '#modules/imports/kind.ts'
import { useMe } from '#web/lib/session.ts'
import type { StateTable } from '#web/ui/status-tag.tsx'

export type Batch = ResultOf<typeof importsApi.getImport>
export type BatchRow = ResultOf<typeof importsApi.listImports>['rows'][number]
export type ImportRow = ResultOf<typeof importsApi.listImportRows>['rows'][number]

export const batchStates = {
  reading: { text: stateNames.reading, tone: 'info' },
  failed: { text: stateNames.failed, tone: 'bad' },
  uploaded: { text: stateNames.uploaded, tone: 'info' },
  checking: { text: stateNames.checking, tone: 'info' },
  checked: { text: stateNames.checked, tone: 'warn' },
  running: { text: stateNames.running, tone: 'info' },
  done: { text: stateNames.done, tone: 'good' },
  undoing: { text: stateNames.undoing, tone: 'info' },
  undone: { text: stateNames.undone, tone: 'mute' },
} satisfies StateTable<BatchState>

export const outcomes = {
  unchecked: { text: outcomeNames.unchecked, tone: 'mute' },
  new: { text: outcomeNames.new, tone: 'info' },
  changed: { text: outcomeNames.changed, tone: 'warn' },
  same: { text: outcomeNames.same, tone: 'mute' },
  duplicate: { text: outcomeNames.duplicate, tone: 'mute' },
  rejected: { text: outcomeNames.rejected, tone: 'bad' },
  imported: { text: outcomeNames.imported, tone: 'good' },
  undone: { text: outcomeNames.undone, tone: 'mute' },
} satisfies StateTable<Outcome>

/** The kinds that this person may import. */
export function useKinds(): ImportKind[] {
  const { permissions } = useMe()
  return IMPORT_KINDS.filter((kind) =>
    (permissions as readonly string[]).includes(kinds[kind].permission.run),
  )
}
