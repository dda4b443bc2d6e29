declare module '#platform/events.ts' {
  interface EventTypes {
    'list.exported': { list: string; rows: number; format: string }
  }
}
