import { type House, openHouse } from '#platform/house.ts'
import { readConfig } from '#platform/config.ts'
import { silentLog } from '#platform/log.ts'
import { useInstanceKey } from '#platform/secrets.ts'
import { createTenant } from '#modules/identity/tenants.ts'
import { createUser } from '#modules/identity/users.ts'
import { prepareTenant } from '#modules/imports/command.ts'
import { createParties } from '#modules/customers/parties.ts'
import { createProducts, createWarehouses, receiveGoods, setLanes } from '#modules/inventory/stock.ts'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'

export const ACCOUNT = {
  tenant: 'fault-run',
  email: 'load@fault.example',
  password: 'promised-and-delivered',
}

export type Goods = { customerId: string; productIds: string[]; warehouseIds: string[] }

/** A company with stock, made in the server's own data directory while the server is not running yet. */
export async function makeCompany(
  dataDir: string,
  { products, warehouses, onHand }: { products: number; warehouses: number; onHand: number },
): Promise<Goods> {
  return inHouse(dataDir, async (house) => {
    const now = new Date()
    const tenant = await createTenant(house.database, { slug: ACCOUNT.tenant, name: '故障演练' }, now)
    await prepareTenant(house.database, tenant, now)
    return withCtx(house.database, systemSeed(tenant, 'faults', now), async (ctx) => {
      const { id } = await ctx.db.one(
        sql<{ id: string }>`select id from role where tenant_id = ${ctx.tenant.id} and key = 'manager'`,
      )
      await createUser(ctx, {
        email: ACCOUNT.email,
        password: ACCOUNT.password,
        name: '演练',
        roleIds: [id],
        teamIds: [],
        scopes: {},
      })
      return stockUp(ctx, { products, warehouses, onHand })
    })
  })
}

export async function inHouse<T>(dataDir: string, work: (house: House) => Promise<T>): Promise<T> {
  useInstanceKey(dataDir)
  const house = await openHouse(readConfig({ NUODA_DATA: dataDir }), silentLog)
  try {
    return await work(house)
  } finally {
    await house.close()
  }
}

async function stockUp(
  ctx: Ctx,
  { products, warehouses, onHand }: { products: number; warehouses: number; onHand: number },
): Promise<Goods> {
  const [customerId = ''] = await createParties(ctx, [{ name: '演练客户', roles: ['shipper'] }])
  const productIds = await createProducts(
    ctx,
    Array.from({ length: products }, (_, i) => ({ sku: `F-${i}`, name: `演练商品 ${i}`, priceMinor: 1_000 })),
  )
  const warehouseIds = await createWarehouses(
    ctx,
    Array.from({ length: warehouses }, (_, i) => ({
      code: `FW${i}`,
      name: `演练仓 ${i}`,
      country: 'CN',
      province: '44',
    })),
  )
  for (const [i, warehouseId] of warehouseIds.entries()) {
    await setLanes(ctx, [
      { warehouseId, destination: '*', transitHours: 24, fixedCostMinor: 1_000 * (i + 1), unitCostMinor: 10 },
    ])
    await receiveGoods(ctx, {
      warehouseId,
      lines: productIds.map((productId) => ({ productId, accepted: onHand })),
    })
  }
  return { customerId, productIds, warehouseIds }
}

export const ADDRESS = {
  country: 'CN',
  province: '44',
  city: '4401',
  district: '440106',
  street: '天河路 1 号',
  postcode: '510000',
}

export function orderBody(
  goods: Goods,
  externalRef: string,
  lines: { productId: string; quantity: number }[],
) {
  return {
    channel: 'api',
    customerId: goods.customerId,
    externalRef,
    address: ADDRESS,
    consigneeName: '李小明',
    consigneePhone: '13812345678',
    notDuplicate: true,
    lines,
  }
}
