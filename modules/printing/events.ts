declare module '#platform/events.ts' {
  interface EventTypes {
    /** One for each record; `fullParts` lists the personal data printed in full. */
    'document.printed': {
      document: string
      format: string
      copies: number
      nth: number
      fullParts: string[]
      reason: string
      batchId: string
    }
    'print_template.changed': { document: string; version: number; before: object; after: object }
    'print_rules.changed': { before: object[]; after: object[] }
  }
}

export {}
