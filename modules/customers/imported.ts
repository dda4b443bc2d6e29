import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { ContactFields } from './contacts.ts'
import { type Channel, type PartyKind, type PartyRole, phoneTail } from './party.ts'
import { soundsOf } from './pinyin.ts'
import type { SiteFields } from './sites.ts'

/** What an import may change of a party. */
export type PartyValues = {
  name: string
  kind: PartyKind
  roles: PartyRole[]
  preferredChannel: Channel | null
  externalRef: string | null
  note: string | null
}
export type KnownSite = Pick<
  SiteFields,
  'name' | 'country' | 'province' | 'city' | 'district' | 'street' | 'postcode'
> & { id: string; image: object }
export type KnownContact = Pick<ContactFields, 'name' | 'phone' | 'email' | 'wechat' | 'position'> & {
  id: string
  image: object
}
/** A party as an import sees it, with its sites and contacts in use. `image` is the whole row, for the undo. */
export type KnownParty = PartyValues & {
  id: string
  number: string
  archived: boolean
  image: object
  sites: KnownSite[]
  contacts: KnownContact[]
}

type Wanted = { numbers: string[]; refs: string[]; names: string[]; isLocked?: boolean }

/** Parties with one of these numbers, external references or names; locked when they are to be changed. */
export async function knownParties(
  ctx: Ctx,
  { numbers, refs, names, isLocked = false }: Wanted,
): Promise<KnownParty[]> {
  return ctx.db.all(sql<KnownParty>`
    select p.id, p.number, p.name, p.kind, p.roles, p.preferred_channel as "preferredChannel", p.external_ref as "externalRef", p.note,
      p.archived_at is not null as archived, to_jsonb(p) as image,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'country', s.country, 'province', s.province, 'city', s.city,
        'district', s.district, 'street', s.street, 'postcode', s.postcode, 'image', to_jsonb(s)) order by s.id), '[]')
        from site s where s.tenant_id = p.tenant_id and s.party_id = p.id and s.archived_at is null) as sites,
      (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email, 'wechat', c.wechat,
        'position', c.position, 'image', to_jsonb(c)) order by c.id), '[]')
        from contact c where c.tenant_id = p.tenant_id and c.party_id = p.id and c.archived_at is null) as contacts
    from party p
    where p.tenant_id = ${ctx.tenant.id}
      and (p.number = any(${numbers}::text[]) or p.external_ref = any(${refs}::text[]) or p.name = any(${names}::text[]))
    order by p.id ${isLocked ? sql`for update of p` : sql``}`)
}

/** Changes parties that the caller has locked and judged. */
export async function changeParties(
  ctx: Ctx,
  rows: readonly (PartyValues & { id: string; fields: string[] })[],
): Promise<void> {
  if (rows.length === 0) return
  const sounds = await soundsOf(rows.map((row) => row.name))
  await ctx.db.run(sql`
    update party p set name = n.name, pinyin = n.pinyin, initials = n.initials, kind = n.kind, roles = string_to_array(n.roles, ' '),
      preferred_channel = n.channel, external_ref = n.ref, note = n.note, version = p.version + 1
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.name)}::text[], ${sounds.map((s) => s.pinyin)}::text[],
      ${sounds.map((s) => s.initials)}::text[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.roles.join(' '))}::text[],
      ${rows.map((r) => r.preferredChannel)}::text[], ${rows.map((r) => r.externalRef)}::text[], ${rows.map((r) => r.note)}::text[]
    ) as n (id, name, pinyin, initials, kind, roles, channel, ref, note)
    where p.tenant_id = ${ctx.tenant.id} and p.id = n.id`)
  for (const { id, fields } of rows) emit(ctx, 'customer.changed', { type: 'customer', id }, { fields })
}

/** Changes addresses of sites whose parties the caller has locked. */
export async function changeSites(
  ctx: Ctx,
  rows: readonly (Omit<KnownSite, 'image'> & { partyId: string; fields: string[] })[],
): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.run(sql`
    update site s set country = n.country, province = n.province, city = n.city, district = n.district, street = n.street, postcode = n.postcode,
      version = s.version + 1
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.country)}::text[], ${rows.map((r) => r.province)}::text[], ${rows.map((r) => r.city)}::text[],
      ${rows.map((r) => r.district)}::text[], ${rows.map((r) => r.street)}::text[], ${rows.map((r) => r.postcode)}::text[]
    ) as n (id, country, province, city, district, street, postcode)
    where s.tenant_id = ${ctx.tenant.id} and s.id = n.id`)
  for (const { id, partyId, fields } of rows)
    emit(ctx, 'customer.site_changed', { type: 'site', id, parentId: partyId }, { fields })
}

