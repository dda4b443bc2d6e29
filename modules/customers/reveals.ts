import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound, TooMany } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { visibleParty } from './locks.ts'

export type RevealedContact = { name: string; phone: string; email: string; wechat: string }

/** More than anybody needs for work, less than a copy of the customer base. */
export const REVEALS_PER_HOUR = 60
const HOUR_MS = 3_600_000
const ACTORS_MAX = 10_000
const recent = new Map<string, number[]>()

/** A contact in full. Each call is one row of the audit log with the reason given. */
export async function revealContact(
  ctx: Ctx,
  { partyId, contactId, reason }: { partyId: string; contactId: string; reason: string },
): Promise<RevealedContact> {
  countReveal(ctx)
  const contact = await ctx.db.maybe(sql<RevealedContact>`
    select c.name, c.phone, c.email, c.wechat from contact c join party p on p.tenant_id = c.tenant_id and p.id = c.party_id
    where c.tenant_id = ${ctx.tenant.id} and c.id = ${contactId} and c.party_id = ${partyId} and ${visibleParty(ctx)}`)
  if (!contact) throw new NotFound('contact')
  emit(
    ctx,
    'customer.revealed',
    { type: 'contact', id: contactId, parentId: partyId },
    { what: 'contact', siteId: null, contactId, reason },
  )
  return contact
}

/** A site's street in full. */
export async function revealSite(
  ctx: Ctx,
  { partyId, siteId, reason }: { partyId: string; siteId: string; reason: string },
): Promise<{ street: string }> {
  countReveal(ctx)
  const site = await ctx.db.maybe(sql<{ street: string }>`
    select s.street from site s join party p on p.tenant_id = s.tenant_id and p.id = s.party_id
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${siteId} and s.party_id = ${partyId} and ${visibleParty(ctx)}`)
  if (!site) throw new NotFound('site')
  emit(
    ctx,
    'customer.revealed',
    { type: 'site', id: siteId, parentId: partyId },
    { what: 'site', siteId, contactId: null, reason },
  )
  return site
}

/** The name of a customer who is a person. */
export async function revealParty(
  ctx: Ctx,
  { partyId, reason }: { partyId: string; reason: string },
): Promise<{ name: string }> {
  countReveal(ctx)
  const party = await ctx.db.maybe(sql<{ name: string }>`
    select p.name from party p where p.tenant_id = ${ctx.tenant.id} and p.id = ${partyId} and ${visibleParty(ctx)}`)
  if (!party) throw new NotFound('customer')
  emit(
    ctx,
    'customer.revealed',
    { type: 'customer', id: partyId },
    { what: 'customer', siteId: null, contactId: null, reason },
  )
  return party
}

/** Slows down whoever would reveal all customers or consignees one by one; counted by this process. */
export function countReveal(ctx: Ctx): void {
  const nowMs = ctx.now.getTime()
  const times = (recent.get(ctx.actor.id) ?? []).filter((t) => t > nowMs - HOUR_MS)
  const [oldest] = times
  if (oldest !== undefined && times.length >= REVEALS_PER_HOUR)
    throw new TooMany(Math.ceil((oldest + HOUR_MS - nowMs) / 1000))
  if (recent.size >= ACTORS_MAX) recent.clear()
  recent.set(ctx.actor.id, [...times, nowMs])
}
