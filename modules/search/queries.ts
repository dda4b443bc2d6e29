import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import { visibleParty } from '#modules/customers/locks.ts'
import { plain, soundsOf } from '#modules/customers/pinyin.ts'
import { maskName } from '#modules/customers/privacy.ts'
import { visible } from '#modules/orders/queries.ts'
import { purchaseScope } from '#modules/purchasing/on-order.ts'
import { shipmentScope } from '#modules/shipments/queries.ts'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { Hit } from './api.ts'
import { type Term, readTerm } from './term.ts'

const PER_FIELD = 6
const HITS_MAX = 20
/** A slip in a text shorter than this could mean anything. */
const NEAR_MIN = 4
/** Share of its trigrams that a name must have at a stretch: one wrong letter in five is found, another word is not. */
const NEAR_ENOUGH = 0.5

type Row = z.infer<typeof Hit> & { person: string | null }

/** What the text may mean, each field by its own index, only kinds the actor may read and records in scope. */
export async function search(ctx: Ctx, { q }: { q: string }): Promise<z.infer<typeof Hit>[]> {
  const term = readTerm(q)
  const exact = await readParts(ctx, [
    ...(can(ctx.actor, 'order.read') ? orderParts(ctx, term) : []),
    ...(can(ctx.actor, 'shipment.read') ? shipmentParts(ctx, term) : []),
    ...(can(ctx.actor, 'purchase.read') ? purchaseParts(ctx, term) : []),
    ...(can(ctx.actor, 'customer.read') ? partyParts(ctx, term) : []),
    ...(can(ctx.actor, 'inventory.read') ? productParts(ctx, term) : []),
  ])
  const rows = exact.length > 0 ? exact : await readNear(ctx, q)
  const seen = new Set<string>()
  return rows
    .filter((row) => !seen.has(row.id) && seen.add(row.id))
    .slice(0, HITS_MAX)
    .map(masked)
}

type Part = RawBuilder<unknown>

async function readParts(ctx: Ctx, parts: Part[]): Promise<Row[]> {
  return parts.length === 0 ? [] : ctx.db.all(sql<Row>`${unionOf(parts)}`)
}

const unionOf = (parts: Part[]): Part =>
  sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  )

/** Names of persons are shown as lists show them. */
function masked({ person, ...hit }: Row): z.infer<typeof Hit> {
  if (person === null) return hit
  const hide = (text: string) => text.replaceAll(person, maskName(person))
  return { ...hit, title: hide(hit.title), detail: hide(hit.detail) }
}

const personOf = sql`case when p.kind = 'person' then p.name end as person`

function orderParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'order' as kind, o.id, o.number as title, coalesce(o.external_ref || ' · ', '') || p.name as detail, ${sql.lit(match)} as match, ${personOf}
    from sales_order o join party p on p.tenant_id = o.tenant_id and p.id = o.customer_id
    where o.tenant_id = ${ctx.tenant.id} and ${condition} and ${visible(ctx)} limit ${PER_FIELD}`
  return [
    part('number', sql`o.number like ${term.numberPrefix}`),
    part('reference', sql`o.external_ref is not null and o.external_ref like ${term.prefix}`),
    ...(term.phoneTail ? [part('phone', sql`o.phone_tail = ${term.phoneTail} and o.phone_tail <> ''`)] : []),
    ...(term.street ? [part('address', sql`lower(o.street) like ${term.street}`)] : []),
  ]
}

function shipmentParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'shipment' as kind, s.id, coalesce(s.waybill, s.number) as title, s.number as detail, ${sql.lit(match)} as match, null::text as person
    from shipment s
    where s.tenant_id = ${ctx.tenant.id} and ${condition} and ${shipmentScope(ctx)} limit ${PER_FIELD}`
  const written = [...new Set([term.prefix, term.upperPrefix])]
  return [
    ...written.map((prefix) => part('waybill', sql`s.waybill is not null and s.waybill like ${prefix}`)),
    part('number', sql`s.number like ${term.numberPrefix}`),
  ]
}

function purchaseParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'purchase_order' as kind, o.id, o.number as title, p.name as detail, ${sql.lit(match)} as match, ${personOf}
    from purchase_order o join party p on p.tenant_id = o.tenant_id and p.id = o.supplier_id
    where o.tenant_id = ${ctx.tenant.id} and ${condition} and ${purchaseScope(ctx)} limit ${PER_FIELD}`
  return [
    part('number', sql`o.number like ${term.numberPrefix}`),
    part('reference', sql`o.supplier_ref <> '' and o.supplier_ref like ${term.prefix}`),
    part('reference', sql`o.customer_ref <> '' and o.customer_ref like ${term.prefix}`),
  ]
}

function partyParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'customer' as kind, p.id, p.name as title, p.number as detail, ${sql.lit(match)} as match, ${personOf}
    from party p
    where p.tenant_id = ${ctx.tenant.id} and p.archived_at is null and ${condition} and ${visibleParty(ctx)} limit ${PER_FIELD}`
  const ofPlace = (inside: string): Part => sql`
    select 'customer' as kind, p.id, p.name as title, s.name as detail, 'address' as match, ${personOf}
    from site s join party p on p.tenant_id = s.tenant_id and p.id = s.party_id
    where s.tenant_id = ${ctx.tenant.id} and s.archived_at is null and (s.name || ' ' || s.city || ' ' || s.street) ilike ${inside}
      and p.archived_at is null and ${visibleParty(ctx)} limit ${PER_FIELD}`
  return [
    part('number', sql`p.number like ${term.upperPrefix}`),
    ...(term.inside ? [part('name', sql`p.name ilike ${term.inside}`), ofPlace(term.inside)] : []),
    ...(term.sound
      ? [part('sound', sql`p.initials like ${term.sound}`), part('sound', sql`p.pinyin like ${term.sound}`)]
      : []),
  ]
}

function productParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'product' as kind, p.id, p.name as title, p.sku as detail, ${sql.lit(match)} as match, null::text as person
    from product p where p.tenant_id = ${ctx.tenant.id} and p.archived_at is null and ${condition} limit ${PER_FIELD}`
  return [
    part('sku', sql`p.sku like ${term.prefix}`),
    part('barcode', sql`p.barcode like ${term.prefix}`),
    ...(term.inside ? [part('name', sql`p.name ilike ${term.inside}`)] : []),
    ...(term.sound ? [part('sound', sql`p.initials like ${term.sound}`)] : []),
  ]
}

/** Names that sound nearly like the text: when nothing is what was typed, it was mistyped. The nearest first. */
async function readNear(ctx: Ctx, q: string): Promise<Row[]> {
  const [sound] = await soundsOf([q.normalize('NFKC')])
  const typed = plain(sound?.pinyin ?? '')
  if (typed.length < NEAR_MIN) return []
  const near = (
    kind: 'customer' | 'product',
    from: { table: Part; detail: Part; person: Part; scope: Part },
  ): Part => sql`
    select ${sql.lit(kind)} as kind, p.id, p.name as title, ${from.detail} as detail, 'near' as match, ${from.person}, word_similarity(${typed}, p.pinyin) as nearness
    from ${from.table} p
    where p.tenant_id = ${ctx.tenant.id} and p.archived_at is null and ${typed} <% p.pinyin and ${from.scope}
    order by nearness desc, p.id limit ${PER_FIELD}`
  const parts = [
    ...(can(ctx.actor, 'customer.read')
      ? [
          near('customer', {
            table: sql`party`,
            detail: sql`p.number`,
            person: personOf,
            scope: visibleParty(ctx),
          }),
        ]
      : []),
    ...(can(ctx.actor, 'inventory.read')
      ? [
          near('product', {
            table: sql`product`,
            detail: sql`p.sku`,
            person: sql`null::text as person`,
            scope: sql`true`,
          }),
        ]
      : []),
  ]
  if (parts.length === 0) return []
  // Asked in one round: a setting lasts as long as its transaction.
  const [, rows] = await Promise.all([
    ctx.db.run(sql`select set_config('pg_trgm.word_similarity_threshold', ${String(NEAR_ENOUGH)}, true)`),
    ctx.db.all(sql<Row>`
      select n.kind, n.id, n.title, n.detail, n.match, n.person from (${unionOf(parts)}) n order by n.nearness desc, n.id`),
  ])
  return rows
}
