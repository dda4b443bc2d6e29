import type { ImportKind } from './kind-names.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'import.uploaded': { kind: string; file: string }
    'import.read': { kind: string; rows: number; columns: number }
    'import.sheet_chosen': { kind: string; sheet: string }
    'import.mapped': { kind: string; mapped: string[] }
    /** Work begins, at somebody's word: open pages of the import show how far it is from now on. */
    'import.check_started': { kind: string }
    'import.run_started': { kind: string; policy: string }
    'import.undo_started': { kind: string; undo: string }
    'import.checked': { kind: string; rejected: number; duplicates: number; pending: number }
    'import.run': { kind: string; records: number; policy: string; rejected: number; pending: number }
    'import.stopped': { kind: string; while: string; imported: number }
    'import.errors_downloaded': { rows: number; format: string; masked: boolean }
    'import.undone': { kind: string; rows: number; kept: number }
    /** Who made a record in the system it came from, and when: the record's own history shows it. */
    'import.origin': { kind: ImportKind; author: string | null; createdAt: string | null }
  }
}

export const subjectOf = (batchId: string) => ({ type: 'import', id: batchId })
