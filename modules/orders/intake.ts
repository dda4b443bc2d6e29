import type { RawBuilder } from 'kysely'
import { type IntakeParty, intakePartyFragment } from '#modules/customers/parties.ts'
import {
  type ProductBrief,
  type StockAvailable,
  productIdsOfSkus,
  productsFragment,
  stockFragment,
} from '#modules/inventory/stock.ts'
import { type Ctx, isInScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { completeAddress } from './address.ts'
import { stockKey } from './allocation-problem.ts'
import { type Known, type RecentOrder, type SiteBrief, fingerprintOf, mayBeTypedTwice } from './check.ts'
import type { NewOrder } from './order-types.ts'
import { type Setup, setupOf, stampFragment } from './setup.ts'
import { type Source, type Timetable, timetableAt } from './timing.ts'

/** What one read tells of everything a list of orders names. */
export type Intake = {
  known: Known
  table: Timetable
  sources: Source[]
  /** Free units by stockKey; planning takes from it. */
  available: Map<string, number>
  /** Remembers an order just taken, so that the next row of the batch sees it. */
  remember: (taken: {
    customerId: string
    externalRef: string | null
    number: string
    fingerprint: string | null
  }) => void
}

const DUPLICATE_MINUTES = 10
const RECENT_MAX = 20

type RecentRow = {
  number: string
  customerId: string
  street: string
  phone: string
  name: string
  lines: { productId: string; quantity: number }[]
}
type IntakeRow = {
  stamp: string | null
  parties: (IntakeParty & { number: string })[]
  sites: SiteBrief[]
  products: ProductBrief[]
  stock: StockAvailable[]
  refs: { customerId: string; externalRef: string; number: string }[]
  recent: RecentRow[]
}

/**
 * Everything the check, the allocation and the promises of these orders need, in one statement (and a second one when calendars, clauses, warehouses or
 * lanes changed since they were last read). Warehouses without any of the
 * goods are left out unless `everyWarehouse`: they cost time and can ship nothing today.
 */
export async function readIntake(
  ctx: Ctx,
  orders: readonly NewOrder[],
  { everyWarehouse = false } = {},
): Promise<Intake> {
  const customerIds = customerIdsOf(ctx, orders)
  const productIds = productIdsOf(ctx, orders)
  const siteIds = distinct(orders.map((order) => order.siteId))
  const refs = distinct(orders.map((order) => order.externalRef))
  const row = await ctx.db.one(sql<IntakeRow>`
    select ${stampFragment(ctx)} as stamp, ${intakePartyFragment(ctx, customerIds)} as parties, ${productsFragment(ctx, productIds)} as products, ${stockFragment(ctx, productIds)} as stock,
      ${siteIds.length > 0 ? sitesFragment(ctx, siteIds) : NONE} as sites,
      ${refs.length > 0 ? refsFragment(ctx, customerIds, refs) : NONE} as refs,
      ${orders.some(mayBeTypedTwice) ? recentFragment(ctx, customerIds) : NONE} as recent`)
  const setup = await setupOf(ctx, row.stamp)
  return intakeOf(ctx, row, { setup, everyWarehouse })
}

const NONE = sql`'[]'::json`

function intakeOf(
  ctx: Ctx,
  row: IntakeRow,
  { setup, everyWarehouse }: { setup: Setup; everyWarehouse: boolean },
): Intake {
  const customers = new Map(
    row.parties.flatMap((party) => [
      [party.id, party],
      [`#${party.number}`, party],
    ]),
  )
  const products = new Map(
    row.products.flatMap((product) => [
      [product.id, product],
      [`#${product.sku}`, product],
    ]),
  )
  const sites = new Map(row.sites.map((site) => [site.id, site]))
  const refs = new Map(row.refs.map((ref) => [`${ref.customerId} ${ref.externalRef}`, ref.number]))
  const recent: RecentOrder[] = row.recent.map((order) => ({
    number: order.number,
    customerId: order.customerId,
    fingerprint: fingerprintOf(order),
  }))
  const nowMs = ctx.now.getTime()
  const holding = new Set(row.stock.map((stock) => stock.warehouseId))
  const seen = [...setup.warehouses.values()].filter((warehouse) =>
    everyWarehouse ? isInScope(ctx.actor, 'warehouse', warehouse.id) : holding.has(warehouse.id),
  )
  return {
    known: {
      customer: (order) => customers.get(keyOfBuyer(ctx, order)),
      product: (line) => products.get(line.productId ?? `#${line.sku}`),
      site: (id) => sites.get(id),
      numberOfRef: (customerId, externalRef) => refs.get(`${customerId} ${externalRef}`),
      recent,
      resolveAddress: completeAddress,
      zone: ctx.tenant.zone,
      country: ctx.tenant.country,
      nowMs,
    },
    table: timetableAt(setup, ctx.tenant.zone, nowMs),
    sources: seen,
    available: new Map(
      row.stock.map((stock) => [stockKey(stock.warehouseId, stock.productId), stock.available]),
    ),
    remember: ({ customerId, externalRef, number, fingerprint }) => {
      if (externalRef !== null) refs.set(`${customerId} ${externalRef}`, number)
      if (fingerprint !== null) recent.push({ number, customerId, fingerprint })
    },
  }
}

/** Whoever acts for one customer alone orders for it without naming it. */
export function soleBuyerOf({ actor }: Pick<Ctx, 'actor'>): string | null {
  const [only, ...others] = actor.scopes.customer ?? []
  return only !== undefined && others.length === 0 ? only : null
}

type Buyer = Pick<NewOrder, 'customerId' | 'customerNumber'>
const keyOfBuyer = (ctx: Ctx, { customerId, customerNumber }: Buyer): string =>
  customerId || (customerNumber ? `#${customerNumber}` : (soleBuyerOf(ctx) ?? ''))

function customerIdsOf(ctx: Ctx, orders: readonly NewOrder[]): string[] | RawBuilder<unknown> {
  const isUnnamed = (order: NewOrder) => !order.customerId && !order.customerNumber
  const ids = distinct(
    orders.map(
      (order) => order.customerId || (isUnnamed(order) ? (soleBuyerOf(ctx) ?? undefined) : undefined),
    ),
  )
  const numbers = distinct(orders.map((order) => (order.customerId ? undefined : order.customerNumber)))
  if (numbers.length === 0) return ids
  return sql`(${ids}::uuid[] || (select coalesce(array_agg(p.id), '{}') from party p where p.tenant_id = ${ctx.tenant.id} and p.number = any(${numbers}::text[])))`
}

/** The products these orders name, for the fragments' `Ids`. */
export function productIdsOf(ctx: Ctx, orders: readonly NewOrder[]): string[] | RawBuilder<unknown> {
  const ids = distinct(orders.flatMap((order) => order.lines.map((line) => line.productId)))
  const skus = distinct(
    orders.flatMap((order) => order.lines.map((line) => (line.productId ? undefined : line.sku))),
  )
  if (skus.length === 0) return ids
  return ids.length === 0
    ? productIdsOfSkus(ctx, skus)
    : sql`(${ids}::uuid[] || ${productIdsOfSkus(ctx, skus)})`
}

function sitesFragment(ctx: Ctx, siteIds: string[]) {
  return sql`(
    select coalesce(json_agg(json_build_object('id', s.id, 'partyId', s.party_id, 'name', s.name, 'country', s.country, 'province', s.province, 'city', s.city,
      'district', s.district, 'street', s.street, 'postcode', s.postcode, 'archived', s.archived_at is not null)), '[]')
    from site s where s.tenant_id = ${ctx.tenant.id} and s.id = any(${siteIds}::uuid[]))`
}

function refsFragment(ctx: Ctx, customerIds: string[] | RawBuilder<unknown>, refs: string[]) {
  return sql`(
    select coalesce(json_agg(json_build_object('customerId', o.customer_id, 'externalRef', o.external_ref, 'number', o.number)), '[]')
    from sales_order o
    where o.tenant_id = ${ctx.tenant.id} and o.customer_id = any(${uuids(customerIds)}) and o.external_ref = any(${refs}::text[]))`
}

function recentFragment(ctx: Ctx, customerIds: string[] | RawBuilder<unknown>) {
  const since = new Date(ctx.now.getTime() - DUPLICATE_MINUTES * 60_000)
  return sql`(
    select coalesce(json_agg(json_build_object('number', r.number, 'customerId', r.customer_id, 'street', r.street, 'phone', r.consignee_phone, 'name', r.consignee_name,
      'lines', (select json_agg(json_build_object('productId', l.product_id, 'quantity', l.quantity)) from order_line l where l.tenant_id = ${ctx.tenant.id} and l.order_id = r.id))), '[]')
    from unnest(${uuids(customerIds)}) c (id) cross join lateral (
      select o.id, o.number, o.customer_id, o.street, o.consignee_phone, o.consignee_name from sales_order o
      where o.tenant_id = ${ctx.tenant.id} and o.customer_id = c.id and o.placed_at > ${since} and o.state <> 'cancelled'
      order by o.placed_at desc, o.id desc limit ${RECENT_MAX}) r)`
}

const uuids = (ids: string[] | RawBuilder<unknown>) => (Array.isArray(ids) ? sql`${ids}::uuid[]` : ids)
const distinct = (values: (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[]
