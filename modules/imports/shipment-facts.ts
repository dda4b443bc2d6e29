import { warehousesNamed } from '#modules/inventory/imported-stock.ts'
import { knownProducts } from '#modules/inventory/imported-products.ts'
import { type WaitingShipment, openShipmentsOf } from '#modules/shipments/imported-waybills.ts'
import { type WaybillOwner, readWaybillOwners } from '#modules/shipments/handover-store.ts'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { ShipmentRow } from './shipment-row.ts'

export type OrderFact = { id: string; number: string; customerId: string; externalRef: string | null }

/** What rows of a shipment file name, as it stands. Names that several have are null. */
export type ShipmentFacts = {
  orderByNumber: ReadonlyMap<string, OrderFact>
  orderByRef: ReadonlyMap<string, OrderFact>
  customers: ReadonlyMap<string, string>
  warehouses: ReadonlyMap<string, string | null>
  carriers: ReadonlyMap<string, { id: string; name: string } | null>
  products: ReadonlyMap<string, string>
  open: ReadonlyMap<string, WaitingShipment[]>
  owners: readonly WaybillOwner[]
}

export const refKey = (customerId: string, externalRef: string): string => `${customerId} ${externalRef}`

export async function shipmentFacts(
  ctx: Ctx,
  { rows, isLocked }: { rows: readonly ShipmentRow[]; isLocked: boolean },
): Promise<ShipmentFacts> {
  const texts = (pick: (row: ShipmentRow) => string | undefined) => [
    ...new Set(rows.flatMap((row) => pick(row) ?? [])),
  ]
  const customers = await ctx.db.all(sql<{ id: string; number: string }>`
    select p.id, p.number from party p where p.tenant_id = ${ctx.tenant.id} and p.number = any(${texts((row) => row.customerNumber)}::text[])
      and p.archived_at is null and ${inScope(ctx, 'customer', 'p.id')}`)
  const orders = await ctx.db.all(sql<OrderFact>`
    select o.id, o.number, o.customer_id as "customerId", o.external_ref as "externalRef" from sales_order o
    where o.tenant_id = ${ctx.tenant.id} and ${inScope(ctx, 'customer', 'o.customer_id')} and (o.number = any(${texts((row) => row.orderNumber)}::text[])
      or (o.customer_id = any(${customers.map((one) => one.id)}::uuid[]) and o.external_ref = any(${texts((row) => row.externalRef)}::text[])))`)
  const houses = texts((row) => row.warehouse)
  const carriers = await ctx.db.all(sql<{ id: string; number: string; name: string }>`
    select p.id, p.number, p.name from party p where p.tenant_id = ${ctx.tenant.id} and 'carrier' = any(p.roles) and p.archived_at is null
      and (p.number = any(${texts((row) => row.carrier)}::text[]) or p.name = any(${texts((row) => row.carrier)}::text[])) and ${inScope(ctx, 'carrier', 'p.id')}`)
  const found = await warehousesNamed(ctx, houses)
  const products = await knownProducts(ctx, { skus: texts((row) => row.sku) })
  const open = await openShipmentsOf(ctx, { orderIds: orders.map((order) => order.id), isLocked })
  return {
    orderByNumber: new Map(orders.map((order) => [order.number, order])),
    orderByRef: new Map(
      orders.flatMap((order) =>
        order.externalRef === null ? [] : [[refKey(order.customerId, order.externalRef), order]],
      ),
    ),
    customers: new Map(customers.map((one) => [one.number, one.id])),
    warehouses: new Map(
      houses.map((name) => [
        name,
        only(found.filter((one) => one.code === name || one.name === name))?.id ?? null,
      ]),
    ),
    carriers: new Map(
      texts((row) => row.carrier).map((name) => [
        name,
        only(carriers.filter((one) => one.number === name || one.name === name)),
      ]),
    ),
    products: new Map(products.map((product) => [product.sku, product.id])),
    open: Map.groupBy(open, (one) => one.orderId),
    owners: await readWaybillOwners(
      ctx,
      texts((row) => row.waybill),
    ),
  }
}

const only = <T>(found: readonly T[]): T | null => (found.length === 1 ? (found[0] ?? null) : null)
