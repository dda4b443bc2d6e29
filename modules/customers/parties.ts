import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Forbidden, Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, newNumber } from '#platform/ids.ts'
import { reconcile, recordChange } from '#platform/versions.ts'
import { classifyNewParties } from './classes.ts'
import { type NewContact, insertContacts } from './contacts.ts'
import { checkAddress } from './divisions.ts'
import { changedFields, lockParty, merged, servedParty } from './locks.ts'
import type { Channel, PartyKind, PartyRole } from './party.ts'
import { soundsOf } from './pinyin.ts'
import { maskName } from './privacy.ts'
import { type NewSite, insertSites } from './sites.ts'
import { refuseCalendars } from '#modules/scheduling/calendars.ts'

export { classifyParty } from './classes.ts'
export { placeHold, releaseHold } from './holds.ts'

/** What order intake must know of a party. */
export type IntakeParty = {
  id: string
  number: string
  name: string
  roles: string[]
  classKey: string | null
  holds: { kind: string; reason: string }[]
  preferredChannel: string | null
  archived: boolean
}

/**
 * Scalar sub-select: these parties (a list or an SQL expression of type uuid[]) as JSON `IntakeParty[]`, with the class of the
 * default scheme and the open holds. Parties that are not the actor's to serve are left out.
 */
export function intakePartyFragment(
  ctx: Ctx,
  ids: readonly string[] | RawBuilder<unknown>,
): RawBuilder<IntakeParty[]> {
  const wanted = 'toOperationNode' in ids ? ids : sql`${ids}::uuid[]`
  return sql<IntakeParty[]>`(
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'number', p.number, 'name', p.shown_name, 'roles', p.roles, 'preferredChannel', p.preferred_channel,
      'archived', p.archived_at is not null,
      'classKey', ${currentClass},
      'holds', coalesce((select jsonb_agg(jsonb_build_object('kind', h.kind, 'reason', h.reason) order by h.placed_at)
        from party_hold h where h.tenant_id = p.tenant_id and h.party_id = p.id and h.released_at is null), '[]'::jsonb))), '[]'::jsonb)
    from party p where p.tenant_id = ${ctx.tenant.id} and p.id = any(${wanted}) and ${servedParty(ctx)})`
}

/** The class that party `p` has now in the default scheme, or null. */
export const currentClass = sql<string | null>`(
  select pc.class_key from party_class pc join class_scheme cs on cs.tenant_id = pc.tenant_id and cs.id = pc.scheme_id and cs.is_default
  where pc.tenant_id = p.tenant_id and pc.party_id = p.id and pc.to_at is null limit 1)`

export type NewParty = {
  id?: string
  name: string
  kind?: PartyKind
  roles: readonly PartyRole[]
  /** A class of the default scheme. */
  classKey?: string | null | undefined
  preferredChannel?: Channel | null | undefined
  preferredLocale?: 'zh' | 'en' | null | undefined
  /** The other system's number; one per tenant. */
  externalRef?: string | null | undefined
  note?: string | null | undefined
  sites?: Omit<NewSite, 'partyId'>[] | undefined
  contacts?: Omit<NewContact, 'partyId'>[] | undefined
  /** One of many of a file. */
  isImported?: boolean
}

export const PARTIES_MAX = 10_000

/** Makes parties with their sites, contacts and first classes, set-based; ids in the order given. */
export async function createParties(ctx: Ctx, parties: NewParty[], reason = '新建客户'): Promise<string[]> {
  if (parties.length === 0) return []
  if (parties.length > PARTIES_MAX) throw new RangeError(`at most ${PARTIES_MAX} parties in a call`)
  await refuseTakenRefs(
    ctx,
    parties.map((p) => p.externalRef ?? null),
    null,
  )
  const rows = parties.map((p) => ({ ...p, id: p.id ?? newId(), number: newNumber('C', ctx.now) }))
  await insertParties(ctx, rows)
  await insertSites(
    ctx,
    rows.flatMap((p) => (p.sites ?? []).map((s) => ({ ...s, partyId: p.id }))),
  )
  await insertContacts(
    ctx,
    rows.flatMap((p) => (p.contacts ?? []).map((c) => ({ ...c, partyId: p.id }))),
  )
  await classifyNewParties(
    ctx,
    rows.flatMap((p) => (p.classKey ? [{ partyId: p.id, classKey: p.classKey }] : [])),
    reason,
  )
  for (const p of rows)
    emit(
      ctx,
      'customer.created',
      { type: 'customer', id: p.id },
      { number: p.number, roles: [...p.roles], ...(p.isImported ? { isImported: true } : {}) },
    )
  return rows.map((p) => p.id)
}

/**
 * One customer from a form: its addresses are checked against the divisions. Who is bound to customers cannot make a new one,
 * for they could not see it.
 */
