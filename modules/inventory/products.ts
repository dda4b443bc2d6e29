import { soundsOf } from '#modules/customers/pinyin.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { whyNotArchiveProduct, whyNotSubstitutes } from './product.ts'

export type ProductFields = {
  sku: string
  name: string
  category?: string
  unit?: string
  weightG?: number
  priceMinor?: number
  barcode?: string | null
}

/** One event names each product up to here; above, one event tells how many came. */
const EVENT_EACH_MAX = 20
const NAMED_MAX = 20

/** Adds products; their ids in the order given. Refused with product.sku_taken when a SKU is there, or comes twice. */
export async function createProducts(ctx: Ctx, products: readonly ProductFields[]): Promise<string[]> {
  if (products.length === 0) return []
  await refuseTaken(ctx, products, null)
  const ids = products.map(() => newId())
  const sounds = await soundsOf(products.map((p) => p.name))
  await ctx.db.run(sql`
    insert into product (tenant_id, id, sku, name, pinyin, initials, category, unit, weight_g, price_minor, barcode)
    select ${ctx.tenant.id}, p.* from unnest(
      ${ids}::uuid[], ${products.map((p) => p.sku)}::text[], ${products.map((p) => p.name)}::text[],
      ${sounds.map((s) => s.pinyin)}::text[], ${sounds.map((s) => s.initials)}::text[], ${products.map((p) => p.category ?? '')}::text[],
      ${products.map((p) => p.unit ?? 'pcs')}::text[], ${products.map((p) => p.weightG ?? 0)}::integer[],
      ${products.map((p) => p.priceMinor ?? 0)}::bigint[], ${products.map((p) => p.barcode || null)}::text[]) p`)
  announce(ctx, ids, products)
  return ids
}

export async function updateProduct(
  ctx: Ctx,
  { id, version, ...typed }: ProductFields & { id: string; version?: number | undefined },
): Promise<void> {
  const before = editedProduct(id, await lockProduct(ctx, id))
  const fields = await reconcile(ctx, before, version, typed)
  await refuseTaken(ctx, [fields], id)
  const [sound = { pinyin: '', initials: '' }] = await soundsOf([fields.name])
  const after = {
    sku: fields.sku,
    name: fields.name,
    category: fields.category ?? '',
    unit: fields.unit ?? 'pcs',
    weightG: fields.weightG ?? 0,
    priceMinor: fields.priceMinor ?? 0,
    barcode: fields.barcode || null,
  }
  await ctx.db.run(sql`
    update product set sku = ${after.sku}, name = ${after.name}, pinyin = ${sound.pinyin}, initials = ${sound.initials}, category = ${after.category}, unit = ${after.unit},
      weight_g = ${after.weightG}, price_minor = ${after.priceMinor}, barcode = ${after.barcode}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, before, after)
  const changed = (Object.keys(after) as (keyof typeof after)[]).filter(
    (name) => after[name] !== before.values[name],
  )
  emit(ctx, 'product.changed', before.subject, { sku: after.sku, fields: changed })
}

export async function setProductArchived(
  ctx: Ctx,
  { id, version, archived }: { id: string; version: number; archived: boolean },
): Promise<void> {
  const product = await lockProduct(ctx, id)
  if (product.version !== version) throw new Refused('request.stale')
  if ((product.archivedAt !== null) === archived) return
  const { reserved } = await ctx.db.one(sql<{ reserved: number }>`
    select coalesce(sum(reserved), 0)::bigint as reserved from stock where tenant_id = ${ctx.tenant.id} and product_id = ${id}`)
  const refusal = archived ? whyNotArchiveProduct({ reserved }) : null
  if (refusal) throw new Refused(refusal, { reserved })
  await ctx.db.run(sql`
    update product set archived_at = ${archived ? ctx.now : null}, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, archived ? 'product.archived' : 'product.restored', { type: 'product', id }, { sku: product.sku })
}

