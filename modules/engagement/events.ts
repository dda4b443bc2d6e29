declare module '#platform/events.ts' {
  interface EventTypes {
    /** One for each call of an import; subject is the tenant. */
    'answers.imported': { answers: number; existing: number }
  }
}
export {}
