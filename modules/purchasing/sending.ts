import type {} from './events.ts'
import { type Ctx, userIdOf } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import { queueMail } from '#platform/mail.ts'
import type { Locale } from '#platform/text.ts'
import { areaName } from '#modules/customers/divisions.ts'
import { maskEmail, maskName } from '#modules/customers/privacy.ts'
import type { Channel } from '#modules/promises/telling.ts'
import { lockPurchase, stopMail, subjectOf } from './locked.ts'
import { purchasePaper } from './papers.ts'
import { purchaseScope } from './on-order.ts'
import { type PurchaseLetterFacts, purchaseLetter } from './purchase-words.ts'

type Contact = { name: string; email: string }
type Facts = Omit<PurchaseLetterFacts, 'warehouse' | 'onBehalf'> & {
  locale: Locale | null
  contact: Contact | null
  customerName: string | null
  customerRef: string
  warehouse: { name: string; country: string; province: string; city: string; street: string }
}
export type Letter = { to: { name: string; address: string } | null; subject: string; body: string }

/** The mail an order would go as, in the supplier's language, and to whom, masked. */
export async function getLetter(ctx: Ctx, id: string): Promise<Letter> {
  const { contact, subject, body } = await writeLetter(ctx, id)
  return {
    subject,
    body,
    to: contact && { name: maskName(contact.name), address: maskEmail(contact.email) },
  }
}

/** Sends a draft to the supplier by mail, with the text as it was last written. */
export async function sendPurchase(
  ctx: Ctx,
  { id, subject, body }: { id: string; subject?: string | undefined; body?: string | undefined },
): Promise<void> {
  const found = await lockPurchase(ctx, id, 'send')
  const letter = await writeLetter(ctx, id)
  if (!letter.contact) throw new Refused('purchase.no_address')
  const paper = await purchasePaper(ctx, { id, locale: letter.locale })
  const mailId = await queueMail(ctx, {
    key: `purchase:${id}:${newId()}`,
    to: letter.contact.email,
    subject: subject ?? letter.subject,
    text: body ?? letter.body,
    attachmentIds: paper ? [await storeFile(ctx, paper)] : [],
  })
  await ctx.db.run(sql`
    update purchase_order set state = 'queued', channel = 'email', recipient = ${maskEmail(letter.contact.email)}, proof = '', mail_id = ${mailId},
      sent_at = null, sent_by = ${userIdOf(ctx)}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'purchase.queued', subjectOf(found), { number: found.number })
}

type Telling = { id: string; channel: Channel; recipient: string; proof?: string | undefined }

/** The supplier was told otherwise: by telephone, on paper, in his own portal. */
export async function tellPurchase(ctx: Ctx, { id, channel, recipient, proof }: Telling): Promise<void> {
  const found = await lockPurchase(ctx, id, 'tell')
  await stopMail(ctx, found)
  await ctx.db.run(sql`
    update purchase_order set state = 'sent', channel = ${channel}, recipient = ${recipient}, proof = ${proof ?? ''}, sent_at = ${ctx.now},
      sent_by = ${userIdOf(ctx)}::uuid
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, 'purchase.told', subjectOf(found), { number: found.number, channel })
}

/** The mails of orders went, failed or were given up. What the supplier confirmed meanwhile stays. */
export async function followMails(
  ctx: Ctx,
  mails: readonly { id: string; state: 'sent' | 'failed' | 'draft' }[],
): Promise<void> {
  const stateOf = new Map(mails.map((mail) => [mail.id, mail.state]))
  const found = await ctx.db.all(sql<{ id: string; number: string; mailId: string }>`
    select o.id, o.number, o.mail_id as "mailId" from purchase_order o
    where o.tenant_id = ${ctx.tenant.id} and o.mail_id = any(${[...stateOf.keys()]}::uuid[]) and o.state in ('queued', 'failed')
    order by o.id for update of o`)
  for (const order of found) {
    const state = stateOf.get(order.mailId) ?? 'failed'
    await ctx.db.run(sql`
      update purchase_order set state = ${state}, sent_at = ${state === 'sent' ? ctx.now : null}::timestamptz
      where tenant_id = ${ctx.tenant.id} and id = ${order.id}`)
    if (state !== 'draft')
      emit(ctx, state === 'sent' ? 'purchase.sent' : 'purchase.failed', subjectOf(order), {
        number: order.number,
      })
  }
}

async function writeLetter(
  ctx: Ctx,
  id: string,
): Promise<{ subject: string; body: string; contact: Contact | null; locale: Locale }> {
  const { locale, contact, customerName, customerRef, warehouse, ...facts } = await ctx.db.one(
    sql<Facts>`
    select o.number, p.name as "supplierName", p.preferred_locale as locale, c.shown_name as "customerName",
      o.customer_ref as "customerRef", o.note,
      jsonb_build_object('name', w.name, 'country', w.country, 'province', w.province, 'city', w.city, 'street', w.street) as warehouse,
      (select jsonb_build_object('name', k.name, 'email', k.email) from contact k
        where k.tenant_id = o.tenant_id and k.party_id = o.supplier_id and k.archived_at is null and k.email <> ''
        order by k.preferred_channel is distinct from 'email', k.id limit 1) as contact,
      (select jsonb_agg(jsonb_build_object('sku', g.sku, 'name', g.name, 'unit', g.unit, 'quantity', l.quantity, 'wantedOn', l.wanted_on) order by l.line_no)
        from purchase_line l join product g on g.tenant_id = l.tenant_id and g.id = l.product_id
        where l.tenant_id = o.tenant_id and l.purchase_id = o.id) as lines
    from purchase_order o
    join party p on p.tenant_id = o.tenant_id and p.id = o.supplier_id
    join warehouse w on w.tenant_id = o.tenant_id and w.id = o.warehouse_id
    left join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    where o.tenant_id = ${ctx.tenant.id} and o.id = ${id} and ${purchaseScope(ctx)}`,
    'purchase order',
  )
  const address = [areaName({ ...warehouse, district: '' }), warehouse.street].filter(Boolean).join(' ')
  const language = locale ?? ctx.tenant.locale
  const letter = purchaseLetter(
    {
      ...facts,
      onBehalf: customerName ? { name: customerName, ref: customerRef } : null,
      warehouse: { name: warehouse.name, address },
    },
    { locale: language, company: ctx.tenant.name },
  )
  return { ...letter, contact, locale: language }
}
