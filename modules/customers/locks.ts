import type { RawBuilder } from 'kysely'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { given } from '#platform/given.ts'
import { type PartyKind, whyNotChange } from './party.ts'

/**
 * SQL condition on party `p`: the actor may know of it. Who is bound to customers or carriers sees those and no other party;
 * who is bound to neither sees all.
 */
export function visibleParty(ctx: Ctx): RawBuilder<boolean> {
  const { customer, carrier } = ctx.actor.scopes
  if (!customer && !carrier) return sql<boolean>`true`
  return sql<boolean>`p.id = any(${[...(customer ?? []), ...(carrier ?? [])]}::uuid[])`
}

/** The same for what is ordered by or agreed with party `p`: who sees one carrier's part does none of it for customers. */
export function servedParty(ctx: Ctx): RawBuilder<boolean> {
  return ctx.actor.scopes.carrier ? sql<boolean>`false` : inScope(ctx, 'customer', 'p.id')
}

export type LockedParty = {
  name: string
  kind: PartyKind
  roles: string[]
  preferredChannel: string | null
  preferredLocale: string | null
  externalRef: string | null
  note: string | null
  archivedAt: Date | null
  version: number
}

/** Locks a party and what belongs to it: all changes of one customer's file queue here. */
export async function lockParty(ctx: Ctx, partyId: string, { toChange = false } = {}): Promise<LockedParty> {
  const party = await ctx.db.maybe(sql<LockedParty>`
    select p.name, p.kind, p.roles, p.preferred_channel as "preferredChannel", p.preferred_locale as "preferredLocale",
      p.external_ref as "externalRef", p.note, p.archived_at as "archivedAt", p.version
    from party p where p.tenant_id = ${ctx.tenant.id} and p.id = ${partyId} and ${visibleParty(ctx)} for update`)
  if (!party) throw new NotFound('customer')
  const refusal = toChange ? whyNotChange(party) : null
  if (refusal) throw new Refused(refusal)
  return party
}

/** The names of the fields that a change really changes. */
export function changedFields(before: object, after: object): string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  return Object.entries(after)
    .filter(
      ([key, value]) => value !== undefined && JSON.stringify(old.get(key) ?? null) !== JSON.stringify(value),
    )
    .map(([key]) => key)
}

/** `change` laid over `before`; fields not given stay. */
export function merged<T extends object>(before: T, change: { [K in keyof T]?: T[K] | undefined }): T {
  return { ...before, ...given(change) } as T
}
