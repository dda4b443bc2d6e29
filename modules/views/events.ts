import type { Visibility } from './view.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'view.saved': { list: string; name: string }
    'view.changed': { list: string; fields: string[] }
    'view.shared': { list: string; name: string; visibility: Visibility }
    'view.deleted': { list: string; name: string }
    'view.restored': { list: string; name: string }
  }
}
