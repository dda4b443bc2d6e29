import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type UserFields, createUser, saveScopes } from './users.ts'

export const DEMO_TENANT = 'demo'
export const DEMO_NAME = '诺达演示物流'
/** Who carries what the file says went by a mode; the file itself names no carrier. Where it names no mode, there is none. */
export const demoCarriers = {
  Air: '顺途国际航空货运',
  'Air Charter': '顺途国际航空货运',
  Ocean: '远达海运',
  Truck: '陆通卡车运输',
} as const

/** A customer of the file with orders of the last year, some of them open and one late. */
const DEMO_SHIPPER = '107-RW-T30'

type Scopes = UserFields['scopes']
/** The party of this name is all that the account sees. */
type BoundTo = { kind: keyof Scopes; party: string }
type DemoUser = {
  email: string
  key: string
  name: string
  role: { zh: string; en: string }
  bound?: BoundTo
}

const users: readonly DemoUser[] = [
  {
    email: 'manager@demo.nuoda',
    key: 'manager',
    name: '林诺',
    role: { zh: '主管 林诺', en: 'Manager Lin Nuo' },
  },
  {
    email: 'agent@demo.nuoda',
    key: 'agent',
    name: '陈晓',
    role: { zh: '客服专员 陈晓', en: 'Agent Chen Xiao' },
  },
  {
    email: 'account@demo.nuoda',
    key: 'customer_manager',
    name: '周敏',
    role: { zh: '客户经理 周敏', en: 'Customer manager Zhou Min' },
  },
  {
    email: 'warehouse@demo.nuoda',
    key: 'coordinator',
    name: '王强',
    role: { zh: '仓储调度 王强', en: 'Coordinator Wang Qiang' },
  },
  {
    email: 'finance@demo.nuoda',
    key: 'finance',
    name: '赵静',
    role: { zh: '财务结算 赵静', en: 'Finance clerk Zhao Jing' },
  },
  {
    email: 'carrier@demo.nuoda',
    key: 'carrier',
    name: '刘航',
    role: { zh: '承运商 刘航', en: 'Carrier Liu Hang' },
    bound: { kind: 'carrier', party: demoCarriers.Air },
  },
  {
    email: 'shipper@demo.nuoda',
    key: 'shipper',
    name: '何雨',
    role: { zh: '上游客户 何雨', en: 'Shipper He Yu' },
    bound: { kind: 'customer', party: DEMO_SHIPPER },
  },
]

// The demo's accounts are public on its log-in page. They exist only in a tenant made by `--demo`.
export const demoAccounts = users.map((user) => ({
  ...user,
  tenant: DEMO_TENANT,
  password: 'promised-and-delivered',
}))

/** Parties by name: those that accounts are bound to. */
export type DemoParties = ReadonlyMap<string, string>
export const demoParties: readonly string[] = users.flatMap(({ bound }) => bound?.party ?? [])

export async function createDemoUsers(ctx: Ctx, parties: DemoParties): Promise<void> {
  for (const { email, password, name, key, bound } of demoAccounts) {
    const role = await ctx.db.one(
      sql<{ id: string }>`select id from role where tenant_id = ${ctx.tenant.id} and key = ${key}`,
    )
    const scopes = scopesOf(bound, parties)
    await createUser(ctx, { email, password, name, roleIds: [role.id], teamIds: [], scopes })
  }
}

/** After a reset the parties are new ones of the same names. */
export async function bindDemoUsers(ctx: Ctx, parties: DemoParties): Promise<void> {
  for (const { email, bound } of demoAccounts) {
    if (!bound) continue
    const user = await ctx.db.maybe(
      sql<{ id: string }>`select id from app_user where tenant_id = ${ctx.tenant.id} and email = ${email}`,
    )
    if (user) await saveScopes(ctx, user.id, scopesOf(bound, parties))
  }
}

/** Never without the party: no scope would mean all of the company. */
function scopesOf(bound: BoundTo | undefined, parties: DemoParties): Scopes {
  if (!bound) return {}
  const id = parties.get(bound.party)
  if (!id) throw new Error(`the demo has no ${bound.party}`)
  return { [bound.kind]: [id] }
}
