import type { Subscriber } from '#platform/events.ts'
import { ensureDefaultClauses } from './default-clauses.ts'

declare module '#platform/events.ts' {
  interface EventTypes {
    'contract.created': { number: string; customerId: string | null }
    'contract.changed': { fields: string[] }
    'contract.ended': { reason: string }
    'contract.resumed': { reason: string }
    'clause.drafted': { lineId: string; version: number; kind: string }
    'clause.published': { lineId: string; version: number; kind: string; replaces: string | null }
    'clause.retired': { lineId: string; version: number; kind: string; reason: string }
  }
}

export const contractsSubscribers: Subscriber[] = [
  { name: 'contracts.set_up', types: ['tenant.created'], handle: (ctx) => ensureDefaultClauses(ctx) },
]
