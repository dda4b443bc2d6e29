import type {} from './events.ts'
import { readFile, rm } from 'node:fs/promises'
import { type CellStyle, cellTyped } from '#platform/cells.ts'
import { type Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { makeFile } from '#platform/export.ts'
import { storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { queueMail } from '#platform/mail.ts'
import type { Locale } from '#platform/text.ts'
import { areaName } from '#modules/customers/divisions.ts'
import { type HandoverRefusal, type RequestState, whyNotHandover } from './handover.ts'
import { lockList, subjectOf } from './handovers.ts'
import { itemFields } from './list-fields.ts'
import type { PickupMode } from './pickup-rule.ts'
import { modeOf } from './pickup-rules.ts'
import { requestText } from './pickup-words.ts'
import { itemsOf } from './queries.ts'

type Addressee = {
  mode: PickupMode
  locale: Locale | null
  contactId: string | null
  email: string | null
  warehouse: { name: string; street: string; country: string; province: string; city: string }
  shipments: number
  parcels: number
  weightG: number | null
}

/** Asks the carrier by mail to pick up what is on the list; the list is attached. May be done again when it has changed. */
export async function requestPickup(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const refusal = await tryRequest(ctx, id)
  if (refusal) throw new Refused(refusal)
}

/** The same; says why not instead of refusing. */
export async function tryRequest(ctx: Ctx, id: string): Promise<HandoverRefusal | null> {
  const list = await lockList(ctx, id, 'request')
  const to = await readAddressee(ctx, id)
  const refusal = whyNotHandover({ ...list, mode: to.mode, hasEmail: !!to.email }, 'request')
  if (refusal || !to.email) return refusal
  const locale = to.locale ?? ctx.tenant.locale
  const { street, name, ...place } = to.warehouse
  const facts = {
    ...list,
    ...to,
    warehouse: { name, address: areaName({ ...place, district: '' }) + street },
    isAgain: list.request === 'sent',
  }
  const { subject, text } = requestText(facts, { locale, zone: ctx.tenant.zone, company: ctx.tenant.name })
  const mailId = await queueMail(ctx, {
    key: `pickup:${id}:${newId()}`,
    to: to.email,
    subject,
    text,
    attachmentIds: [await attachList(ctx, { id, number: list.number, locale })],
  })
  await ctx.db.run(sql`
    update handover_list set request = 'queued', mail_id = ${mailId}, contact_id = ${to.contactId}, requested_at = null
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'handover.requested', subjectOf(id), { number: list.number, shipments: to.shipments })
  return null
}

async function readAddressee(ctx: Ctx, id: string): Promise<Addressee> {
  return ctx.db.one(sql<Addressee>`
    select ${modeOf} as mode, k.preferred_locale as locale, c.id as "contactId", c.email,
      jsonb_build_object('name', w.name, 'street', w.street, 'country', w.country, 'province', w.province, 'city', w.city) as warehouse,
      x.shipments, x.parcels, x."weightG"
    from handover_list h join party k on k.tenant_id = h.tenant_id and k.id = h.carrier_id
    join warehouse w on w.tenant_id = h.tenant_id and w.id = h.warehouse_id
    left join lateral (
      select c.id, c.email from contact c where c.tenant_id = k.tenant_id and c.party_id = k.id and c.archived_at is null and c.email <> ''
      order by c.preferred_channel is distinct from 'email', c.id limit 1) c on true
    cross join lateral (
      select count(*)::int as shipments, coalesce(sum(i.parcels), 0)::int as parcels, sum(i.weight_g)::bigint as "weightG"
      from handover_item i where i.tenant_id = h.tenant_id and i.list_id = h.id) x
    where h.tenant_id = ${ctx.tenant.id} and h.id = ${id}`)
}

/** The shipments as a spreadsheet, in the carrier's language. Gives the file's id. */
async function attachList(
  ctx: Ctx,
  { id, number, locale }: { id: string; number: string; locale: Locale },
): Promise<string> {
  const rows = await itemsOf(ctx, id)
  const style: CellStyle = { locale, zone: ctx.tenant.zone, currency: ctx.tenant.currency }
  const fields = itemFields.filter((field) => FOR_CARRIERS.has(field.key))
  const columns = fields.map((field) => field.title[locale])
  const file = await makeFile('xlsx', { name: number, columns }, async (add) => {
    for (const row of rows) await add(fields.map((field) => cellTyped(field.value(row, ctx.now), style)))
    return [[number, rows.length]]
  })
  try {
    return await storeFile(ctx, {
      name: file.name,
      contentType: file.contentType,
      bytes: await readFile(file.bytes.path),
    })
  } finally {
    await rm(file.bytes.path, { force: true })
  }
}

/** Our orders and customers are no business of the carrier's. */
const FOR_CARRIERS = new Set(['waybill', 'shipment', 'destination', 'parcels', 'units', 'weight'])

type MailEnd = { mailId: string; state: RequestState }

/** The mails of requests went, failed or were given up. A list that ended meanwhile keeps the proof as well. */
export async function followRequests(ctx: Ctx, mails: readonly MailEnd[]): Promise<void> {
  const stateOf = new Map(mails.map((mail) => [mail.mailId, mail.state]))
  const lists = await ctx.db.all(sql<{ id: string; number: string; mailId: string }>`
    select id, number, mail_id as "mailId" from handover_list
    where tenant_id = ${ctx.tenant.id} and mail_id = any(${[...stateOf.keys()]}::uuid[]) and request in ('queued', 'failed') order by id for update`)
  for (const { id, number, mailId } of lists) {
    const state = stateOf.get(mailId) ?? 'failed'
    await setRequest(ctx, id, state)
    if (state === 'sent') emit(ctx, 'handover.request_sent', subjectOf(id), { number })
    if (state === 'failed') emit(ctx, 'handover.request_failed', subjectOf(id), { number, why: 'mail' })
  }
}

/** Nobody could be written to: a person has to see it. */
export async function failRequest(ctx: Ctx, { id, number }: { id: string; number: string }): Promise<void> {
  await setRequest(ctx, id, 'failed')
  emit(ctx, 'handover.request_failed', subjectOf(id), { number, why: 'no_address' })
}

async function setRequest(ctx: Ctx, id: string, state: RequestState): Promise<void> {
  await ctx.db.run(sql`
    update handover_list set request = ${state}, requested_at = ${state === 'sent' ? ctx.now : null}::timestamptz
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
}
