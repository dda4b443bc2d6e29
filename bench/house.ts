// The bench's own company, database and servers in a scratch directory.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createParties } from '#modules/customers/parties.ts'
import { createApiKey } from '#modules/identity/api-keys.ts'
import { createTenant } from '#modules/identity/tenants.ts'
import { createUser } from '#modules/identity/users.ts'
import { prepareTenant } from '#modules/imports/command.ts'
import { createProducts, createWarehouses, importStock, setLanes } from '#modules/inventory/stock.ts'
import { permissions } from '#modules/permissions.ts'
import { readConfig } from '#platform/config.ts'
import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { type House, openHouse } from '#platform/house.ts'
import { silentLog } from '#platform/log.ts'
import { useInstanceKey } from '#platform/secrets.ts'

export type BenchHouse = House & {
  dataDir: string
  admin: pg.Client
  /** One more connection of the database's owner. */ connect: () => Promise<pg.Client>
  remove: () => Promise<void>
}

/** A fresh embedded PostgreSQL with the product's durable settings, migrated. */
export async function openBenchHouse(): Promise<BenchHouse> {
  const dataDir = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'nuoda-bench-'))
  const { DATABASE_URL: _, ...env } = process.env
  useInstanceKey(dataDir)
  const house = await openHouse(readConfig({ ...env, NUODA_DATA: dataDir }), silentLog)
  const connect = async () => {
    const client = new pg.Client({ connectionString: house.adminUrl })
    await client.connect()
    return client
  }
  const admin = await connect()
  const leave = async () => {
    await admin.end()
    await house.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
  let left: Promise<void> | null = null
  return { ...house, dataDir, admin, connect, remove: () => (left ??= leave()) }
}

/** A company with its key and what it deals in. */
export type Company = {
  tenant: Tenant
  /** Header lines that log in. */ head: string
  /** The same at a screen. */ logIn: { tenant: string; email: string; password: string }
  /** The same for a key that sees the first customers only. */ scopedHead: string
  customerIds: string[]
  carrierIds: string[]
  productIds: string[]
  warehouseIds: string[]
}
export type CompanySize = {
  slug: string
  customers: number
  products: number
  warehouses: number
  onHand: number
}

const KEY_DAYS = 30
const SCOPED_CUSTOMERS = 50
/** The large company's orders are spread over two years. */
export const PAST_DAYS = 730
export const CLASSES = ['A', 'B', 'C'] as const

export async function makeCompany(house: BenchHouse, size: CompanySize): Promise<Company> {
  const now = new Date()
  const tenant = await createTenant(house.database, { slug: size.slug, name: size.slug }, now)
  await prepareTenant(house.database, tenant, now)
  const act = <T>(work: (ctx: Ctx) => Promise<T>) =>
    withCtx(house.database, systemSeed(tenant, 'bench', now), work, { statementMs: 60_000 })
  const logIn = { tenant: size.slug, email: 'bench@nuoda.invalid', password: crypto.randomUUID() }
  const userId = await act((ctx) => makeManager(ctx, logIn))
  const asManager = {
    id: userId,
    kind: 'user' as const,
    name: 'bench',
    permissions: new Set(Object.keys(permissions)),
    scopes: {},
  }
  const goods = await act((ctx) => makeGoods(ctx, size))
  const keyOf = async (scopes: { customer?: string[] }) => {
    const { token } = await act((ctx) =>
      createApiKey(
        { ...ctx, actor: asManager },
        { name: 'bench', permissions: Object.keys(permissions), scopes, days: KEY_DAYS },
      ),
    )
    return `authorization: Bearer ${token}\r\n`
  }
  return {
    tenant,
    logIn,
    head: await keyOf({}),
    scopedHead: await keyOf({ customer: goods.customerIds.slice(0, SCOPED_CUSTOMERS) }),
    ...goods,
  }
}