/** Changes contacts whose parties the caller has locked. */
export async function changeContacts(
  ctx: Ctx,
  rows: readonly (Omit<KnownContact, 'image'> & { partyId: string; fields: string[] })[],
): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.run(sql`
    update contact c set phone = n.phone, phone_tail = n.tail, email = n.email, wechat = n.wechat, position = n.position, version = c.version + 1
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.phone)}::text[], ${rows.map((r) => phoneTail(r.phone))}::text[],
      ${rows.map((r) => r.email)}::text[], ${rows.map((r) => r.wechat)}::text[], ${rows.map((r) => r.position)}::text[]
    ) as n (id, phone, tail, email, wechat, position)
    where c.tenant_id = ${ctx.tenant.id} and c.id = n.id`)
  for (const { id, partyId, fields } of rows)
    emit(ctx, 'customer.contact_changed', { type: 'contact', id, parentId: partyId }, { fields })
}

/** The original date of parties that come from another system. */
export async function dateParties(ctx: Ctx, rows: readonly { id: string; at: Date }[]): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.run(sql`
    update party p set created_at = n.at from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.at)}::timestamptz[]) as n (id, at)
    where p.tenant_id = ${ctx.tenant.id} and p.id = n.id`)
}

type PartIds = { parties: string[]; sites: string[]; contacts: string[] }

/** Undo of an import: locks these rows, and gives those that do not stand at the version the import left them at. */
export async function changedParts(
  ctx: Ctx,
  expected: readonly { table: 'party' | 'site' | 'contact'; id: string; version: number }[],
): Promise<Set<string>> {
  const of = (table: string) => expected.filter((one) => one.table === table)
  const locked = (table: 'party' | 'site' | 'contact') => sql<{ id: string; isChanged: boolean }>`
    select t.id, t.version <> n.version as "isChanged" from ${sql.ref(table)} t
    join unnest(${of(table).map((one) => one.id)}::uuid[], ${of(table).map((one) => one.version)}::int[]) as n (id, version) on n.id = t.id
    where t.tenant_id = ${ctx.tenant.id} order by t.id for update of t`
  const rows = await Promise.all(
    (['party', 'site', 'contact'] as const).map((table) => ctx.db.all(locked(table))),
  )
  return new Set(rows.flat().flatMap((row) => (row.isChanged ? [row.id] : [])))
}

/** Undo of an import: of these rows as they were, those whose external reference another party has meanwhile. */
export async function takenReferences(ctx: Ctx, images: readonly object[]): Promise<Set<string>> {
  if (images.length === 0) return new Set()
  const rows = await ctx.db.all(sql<{ id: string }>`
    select r.id from jsonb_populate_recordset(null::party, ${JSON.stringify(images)}::jsonb) r
    join party p on p.tenant_id = ${ctx.tenant.id} and p.external_ref = r.external_ref and p.id <> r.id`)
  return new Set(rows.map((row) => row.id))
}

/** Undo of an import: erases what it made. The database refuses what something refers to. */
export async function eraseParts(ctx: Ctx, { parties, sites, contacts }: PartIds): Promise<void> {
  const own = sql`tenant_id = ${ctx.tenant.id}`
  await ctx.db.run(sql`delete from contact where ${own} and id = any(${contacts}::uuid[])`)
  await ctx.db.run(sql`delete from site where ${own} and id = any(${sites}::uuid[])`)
  await ctx.db.run(sql`delete from party_class where ${own} and party_id = any(${parties}::uuid[])`)
  await ctx.db.run(sql`delete from party where ${own} and id = any(${parties}::uuid[])`)
}

type Images = { parties: object[]; sites: object[]; contacts: object[] }

/** Undo of an import: rows as they were before it. */
export async function restoreParts(ctx: Ctx, { parties, sites, contacts }: Images): Promise<void> {
  const own = sql`t.tenant_id = ${ctx.tenant.id} and t.id = r.id`
  await ctx.db.run(sql`
    update party t set name = r.name, pinyin = r.pinyin, initials = r.initials, kind = r.kind, roles = r.roles, preferred_channel = r.preferred_channel,
      external_ref = r.external_ref, note = r.note, version = r.version
    from jsonb_populate_recordset(null::party, ${JSON.stringify(parties)}::jsonb) r where ${own}`)
  await ctx.db.run(sql`
    update site t set country = r.country, province = r.province, city = r.city, district = r.district, street = r.street, postcode = r.postcode,
      version = r.version
    from jsonb_populate_recordset(null::site, ${JSON.stringify(sites)}::jsonb) r where ${own}`)
  await ctx.db.run(sql`
    update contact t set phone = r.phone, phone_tail = r.phone_tail, email = r.email, wechat = r.wechat, position = r.position, version = r.version
    from jsonb_populate_recordset(null::contact, ${JSON.stringify(contacts)}::jsonb) r where ${own}`)
}
