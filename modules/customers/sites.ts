import { refuseCalendars } from '#modules/scheduling/calendars.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { reconcile, recordChange } from '#platform/versions.ts'
import { checkAddress } from './divisions.ts'
import { changedFields, lockParty, merged } from './locks.ts'
import { maskStreet } from './privacy.ts'

export type SiteFields = {
  name: string
  country: string
  /** Division codes where the country is CN, free text elsewhere. */
  province: string
  city: string
  district: string
  street: string
  postcode: string
  calendarId: string | null
  externalRef: string | null
}
export type NewSite = Partial<SiteFields> & { id?: string; partyId: string; name: string }
export type SiteChange = { [K in keyof SiteFields]?: SiteFields[K] | undefined } & {
  archived?: boolean | undefined
}

export const SITES_MAX = 500

/** Rows of sites, set-based and unchecked: for new parties and imports, whose addresses are as the source gives them. */
export async function insertSites(ctx: Ctx, sites: NewSite[]): Promise<string[]> {
  if (sites.length === 0) return []
  const rows = sites.map((s) => ({ ...s, id: s.id ?? newId() }))
  await ctx.db.run(sql`
    insert into site (tenant_id, id, party_id, name, country, province, city, district, street, postcode, calendar_id, external_ref)
    select ${ctx.tenant.id}, r.* from unnest(${rows.map((s) => s.id)}::uuid[], ${rows.map((s) => s.partyId)}::uuid[], ${rows.map((s) => s.name)}::text[],
      ${rows.map((s) => s.country ?? 'CN')}::text[], ${rows.map((s) => s.province ?? '')}::text[], ${rows.map((s) => s.city ?? '')}::text[],
      ${rows.map((s) => s.district ?? '')}::text[], ${rows.map((s) => s.street ?? '')}::text[], ${rows.map((s) => s.postcode ?? '')}::text[],
      ${rows.map((s) => s.calendarId ?? null)}::uuid[], ${rows.map((s) => s.externalRef ?? null)}::text[]) as r`)
  return rows.map((s) => s.id)
}

/** Adds a place of a customer; its address is checked against the divisions. */
export async function addSite(ctx: Ctx, site: NewSite): Promise<string> {
  await lockParty(ctx, site.partyId, { toChange: true })
  const address = { country: 'CN', province: '', city: '', district: '', ...site }
  refuseBadAddress(address)
  await refuseCalendars(ctx, [site.calendarId])
  const { n } = await ctx.db.one(sql<{ n: number }>`
    select count(*)::int as n from site where tenant_id = ${ctx.tenant.id} and party_id = ${site.partyId} and archived_at is null`)
  if (n >= SITES_MAX) throw new Refused('customer.too_many_sites', { max: SITES_MAX })
  const [id = ''] = await insertSites(ctx, [site])
  emit(
    ctx,
    'customer.site_added',
    { type: 'site', id, parentId: site.partyId },
    { country: address.country, province: address.province },
  )
  return id
}

export async function updateSite(
  ctx: Ctx,
  input: SiteChange & { partyId: string; siteId: string; version?: number | undefined },
): Promise<void> {
  const { partyId, siteId, version, ...typed } = input
  await lockParty(ctx, partyId, { toChange: true })
  const before = await ctx.db.maybe(sql<SiteFields & { version: number; archivedAt: Date | null }>`
    select name, country, province, city, district, street, postcode, calendar_id as "calendarId", external_ref as "externalRef", version,
      archived_at as "archivedAt"
    from site where tenant_id = ${ctx.tenant.id} and id = ${siteId} and party_id = ${partyId}`)
  if (!before) throw new NotFound('site')
  const { version: current, archivedAt: putAwayAt, ...fieldsBefore } = before
  const record = {
    subject: { type: 'site', id: siteId, parentId: partyId },
    version: current,
    values: { ...fieldsBefore, archived: putAwayAt !== null },
    masks: { street: maskStreet },
  }
  const { archived, ...change } = await reconcile(ctx, record, version, typed)
  const after = merged<SiteFields>(fieldsBefore, change)
  const fields = changedFields(fieldsBefore, change)
  if (fields.some((f) => ['country', 'province', 'city', 'district'].includes(f))) refuseBadAddress(after)
  await refuseCalendars(ctx, [after.calendarId], before.calendarId)
  const archivedAt = archived === undefined ? putAwayAt : archived ? (putAwayAt ?? ctx.now) : null
  await ctx.db.run(sql`
    update site set name = ${after.name}, country = ${after.country}, province = ${after.province}, city = ${after.city}, district = ${after.district},
      street = ${after.street}, postcode = ${after.postcode}, calendar_id = ${after.calendarId}::uuid, external_ref = ${after.externalRef},
      archived_at = ${archivedAt}::timestamptz, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${siteId}`)
  recordChange(ctx, record, { ...after, archived: archivedAt !== null })
  emit(ctx, 'customer.site_changed', record.subject, {
    fields: archived === undefined ? fields : [...fields, 'archived'],
  })
}

function refuseBadAddress(address: {
  country: string
  province: string
  city: string
  district: string
}): void {
  const problems = checkAddress(address)
  if (problems.length > 0) throw new Invalid(problems)
}
