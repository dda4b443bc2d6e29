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
    'print_template.changed': { document: string; version: number; reason: string }
    'print_rules.changed': { rules: number }
  }
}

export {}
