import { receiveGoods } from '#modules/inventory/receipts.ts'
import { createProducts, createWarehouses, setLanes } from '#modules/inventory/stock.ts'
import { ensureDefaultCalendars } from '#modules/scheduling/calendars.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { NewOrder } from './order-types.ts'

/** Monday 10:00 in Shanghai, an ordinary working day. */
export const MONDAY = '2026-11-23T02:00:00.000Z'

export const GUANGZHOU = {
  country: 'CN',
  province: '44',
  city: '4401',
  district: '440106',
  street: '天河路123号5栋1203室',
  postcode: '510000',
}

let made = 0

export type Shelf = {
  customerId: string
  productIds: string[]
  skus: string[]
  warehouseIds: string[]
  productId: string
  warehouseId: string
}

/** A customer, warehouses with lanes to anywhere (each dearer and slower than the one before) and products with stock in each. */
export async function shelf(
  ctx: Ctx,
  { products = 1, warehouses = 1, onHand = 50, priceMinor = 1_000, transitHours = 24 } = {},
): Promise<Shelf> {
  made += 1
  await ensureDefaultCalendars(ctx)
  const customerId = await customer(ctx)
  const skus = Array.from({ length: products }, (_, i) => `P${made}-${i}`)
  const productIds = await createProducts(
    ctx,
    skus.map((sku) => ({ sku, name: `商品 ${sku}`, priceMinor })),
  )
  const warehouseIds = await createWarehouses(
    ctx,
    Array.from({ length: warehouses }, (_, i) => ({
      code: `W${made}-${i}`,
      name: `仓 ${i}`,
      country: 'CN',
      province: '44',
    })),
  )
  for (const [i, warehouseId] of warehouseIds.entries()) {
    await setLanes(ctx, [
      {
        warehouseId,
        destination: '*',
        transitHours: transitHours * (i + 1),
        fixedCostMinor: 1_000 * (i + 1),
        unitCostMinor: 10 * (i + 1),
      },
    ])
    if (onHand > 0)
      await receiveGoods(ctx, {
        warehouseId,
        lines: productIds.map((productId) => ({ productId, accepted: onHand })),
      })
  }
  return {
    customerId,
    productIds,
    skus,
    warehouseIds,
    productId: productIds[0] ?? '',
    warehouseId: warehouseIds[0] ?? '',
  }
}

/** A customer who may order. */
export async function customer(ctx: Ctx, { roles = ['shipper'], name = '测试客户' } = {}): Promise<string> {
  const id = newId()
  made += 1
  await ctx.db.run(
    sql`insert into party (tenant_id, id, number, name, roles) values (${ctx.tenant.id}, ${id}, ${`C${made}-${id.slice(-6)}`}, ${name}, ${roles}::text[])`,
  )
  return id
}

/** An order of one unit of the first product; what differs is given. */
export function orderOf(
  from: Pick<Shelf, 'customerId' | 'productId'>,
  given: Partial<NewOrder> = {},
): NewOrder {
  return {
    channel: 'api',
    customerId: from.customerId,
    address: GUANGZHOU,
    consigneeName: '李小明',
    consigneePhone: '13812345678',
    lines: [{ productId: from.productId, quantity: 1 }],
    ...given,
  }
}