async function makeManager(ctx: Ctx, { email, password }: Company['logIn']): Promise<string> {
  const role = await ctx.db.one(
    sql<{ id: string }>`select id from role where tenant_id = ${ctx.tenant.id} and key = 'manager'`,
  )
  return createUser(ctx, {
    email,
    password,
    name: '压测',
    roleIds: [role.id],
    teamIds: [],
    scopes: {},
  })
}

async function makeGoods(
  ctx: Ctx,
  { customers, products, warehouses, onHand }: CompanySize,
): Promise<Omit<Company, 'tenant' | 'logIn' | 'head' | 'scopedHead'>> {
  const customerIds = await createParties(
    ctx,
    Array.from({ length: customers }, (_, i) => ({
      name: nameOf(i),
      roles: ['shipper'],
      classKey: CLASSES[i % CLASSES.length],
    })),
  )
  const carrierIds = await createParties(
    ctx,
    ['顺达快运', '长风物流', '海川速运', '云岭货运'].map((name) => ({ name, roles: ['carrier'] })),
  )
  const productIds = await createProducts(
    ctx,
    Array.from({ length: products }, (_, i) => ({
      sku: `P-${i}`,
      name: `商品${i}`,
      priceMinor: 1_000 + i,
      weightG: 500,
    })),
  )
  const warehouseIds = await createWarehouses(
    ctx,
    Array.from({ length: warehouses }, (_, i) => ({
      code: `W${i}`,
      name: `${i} 号仓`,
      country: 'CN',
      province: PROVINCES[i % PROVINCES.length]?.province,
    })),
  )
  await setLanes(
    ctx,
    warehouseIds.flatMap((warehouseId, w) => [
      {
        warehouseId,
        destination: '*',
        transitHours: 48 + 12 * w,
        fixedCostMinor: 1_200 + 100 * w,
        unitCostMinor: 20,
        carrierId: carrierIds[w % carrierIds.length],
      },
      ...PROVINCES.map(({ province }, p) => ({
        warehouseId,
        destination: `CN-${province}`,
        transitHours: 24 + 12 * ((p + w) % warehouses),
        fixedCostMinor: 800 + 200 * ((p + w) % warehouses),
        unitCostMinor: 15,
        carrierId: carrierIds[(p + w) % carrierIds.length],
      })),
    ]),
  )
  await importStock(
    ctx,
    warehouseIds.flatMap((warehouseId) =>
      productIds.map((productId) => ({ warehouseId, productId, quantity: onHand })),
    ),
  )
  return { customerIds, carrierIds, productIds, warehouseIds }
}

export const PROVINCES = [
  { province: '44', city: '4401', district: '440106' },
  { province: '31', city: '3101', district: '310115' },
  { province: '11', city: '1101', district: '110105' },
  { province: '33', city: '3301', district: '330106' },
  { province: '32', city: '3201', district: '320102' },
  { province: '51', city: '5101', district: '510104' },
] as const

const PLACES = [
  '广州',
  '深圳',
  '上海',
  '北京',
  '杭州',
  '南京',
  '成都',
  '武汉',
  '西安',
  '青岛',
  '厦门',
  '苏州',
  '天津',
  '重庆',
  '长沙',
  '合肥',
  '福州',
  '昆明',
  '宁波',
  '济南',
]
const WORDS = [
  '宏达',
  '新力',
  '华丰',
  '永安',
  '金桥',
  '海通',
  '东方',
  '瑞祥',
  '百川',
  '天成',
  '中联',
  '嘉禾',
  '远望',
  '同济',
  '明德',
  '盛世',
  '启航',
  '锦程',
  '立信',
  '恒基',
  '万里',
  '泰和',
  '春晖',
  '四海',
  '方正',
]
const TRADES = ['电器', '食品', '服饰', '医药', '机械', '家居', '化工', '文具', '建材', '汽配']

/** 5,000 different company names. */
export const nameOf = (i: number): string =>
  `${PLACES[i % 20]}${WORDS[Math.floor(i / 20) % 25]}${TRADES[Math.floor(i / 500) % 10]}${i >= 5_000 ? i : ''}`
