import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { reconcile, recordChange } from '#platform/versions.ts'
import { changedFields, lockParty, merged } from './locks.ts'
import { type Channel, phoneTail } from './party.ts'
import { maskEmail, maskHandle, maskName, maskPhone } from './privacy.ts'

export type ContactFields = {
  name: string
  phone: string
  email: string
  wechat: string
  position: string
  siteId: string | null
  preferredChannel: Channel | null
}
export type NewContact = Partial<ContactFields> & { id?: string; partyId: string; name: string }
export type ContactChange = { [K in keyof ContactFields]?: ContactFields[K] | undefined } & {
  archived?: boolean | undefined
}

export const CONTACTS_MAX = 500

/** Rows of contacts, set-based. */
export async function insertContacts(ctx: Ctx, contacts: NewContact[]): Promise<string[]> {
  if (contacts.length === 0) return []
  const rows = contacts.map((c) => ({ ...c, id: c.id ?? newId() }))
  await ctx.db.run(sql`
    insert into contact (tenant_id, id, party_id, site_id, name, phone, phone_tail, email, wechat, position, preferred_channel)
    select ${ctx.tenant.id}, r.* from unnest(${rows.map((c) => c.id)}::uuid[], ${rows.map((c) => c.partyId)}::uuid[],
      ${rows.map((c) => c.siteId ?? null)}::uuid[], ${rows.map((c) => c.name)}::text[], ${rows.map((c) => c.phone ?? '')}::text[],
      ${rows.map((c) => phoneTail(c.phone ?? ''))}::text[], ${rows.map((c) => c.email ?? '')}::text[], ${rows.map((c) => c.wechat ?? '')}::text[],
      ${rows.map((c) => c.position ?? '')}::text[], ${rows.map((c) => c.preferredChannel ?? null)}::text[]) as r`)
  return rows.map((c) => c.id)
}

export async function addContact(ctx: Ctx, contact: NewContact): Promise<string> {
  await lockParty(ctx, contact.partyId, { toChange: true })
  await refuseForeignSite(ctx, contact.partyId, contact.siteId ?? null)
  const { n } = await ctx.db.one(sql<{ n: number }>`
    select count(*)::int as n from contact where tenant_id = ${ctx.tenant.id} and party_id = ${contact.partyId} and archived_at is null`)
  if (n >= CONTACTS_MAX) throw new Refused('customer.too_many_contacts', { max: CONTACTS_MAX })
  const [id = ''] = await insertContacts(ctx, [contact])
  emit(
    ctx,
    'customer.contact_added',
    { type: 'contact', id, parentId: contact.partyId },
    { siteId: contact.siteId ?? null },
  )
  return id
}

/** Changes the fields given. What was shown masked is not sent back by the page, so it stays. */
export async function updateContact(
  ctx: Ctx,
  input: ContactChange & { partyId: string; contactId: string; version?: number | undefined },
): Promise<void> {
  const { partyId, contactId, version, ...typed } = input
  await lockParty(ctx, partyId, { toChange: true })
  const before = await ctx.db.maybe(sql<ContactFields & { version: number; archivedAt: Date | null }>`
    select name, phone, email, wechat, position, site_id as "siteId", preferred_channel as "preferredChannel", version, archived_at as "archivedAt"
    from contact where tenant_id = ${ctx.tenant.id} and id = ${contactId} and party_id = ${partyId}`)
  if (!before) throw new NotFound('contact')
  const { version: current, archivedAt: putAwayAt, ...fieldsBefore } = before
  const record = {
    subject: { type: 'contact', id: contactId, parentId: partyId },
    version: current,
    values: { ...fieldsBefore, archived: putAwayAt !== null },
    masks: { name: maskName, phone: maskPhone, email: maskEmail, wechat: maskHandle },
  }
  const { archived, ...change } = await reconcile(ctx, record, version, typed)
  const after = merged<ContactFields>(fieldsBefore, change)
  await refuseForeignSite(ctx, partyId, after.siteId)
  const archivedAt = archived === undefined ? putAwayAt : archived ? (putAwayAt ?? ctx.now) : null
  await ctx.db.run(sql`
    update contact set name = ${after.name}, phone = ${after.phone}, phone_tail = ${phoneTail(after.phone)}, email = ${after.email},
      wechat = ${after.wechat}, position = ${after.position}, site_id = ${after.siteId}::uuid, preferred_channel = ${after.preferredChannel},
      archived_at = ${archivedAt}::timestamptz, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${contactId}`)
  recordChange(ctx, record, { ...after, archived: archivedAt !== null })
  const fields = changedFields(fieldsBefore, change)
  emit(ctx, 'customer.contact_changed', record.subject, {
    fields: archived === undefined ? fields : [...fields, 'archived'],
  })
}

async function refuseForeignSite(ctx: Ctx, partyId: string, siteId: string | null): Promise<void> {
  if (siteId === null) return
  const found = await ctx.db.maybe(
    sql`select 1 from site where tenant_id = ${ctx.tenant.id} and id = ${siteId} and party_id = ${partyId}`,
  )
  if (!found)
    throw new Invalid([
      {
        path: 'siteId',
        message: { zh: '所选地点不属于该客户', en: 'This site does not belong to the customer' },
      },
    ])
}
