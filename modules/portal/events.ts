declare module '#platform/events.ts' {
  interface EventTypes {
    'tracking_link.unlocked': Record<string, never>
  }
}
export {}
