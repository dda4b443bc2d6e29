import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import type { Cause, Liable, PromiseKind } from './promise.ts'

/** A promise to be made. Times are Dates or UTC milliseconds. */
export type NewPromise = {
  kind: PromiseKind
  subjectType: 'order' | 'order_line' | 'shipment'
  subjectId: string
  orderId: string | null
  customerId: string
  clauseId?: string | null
  /** Default: now. */
  madeAt?: Date | number
  /** When the clock of the thing promised began; default: madeAt. */
  startedAt?: Date | number
  /** Kept from then on; none = any time before dueAt. */
  earlyAt?: Date | number | null
  dueAt: Date | number
  /** What the contract alone would have said, when it differs. */
  contractDueAt?: Date | number | null
  warehouseId?: string | null
  carrierId?: string | null
  lane?: string | null
  mode?: string | null
  service?: string | null
  classKey?: string | null
  urgent?: boolean
  quantity?: number | null
  ownerId?: string | null
}

/** A chain by what it promises. */
export type ChainKey = { kind: PromiseKind; orderId: string; subjectId: string }

/** One promise by its id (any of its chain), or by what it promises. */
export type PromiseRef = { promiseId: string } | ChainKey

export type Telling = { channel: Channel; recipient: string; toldAt?: Date; proof?: string | null }
export type Channel = 'phone' | 'email' | 'sms' | 'wechat' | 'portal' | 'api' | 'paper'

export type Fulfilment = ChainKey & { at: Date; cause?: Cause | null; liable?: Liable | null }
export type ImportedPromise = NewPromise & { fulfilledAt?: Date | number | null; withdrawn?: boolean }

const later = (): never => {
  throw new Error('being written')
}

/** An INSERT usable as the body of a CTE: `with promises as (${promiseInsertFragment(ctx, list)})`. Announces them too. */
export function promiseInsertFragment(_ctx: Ctx, _promises: NewPromise[]): RawBuilder<unknown> {
  return later()
}

export async function makePromises(_ctx: Ctx, _promises: NewPromise[]): Promise<void> {
  later()
}

/** Closes the open chains named; those not there or ended are left alone. Idempotent. */
export async function fulfilPromises(_ctx: Ctx, _fulfilments: Fulfilment[]): Promise<void> {
  later()
}

/** Opens chains again that were fulfilled by a fact that turned out wrong. */
export async function reopenPromises(_ctx: Ctx, _keys: ChainKey[]): Promise<void> {
  later()
}

/** Closes the open chains of an order that no longer apply; how many. */
export async function withdrawPromises(_ctx: Ctx, _input: { orderId: string; subjectIds?: string[]; kinds?: PromiseKind[]; cause: Cause }): Promise<number> {
  return later()
}

/** Gives up a promise: it will not be kept. */
export async function breakPromise(_ctx: Ctx, _input: PromiseRef & { cause: Cause; liable?: Liable; note?: string }): Promise<void> {
  later()
}

/** A new due time in place of the current one; the old row stays. Gives the id of the new row. */
export async function repromise(_ctx: Ctx, _input: PromiseRef & { dueAt: Date; reason: string; told?: Telling }): Promise<string> {
  return later()
}

/** Proof that the customer was told of the current promise. */
export async function tellCustomer(_ctx: Ctx, _input: PromiseRef & Telling): Promise<void> {
  later()
}

export async function pausePromise(_ctx: Ctx, _input: PromiseRef & { reason: string }): Promise<void> {
  later()
}

/** Ends the pause; the due time moves by the time paused (working time when a calendar is given). */
export async function resumePromise(_ctx: Ctx, _input: PromiseRef & { calendarId?: string | null }): Promise<string> {
  return later()
}

/** History with its ends: set-based, one summary event, nothing for the watcher where the promise has ended. */
export async function importPromises(_ctx: Ctx, _promises: ImportedPromise[]): Promise<void> {
  later()
}
