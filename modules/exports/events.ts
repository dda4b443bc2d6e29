declare module '#platform/events.ts' {
  interface EventTypes {
    'export.scheduled': { list: string; recipients: number }
    'export.unscheduled': Record<string, never>
    'export.paused': Record<string, never>
    'export.resumed': Record<string, never>
    'export.stopped': Record<string, never>
    'list.exported': { list: string; rows: number; format: string }
  }
}
