import type { Subscriber } from '#platform/events.ts'
import { ensureDefaultScheme } from './classes.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'customer.created': { number: string; roles: string[]; isImported?: boolean }
    'customer.changed': { fields: string[] }
    'customer.archived': Record<string, never>
    'customer.restored': Record<string, never>
    'customer.site_added': { country: string; province: string }
    'customer.site_changed': { fields: string[] }
    'customer.contact_added': { siteId: string | null }
    'customer.contact_changed': { fields: string[] }
    'customer.classified': { scheme: string; from: string | null; to: string; reason: string }
    'customer.held': { holdId: string; kind: string; reason: string }
    'customer.released': { holdId: string; kind: string; reason: string }
    /** Somebody read personal data in full; one row for each time. */
    'customer.revealed': {
      what: 'customer' | 'site' | 'contact'
      siteId: string | null
      contactId: string | null
      reason: string
    }
  }
}

export const customersSubscribers: Subscriber[] = [
  { name: 'customers.set_up', types: ['tenant.created'], handle: (ctx) => ensureDefaultScheme(ctx) },
]
