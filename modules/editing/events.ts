declare module '#platform/events.ts' {
  interface EventTypes {
    /** An act that waited for its ten seconds could not be done when they were over. */
    'action.refused': { operation: string; code: string }
  }
}
export {}