export async function createCustomer(ctx: Ctx, party: NewParty): Promise<string> {
  if (ctx.actor.scopes.customer || ctx.actor.scopes.carrier) throw new Forbidden('customer.manage')
  const problems = (party.sites ?? []).flatMap((site, i) =>
    checkAddress({ country: 'CN', province: '', city: '', district: '', ...site }).map((p) => ({
      ...p,
      path: `sites[${i}].${p.path}`,
    })),
  )
  if (problems.length > 0) throw new Invalid(problems)
  await refuseCalendars(
    ctx,
    (party.sites ?? []).map((s) => s.calendarId),
  )
  const [id = ''] = await createParties(ctx, [party])
  return id
}

/** Which of these external references are known, with their party's id. */
export async function partyIdsByRef(ctx: Ctx, refs: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.all(sql<{ ref: string; id: string }>`
    select external_ref as ref, id from party where tenant_id = ${ctx.tenant.id} and external_ref = any(${refs}::text[])`)
  return new Map(rows.map((r) => [r.ref, r.id]))
}

export type PartyChange = {
  name?: string | undefined
  kind?: PartyKind | undefined
  roles?: PartyRole[] | undefined
  preferredChannel?: Channel | null | undefined
  preferredLocale?: 'zh' | 'en' | null | undefined
  externalRef?: string | null | undefined
  note?: string | null | undefined
}

/** Changes the fields given. */
export async function updateParty(
  ctx: Ctx,
  { id, version, ...typed }: PartyChange & { id: string; version?: number | undefined },
): Promise<void> {
  const { version: current, archivedAt: _, ...values } = await lockParty(ctx, id, { toChange: true })
  const masks = values.kind === 'person' ? { name: maskName } : {}
  const record = { subject: { type: 'customer', id }, version: current, values, masks }
  const change = await reconcile(ctx, record, version, typed)
  const after = merged(values, change)
  await refuseTakenRefs(ctx, [after.externalRef], id)
  const [sound] = await soundsOf([after.name])
  await ctx.db.run(sql`
    update party set name = ${after.name}, pinyin = ${sound?.pinyin ?? ''}, initials = ${sound?.initials ?? ''}, kind = ${after.kind},
      roles = ${after.roles}::text[], preferred_channel = ${after.preferredChannel}, preferred_locale = ${after.preferredLocale},
      external_ref = ${after.externalRef}, note = ${after.note}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, record, after)
  emit(ctx, 'customer.changed', record.subject, { fields: changedFields(values, change) })
}

/** Puts a party away or takes it back; its history stays. */
export async function setArchived(
  ctx: Ctx,
  { id, version, archived }: { id: string; version: number; archived: boolean },
): Promise<void> {
  const before = await lockParty(ctx, id)
  if (before.version !== version) throw new Refused('request.stale', { version: before.version })
  if ((before.archivedAt !== null) === archived) return
  await ctx.db.run(sql`
    update party set archived_at = ${archived ? ctx.now : null}::timestamptz, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, archived ? 'customer.archived' : 'customer.restored', { type: 'customer', id }, {})
}

async function insertParties(ctx: Ctx, rows: (NewParty & { id: string; number: string })[]): Promise<void> {
  const sounds = await soundsOf(rows.map((p) => p.name))
  // An array of arrays has one width in SQL, roles do not: they travel joined.
  await ctx.db.run(sql`
    insert into party (tenant_id, id, number, name, pinyin, initials, kind, roles, preferred_channel, preferred_locale, external_ref, note, created_at)
    select ${ctx.tenant.id}, r.id, r.number, r.name, r.pinyin, r.initials, r.kind, string_to_array(r.roles, ' '), r.channel, r.locale, r.ref, r.note, ${ctx.now}
    from unnest(${rows.map((p) => p.id)}::uuid[], ${rows.map((p) => p.number)}::text[], ${rows.map((p) => p.name)}::text[],
      ${sounds.map((s) => s.pinyin)}::text[], ${sounds.map((s) => s.initials)}::text[], ${rows.map((p) => p.kind ?? 'company')}::text[],
      ${rows.map((p) => p.roles.join(' '))}::text[], ${rows.map((p) => p.preferredChannel ?? null)}::text[],
      ${rows.map((p) => p.preferredLocale ?? null)}::text[], ${rows.map((p) => p.externalRef ?? null)}::text[], ${rows.map((p) => p.note ?? null)}::text[]
    ) as r (id, number, name, pinyin, initials, kind, roles, channel, locale, ref, note)`)
}

async function refuseTakenRefs(ctx: Ctx, refs: (string | null)[], ownId: string | null): Promise<void> {
  const given = refs.filter((r) => r !== null)
  if (given.length === 0) return
  const seen = new Set<string>()
  const twice = given.find((ref) => seen.has(ref) || !seen.add(ref))
  const known = await partyIdsByRef(ctx, given)
  const taken = twice ?? given.find((ref) => known.has(ref) && known.get(ref) !== ownId)
  if (taken !== undefined) throw new Refused('customer.reference_taken', { externalRef: taken })
}
