import type { Subscriber } from '#platform/events.ts'
import { forgetHistory } from './predictions.ts'
import type { PromiseKind } from './promise.ts'

// Subject of all but `made`, `imported` and `import_undone`: { type: 'promise', id: root of the chain, parentId: the order }.
type Named = { kind: PromiseKind; orderId: string | null; subjectId: string }

declare module '#platform/events.ts' {
  interface EventTypes {
    /** One for each order; subject is the order. */
    'promise.made': { orderId: string | null; kinds: PromiseKind[]; n: number }
    /** One for each call of an import; subject is the tenant. */
    'promise.imported': { n: number; fulfilled: number; withdrawn: number }
    'promise.import_undone': { n: number }
    'promise.repromised': Named & { promiseId: string; from: string; to: string; reason: string }
    'promise.told': Named & { promiseId: string; channel: string }
    'promise.fulfilled': Named & { late: boolean; at: string; cause: string | null; liable: string | null }
    'promise.corrected': Named & {
      outcome: string
      late: boolean | null
      at: string | null
      cause: string | null
      liable: string | null
    }
    'promise.reopened': Named
    'promise.withdrawn': Named & { cause: string }
    'promise.broken': Named & { cause: string; liable: string | null }
    'promise.paused': Named & { reason: string }
    'promise.resumed': Named & { from: string; to: string }
    'promise.assigned': Named & { ownerId: string | null }
    /** A rung before the due time was passed. */
    'promise.warned': Named & { level: number; dueAt: string }
    /** The due time, or a rung after it, was passed. */
    'promise.overdue': Named & { level: number; dueAt: string }
  }
}

export const promisesSubscribers: Subscriber[] = [
  { name: 'promises.history', types: ['promise.imported'], handle: (ctx) => forgetHistory(ctx) },
]
