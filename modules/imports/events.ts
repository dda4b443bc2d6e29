declare module '#platform/events.ts' {
  interface EventTypes {
    'import.uploaded': { kind: string; rows: number; columns: number }
    'import.mapped': { fields: string[] }
    'import.checked': { rejected: number; duplicates: number; pending: number }
    'import.run': { orders: number; policy: string; rejected: number; pending: number }
    'import.errors_downloaded': { rows: number; format: string; masked: boolean }
    'import.undone': { orders: number }
  }
}

export const subjectOf = (batchId: string) => ({ type: 'import', id: batchId })
