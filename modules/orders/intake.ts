import type { RawBuilder } from 'kysely'
import { clausesFragment } from '#modules/contracts/clauses.ts'
import type { Clause } from '#modules/contracts/clause.ts'
import { type IntakeParty, intakePartyFragment } from '#modules/customers/parties.ts'
import { type Lane, destinationsOf } from '#modules/inventory/lane.ts'
import { type ProductBrief, type StockAvailable, type WarehouseBrief, lanesFragment, productIdsOfSkus, productsFragment, stockFragment, warehousesFragment } from '#modules/inventory/stock.ts'
import { type CalendarRow, calendarOf, calendarsFragment } from '#modules/scheduling/calendars.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { completeAddress, provinceCode } from './address.ts'
import { stockKey } from './allocation-problem.ts'
import { type Known, type RecentOrder, type SiteBrief, fingerprintOf, mayBeTypedTwice } from './check.ts'
import type { NewOrder } from './order-types.ts'
import type { Source, Timetable } from './timing.ts'

/** What one read tells of everything a list of orders names. */
export type Intake = {
  known: Known
  table: Timetable
  sources: Source[]
  /** Free units by stockKey; planning takes from it. */
  available: Map<string, number>
  /** Remembers an order just taken, so that the next row of the batch sees it. */
  remember: (taken: { customerId: string; externalRef: string | null; number: string; fingerprint: string | null }) => void
}

const DUPLICATE_MINUTES = 10
const RECENT_MAX = 20
const STANDARD_CALENDAR = 'standard'

type RecentRow = { number: string; customerId: string; street: string; phone: string; name: string; lines: { productId: string; quantity: number }[] }
type IntakeRow = {
  parties: (IntakeParty & { number: string })[]
  sites: SiteBrief[]
  products: ProductBrief[]
  stock: StockAvailable[]
  warehouses: WarehouseBrief[]
  lanes: Lane[]
  calendars: CalendarRow[]
  clauses: Clause[]
  refs: { customerId: string; externalRef: string; number: string }[]
  recent: RecentRow[]
}

/**
 * Everything the check, the allocation and the promises of these orders need, in one statement. Warehouses without any of the
 * goods are left out unless `everyWarehouse`: they cost time and can ship nothing today.
 */
export async function readIntake(ctx: Ctx, orders: readonly NewOrder[], { everyWarehouse = false } = {}): Promise<Intake> {
  const customerIds = customerIdsOf(ctx, orders)
  const productIds = productIdsOf(ctx, orders)
  const siteIds = distinct(orders.map((order) => order.siteId))
  const refs = distinct(orders.map((order) => order.externalRef))
  const holding = everyWarehouse ? null : productIds
  const row = await ctx.db.one(sql<IntakeRow>`
    select ${intakePartyFragment(ctx, customerIds)} as parties,
      ${productsFragment(ctx, productIds)} as products,
      ${stockFragment(ctx, productIds)} as stock,
      ${warehousesFragment(ctx, holding)} as warehouses,
      ${lanesFragment(ctx, destinationsExpression(ctx, orders, siteIds), holding)} as lanes,
      ${calendarsFragment(ctx)} as calendars,
      ${clausesFragment(ctx, customerIds)} as clauses,
      ${siteIds.length > 0 ? sitesFragment(ctx, siteIds) : NONE} as sites,
      ${refs.length > 0 ? refsFragment(ctx, customerIds, refs) : NONE} as refs,
      ${orders.some(mayBeTypedTwice) ? recentFragment(ctx, customerIds) : NONE} as recent`)
  return intakeOf(ctx, row)
}

const NONE = sql`'[]'::json`

function intakeOf(ctx: Ctx, row: IntakeRow): Intake {
  const customers = new Map(row.parties.flatMap((party) => [[party.id, party], [`#${party.number}`, party]]))
  const products = new Map(row.products.flatMap((product) => [[product.id, product], [`#${product.sku}`, product]]))
  const sites = new Map(row.sites.map((site) => [site.id, site]))
  const refs = new Map(row.refs.map((ref) => [`${ref.customerId} ${ref.externalRef}`, ref.number]))
  const recent: RecentOrder[] = row.recent.map((order) => ({ number: order.number, customerId: order.customerId, fingerprint: fingerprintOf(order) }))
  const standard = row.calendars.find((calendar) => calendar.key === STANDARD_CALENDAR)
  const nowMs = ctx.now.getTime()
  return {
    known: {
      customer: (order) => customers.get(order.customerId ?? `#${order.customerNumber}`),
      product: (line) => products.get(line.productId ?? `#${line.sku}`),
      site: (id) => sites.get(id),
      numberOfRef: (customerId, externalRef) => refs.get(`${customerId} ${externalRef}`),
      recent,
      resolveAddress: completeAddress,
      zone: ctx.tenant.zone,
      nowMs,
    },
    table: {
      nowMs,
      zone: ctx.tenant.zone,
      clauses: row.clauses,
      calendars: new Map(row.calendars.map((calendar) => [calendar.id, calendarOf(calendar)])),
      standard: standard ? calendarOf(standard) : null,
      lanes: row.lanes,
      known: new Map(),
    },
    sources: row.warehouses,
    available: new Map(row.stock.map((stock) => [stockKey(stock.warehouseId, stock.productId), stock.available])),
    remember: ({ customerId, externalRef, number, fingerprint }) => {
      if (externalRef !== null) refs.set(`${customerId} ${externalRef}`, number)
      if (fingerprint !== null) recent.push({ number, customerId, fingerprint })
    },
  }
}

function customerIdsOf(ctx: Ctx, orders: readonly NewOrder[]): string[] | RawBuilder<unknown> {
  const ids = distinct(orders.map((order) => order.customerId))
  const numbers = distinct(orders.map((order) => (order.customerId ? undefined : order.customerNumber)))
  if (numbers.length === 0) return ids
  return sql`(${ids}::uuid[] || (select coalesce(array_agg(p.id), '{}') from party p where p.tenant_id = ${ctx.tenant.id} and p.number = any(${numbers}::text[])))`
}

function productIdsOf(ctx: Ctx, orders: readonly NewOrder[]): string[] | RawBuilder<unknown> {
  const ids = distinct(orders.flatMap((order) => order.lines.map((line) => line.productId)))
  const skus = distinct(orders.flatMap((order) => order.lines.map((line) => (line.productId ? undefined : line.sku))))
  if (skus.length === 0) return ids
  return ids.length === 0 ? productIdsOfSkus(ctx, skus) : sql`(${ids}::uuid[] || ${productIdsOfSkus(ctx, skus)})`
}

/** Where the orders go, as lanes name it; a site's place is known to the database only. */
function destinationsExpression(ctx: Ctx, orders: readonly NewOrder[], siteIds: string[]): string[] | RawBuilder<unknown> {
  const given = distinct(orders.flatMap(({ address }) => {
    const country = address?.country ?? 'CN'
    return destinationsOf({ country, province: provinceCode(country, address?.province ?? '') })
  }))
  if (siteIds.length === 0) return given
  return sql`(${given}::text[] || (
    select coalesce(array_agg(s.country || '-' || s.province) || array_agg(s.country::text), '{}')
    from site s where s.tenant_id = ${ctx.tenant.id} and s.id = any(${siteIds}::uuid[])))`
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
const distinct = (values: (string | undefined)[]): string[] => [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[]