/** Sets the substitutes of a product, the best first; those it had before are replaced. */
export async function setSubstitutes(
  ctx: Ctx,
  { id, version, ...typed }: { id: string; version?: number | undefined; substituteIds: readonly string[] },
): Promise<void> {
  const product = await lockProduct(ctx, id)
  const before = await ctx.db.all(sql<{ id: string }>`
    select substitute_id as id from product_substitute where tenant_id = ${ctx.tenant.id} and product_id = ${id} order by rank`)
  const record: EditedRecord<{ substituteIds: readonly string[] }> = {
    subject: { type: 'product', id },
    version: product.version,
    values: { substituteIds: before.map((row) => row.id) },
  }
  const { substituteIds } = await reconcile(ctx, record, version, typed)
  const ids = [...new Set(substituteIds)]
  const refusal = whyNotSubstitutes(id, ids)
  if (refusal) throw new Refused(refusal, {}, 422)
  const known = await ctx.db.all(
    sql<{
      id: string
    }>`select id from product where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[])`,
  )
  if (known.length < ids.length)
    throw new Invalid([
      { path: 'substituteIds', message: { zh: '所选商品不存在', en: 'One of the products does not exist' } },
    ])
  await ctx.db.run(
    sql`delete from product_substitute where tenant_id = ${ctx.tenant.id} and product_id = ${id}`,
  )
  await ctx.db.run(sql`
    insert into product_substitute (tenant_id, product_id, substitute_id, rank)
    select ${ctx.tenant.id}, ${id}, s.id, s.rank from unnest(${ids}::uuid[]) with ordinality s (id, rank)`)
  await ctx.db.run(
    sql`update product set version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  recordChange(ctx, record, { substituteIds: ids })
  emit(ctx, 'product.substitutes_set', record.subject, { substituteIds: ids })
}

type LockedProduct = Required<ProductFields> & { version: number; archivedAt: Date | null }

function editedProduct(id: string, product: LockedProduct): EditedRecord<Required<ProductFields>> {
  const { version, archivedAt: _, ...values } = product
  return { subject: { type: 'product', id }, version, values }
}

async function lockProduct(ctx: Ctx, id: string): Promise<LockedProduct> {
  const product = await ctx.db.maybe(sql<LockedProduct>`
    select sku, name, category, unit, weight_g as "weightG", price_minor as "priceMinor", barcode, version, archived_at as "archivedAt"
    from product where tenant_id = ${ctx.tenant.id} and id = ${id} for no key update`)
  if (!product) throw new NotFound('product')
  return product
}

/** A clear answer before the unique key of the database gives a bare one. A barcode names one active product, so that a scan does. */
async function refuseTaken(
  ctx: Ctx,
  products: readonly ProductFields[],
  exceptId: string | null,
): Promise<void> {
  const skus = products.map((p) => p.sku)
  const barcodes = products.flatMap((p) => (p.barcode ? [p.barcode] : []))
  const taken = await ctx.db.all(sql<{ sku: string; barcode: string | null }>`
    select sku, barcode from product
    where tenant_id = ${ctx.tenant.id} and (${exceptId}::uuid is null or id <> ${exceptId}::uuid)
      and (sku = any(${skus}::text[]) or (archived_at is null and barcode = any(${barcodes}::text[])))`)
  const takenSkus = new Set([
    ...taken.map((t) => t.sku).filter((sku) => skus.includes(sku)),
    ...repeated(skus),
  ])
  if (takenSkus.size > 0) throw new Refused('product.sku_taken', { skus: shown(takenSkus) })
  const takenBarcodes = new Set([
    ...taken.flatMap((t) => (t.barcode && barcodes.includes(t.barcode) ? [t.barcode] : [])),
    ...repeated(barcodes),
  ])
  if (takenBarcodes.size > 0) throw new Refused('product.barcode_taken', { barcodes: shown(takenBarcodes) })
}

const repeated = (values: string[]): string[] => {
  const seen = new Set<string>()
  return values.filter((value) => seen.size === seen.add(value).size)
}

const shown = (values: Set<string>): string => [...values].slice(0, NAMED_MAX).join(', ')

function announce(ctx: Ctx, ids: string[], products: readonly ProductFields[]): void {
  if (products.length > EVENT_EACH_MAX)
    return emit(ctx, 'product.imported', { type: 'product', id: ids[0] ?? '' }, { products: ids.length })
  products.forEach((product, i) =>
    emit(ctx, 'product.created', { type: 'product', id: ids[i] ?? '' }, { sku: product.sku }),
  )
}
