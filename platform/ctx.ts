import { type Database, type Db, type Query, type TransactionOptions, sql } from '#platform/db.ts'
import { type PendingEvent, insertEvents } from '#platform/events.ts'
import { Forbidden } from '#platform/errors.ts'
import type { Locale } from '#platform/text.ts'
import type { MergedField } from '#platform/versions.ts'

/** The company whose data the transaction sees. */
export type Tenant = {
  id: string
  slug: string
  name: string
  zone: string
  locale: Locale
  currency: string
  country: string
  settings: Record<string, unknown>
}

/** What part of the company an actor sees; an absent kind means all of it. */
export type Scopes = { warehouse?: string[]; carrier?: string[]; customer?: string[] }
export type ScopeKind = keyof Scopes

export type Actor = {
  kind: 'user' | 'api_key' | 'system' | 'link'
  id: string
  name: string
  permissions: ReadonlySet<string>
  scopes: Scopes
  sessionId?: string
}

/** First parameter of every verb: an open transaction of one tenant, who acts, and what time it is. */
export type Ctx = {
  db: Db
  tenant: Tenant
  actor: Actor
  now: Date
  requestId: string
  locale: Locale
  /** Which try of its transaction this is, from 1: what was hoped for may be done the careful way when it is not the first. */
  attempt: number
  /** Written with the commit, in the order announced. */
  events: PendingEvent[]
  /** Statements that go out with the commit, after the events. */
  atCommit: Query<unknown>[]
  /** What somebody else changed meanwhile and a save let stand: told with the answer. */
  merged: MergedField[]
}

export type CtxSeed = Omit<Ctx, 'db' | 'attempt' | 'events' | 'atCommit' | 'merged'>

/** Runs a verb in one transaction; its events are written in the same trip as the commit. */
export async function withCtx<T>(
  database: Database,
  seed: CtxSeed,
  work: (ctx: Ctx) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  let waiting: Query<unknown>[] = []
  return database.transaction(
    seed.tenant.id,
    async (db, attempt) => {
      const ctx: Ctx = { ...seed, db, attempt, events: [], atCommit: [], merged: [] }
      const result = await work(ctx)
      waiting = waitingOf(ctx)
      return result
    },
    { ...options, last: () => waiting },
  )
}

/** Sends what waits for the commit. Tests that roll back call it to see the events' rows. */
export async function flush(ctx: Ctx): Promise<void> {
  await Promise.all(waitingOf(ctx).map((query) => ctx.db.run(query)))
}

function waitingOf(ctx: Ctx): Query<unknown>[] {
  const events = ctx.events.splice(0)
  return [...(events.length > 0 ? [insertEvents(ctx, events)] : []), ...ctx.atCommit.splice(0)]
}

/** The person who acts; null for keys, links and the house itself. */
export const userIdOf = ({ actor }: Pick<Ctx, 'actor'>): string | null =>
  actor.kind === 'user' ? actor.id : null

export const can = (actor: Actor, permission: string): boolean =>
  actor.kind === 'system' || actor.permissions.has(permission)

export function mustBeAbleTo(ctx: Ctx, permission: string): void {
  if (!can(ctx.actor, permission)) throw new Forbidden(permission)
}

/** SQL condition: the column's value is within the actor's scope of that kind. */
export function inScope(ctx: Ctx, kind: ScopeKind, column: string) {
  const ids = ctx.actor.scopes[kind]
  return ids ? sql<boolean>`${sql.ref(column)} = any(${ids}::uuid[])` : sql<boolean>`true`
}

/** The same rule in memory, for one value. */
export function isInScope(actor: Actor, kind: ScopeKind, id: string | null): boolean {
  const ids = actor.scopes[kind]
  return !ids || (id !== null && ids.includes(id))
}

const SYSTEM_ID = '00000000-0000-7000-8000-000000000000'

/** The house itself: jobs, subscribers, imports from the command line. */
export const systemActor = (name: string): Actor => ({
  kind: 'system',
  id: SYSTEM_ID,
  name,
  permissions: new Set(),
  scopes: {},
})
