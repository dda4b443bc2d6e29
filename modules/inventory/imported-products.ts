import { soundsOf } from '#modules/customers/pinyin.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'

/** A product as an import sees it. `image` is its whole row, to be restored by restoreProducts. */
export type KnownProduct = {
  id: string
  sku: string
  name: string
  category: string
  unit: string
  weightG: number
  priceMinor: number
  barcode: string | null
  archived: boolean
  image: object
}
export type ProductUpdate = Omit<KnownProduct, 'archived' | 'image'> & { fields: string[] }

/** Products with one of these SKUs or barcodes; locked when they are to be changed. */
export async function knownProducts(
  ctx: Ctx,
  { skus, barcodes = [], isLocked = false }: { skus: string[]; barcodes?: string[]; isLocked?: boolean },
): Promise<KnownProduct[]> {
  if (skus.length === 0 && barcodes.length === 0) return []
  return ctx.db.all(sql<KnownProduct>`
    select id, sku, name, category, unit, weight_g as "weightG", price_minor as "priceMinor", barcode, archived_at is not null as archived, to_jsonb(p) as image
    from product p
    where p.tenant_id = ${ctx.tenant.id} and (p.sku = any(${skus}::text[]) or (p.archived_at is null and p.barcode = any(${barcodes}::text[])))
    order by p.id ${isLocked ? sql`for no key update` : sql``}`)
}

/** Changes products that the caller has locked and judged. */
export async function changeProducts(ctx: Ctx, rows: readonly ProductUpdate[]): Promise<void> {
  if (rows.length === 0) return
  const sounds = await soundsOf(rows.map((row) => row.name))
  await ctx.db.run(sql`
    update product p set name = n.name, pinyin = n.pinyin, initials = n.initials, category = n.category, unit = n.unit, weight_g = n.weight_g,
      price_minor = n.price_minor, barcode = n.barcode, version = p.version + 1
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.name)}::text[], ${sounds.map((s) => s.pinyin)}::text[],
      ${sounds.map((s) => s.initials)}::text[], ${rows.map((r) => r.category)}::text[], ${rows.map((r) => r.unit)}::text[],
      ${rows.map((r) => r.weightG)}::integer[], ${rows.map((r) => r.priceMinor)}::bigint[], ${rows.map((r) => r.barcode)}::text[]
    ) as n (id, name, pinyin, initials, category, unit, weight_g, price_minor, barcode)
    where p.tenant_id = ${ctx.tenant.id} and p.id = n.id`)
  for (const { id, sku, fields } of rows)
    emit(ctx, 'product.changed', { type: 'product', id }, { sku, fields })
}

/**
 * Undo of an import: rows as they were, where nobody changed them since. Gives the ids of those restored, and of those that stay as another
 * product in use has their earlier barcode by now.
 */
export async function restoreProducts(
  ctx: Ctx,
  images: readonly object[],
): Promise<{ restored: Set<string>; taken: Set<string> }> {
  if (images.length === 0) return { restored: new Set(), taken: new Set() }
  const earlier = sql`jsonb_populate_recordset(null::product, ${JSON.stringify(images)}::jsonb) r`
  const owned = await ctx.db.all(sql<{ id: string }>`
    select r.id from ${earlier} join product p on p.tenant_id = ${ctx.tenant.id} and p.barcode = r.barcode and p.id <> r.id
    where r.archived_at is null and p.archived_at is null`)
  const taken = new Set(owned.map((row) => row.id))
  const rows = await ctx.db.all(sql<{ id: string }>`
    update product p set sku = r.sku, name = r.name, pinyin = r.pinyin, initials = r.initials, category = r.category, unit = r.unit, weight_g = r.weight_g,
      price_minor = r.price_minor, barcode = r.barcode, archived_at = r.archived_at, version = r.version
    from ${earlier}
    where p.tenant_id = ${ctx.tenant.id} and p.id = r.id and p.version = r.version + 1 and p.id <> all(${[...taken]}::uuid[])
    returning p.id`)
  return { restored: new Set(rows.map((row) => row.id)), taken }
}

/** Undo of an import: nobody else changes these or begins to use them until the transaction ends. */
export async function lockProducts(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db.run(
    sql`select 1 from product where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) order by id for update`,
  )
}

/** Undo of an import: products that nobody changed since are gone. The database refuses those that something refers to. */
export async function eraseProducts(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.all(sql<{ id: string }>`
    delete from product where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) and version = 1 returning id`)
  return new Set(rows.map((row) => row.id))
}

export type SubstituteRow = { productId: string; substituteId: string; rank: number }

export async function substitutesOf(ctx: Ctx, productIds: readonly string[]): Promise<SubstituteRow[]> {
  return ctx.db.all(sql<SubstituteRow>`
    select product_id as "productId", substitute_id as "substituteId", rank from product_substitute
    where tenant_id = ${ctx.tenant.id} and product_id = any(${productIds}::uuid[]) order by product_id, rank`)
}

/** Replaces the substitutes of these products. Products must be locked. */
export async function replaceSubstitutes(
  ctx: Ctx,
  { productIds, rows }: { productIds: readonly string[]; rows: readonly SubstituteRow[] },
): Promise<void> {
  await ctx.db.run(
    sql`delete from product_substitute where tenant_id = ${ctx.tenant.id} and product_id = any(${productIds}::uuid[])`,
  )
  if (rows.length === 0) return
  await ctx.db.run(sql`
    insert into product_substitute (tenant_id, product_id, substitute_id, rank)
    select ${ctx.tenant.id}, n.* from unnest(${rows.map((r) => r.productId)}::uuid[], ${rows.map((r) => r.substituteId)}::uuid[], ${rows.map((r) => r.rank)}::smallint[]) as n`)
}
