import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import { type Ctx, can, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { Hit } from './api.ts'
import { type Term, readTerm } from './term.ts'

const PER_FIELD = 6
const HITS_MAX = 20

/** What the text may mean, each field by its own index, only kinds the actor may read and records in scope. */
export async function search(ctx: Ctx, { q }: { q: string }): Promise<z.infer<typeof Hit>[]> {
  const term = readTerm(q)
  const parts = [
    ...(can(ctx.actor, 'order.read') ? orderParts(ctx, term) : []),
    ...(can(ctx.actor, 'shipment.read') ? shipmentParts(ctx, term) : []),
    ...(can(ctx.actor, 'customer.read') ? partyParts(ctx, term) : []),
    ...(can(ctx.actor, 'inventory.read') ? productParts(ctx, term) : []),
  ]
  if (parts.length === 0) return []
  const rows = await ctx.db.all(
    sql<z.infer<typeof Hit>>`${sql.join(
      parts.map((p) => sql`(${p})`),
      sql` union all `,
    )}`,
  )
  const seen = new Set<string>()
  return rows.filter((row) => !seen.has(row.id) && seen.add(row.id)).slice(0, HITS_MAX)
}

type Part = RawBuilder<unknown>

function orderParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'order' as kind, o.id, o.number as title, coalesce(o.external_ref || ' · ', '') || p.name as detail, ${sql.lit(match)} as match
    from sales_order o join party p on p.tenant_id = o.tenant_id and p.id = o.customer_id
    where o.tenant_id = ${ctx.tenant.id} and ${condition} and ${inScope(ctx, 'customer', 'o.customer_id')} and ${inWarehouseOfOrder(ctx)} limit ${PER_FIELD}`
  return [
    part('number', sql`o.number like ${term.upperPrefix}`),
    part('reference', sql`o.external_ref is not null and o.external_ref like ${term.prefix}`),
    ...(term.phoneTail ? [part('phone', sql`o.phone_tail = ${term.phoneTail} and o.phone_tail <> ''`)] : []),
  ]
}

/** A warehouse-bound person finds orders that have stock set aside or a shipment there. */
function inWarehouseOfOrder(ctx: Ctx): Part {
  const ids = ctx.actor.scopes.warehouse
  if (!ids) return sql`true`
  return sql`(exists (select 1 from reservation r where r.tenant_id = o.tenant_id and r.order_id = o.id and r.warehouse_id = any(${ids}::uuid[]))
    or exists (select 1 from shipment s where s.tenant_id = o.tenant_id and s.order_id = o.id and s.warehouse_id = any(${ids}::uuid[])))`
}

function shipmentParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'shipment' as kind, s.id, coalesce(s.waybill, s.number) as title, s.number as detail, ${sql.lit(match)} as match
    from shipment s
    where s.tenant_id = ${ctx.tenant.id} and ${condition} and ${inScope(ctx, 'customer', 's.customer_id')}
      and ${inScope(ctx, 'warehouse', 's.warehouse_id')} and ${inScope(ctx, 'carrier', 's.carrier_id')} limit ${PER_FIELD}`
  return [
    part('waybill', sql`s.waybill is not null and s.waybill like ${term.prefix}`),
    ...(term.prefix === term.upperPrefix
      ? []
      : [part('waybill', sql`s.waybill is not null and s.waybill like ${term.upperPrefix}`)]),
  ]
}

function partyParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'customer' as kind, p.id, p.name as title, p.number as detail, ${sql.lit(match)} as match
    from party p
    where p.tenant_id = ${ctx.tenant.id} and p.archived_at is null and ${condition} and ${inScope(ctx, 'customer', 'p.id')} limit ${PER_FIELD}`
  return [
    part('number', sql`p.number like ${term.upperPrefix}`),
    ...(term.inside ? [part('name', sql`p.name ilike ${term.inside}`)] : []),
    ...(term.sound
      ? [part('sound', sql`p.initials like ${term.sound}`), part('sound', sql`p.pinyin like ${term.sound}`)]
      : []),
  ]
}

function productParts(ctx: Ctx, term: Term): Part[] {
  const part = (match: string, condition: Part): Part => sql`
    select 'product' as kind, p.id, p.name as title, p.sku as detail, ${sql.lit(match)} as match
    from product p where p.tenant_id = ${ctx.tenant.id} and p.archived_at is null and ${condition} limit ${PER_FIELD}`
  return [
    part('sku', sql`p.sku like ${term.prefix}`),
    ...(term.inside ? [part('name', sql`p.name ilike ${term.inside}`)] : []),
    ...(term.sound ? [part('sound', sql`p.initials like ${term.sound}`)] : []),
  ]
}
