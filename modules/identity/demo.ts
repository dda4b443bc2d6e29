import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import type { Tenant } from '#platform/ctx.ts'
import { createUser } from './users.ts'

export const DEMO_TENANT = 'demo'
export const DEMO_NAME = '诺达演示物流'
export const demoCarriers = ['顺途国际航空货运', '远达海运', '陆通卡车运输']

// The demo's accounts are public on its log-in page. They exist only in a tenant made by `--demo`.
export const demoAccounts = [
  {
    tenant: DEMO_TENANT,
    email: 'manager@demo.nuoda',
    password: 'promised-and-delivered',
    role: { zh: '主管 林诺', en: 'Manager Lin Nuo' },
    key: 'manager',
    name: '林诺',
  },
  {
    tenant: DEMO_TENANT,
    email: 'agent@demo.nuoda',
    password: 'promised-and-delivered',
    role: { zh: '客服专员 陈晓', en: 'Agent Chen Xiao' },
    key: 'agent',
    name: '陈晓',
  },
  {
    tenant: DEMO_TENANT,
    email: 'warehouse@demo.nuoda',
    password: 'promised-and-delivered',
    role: { zh: '仓储调度 王强', en: 'Coordinator Wang Qiang' },
    key: 'coordinator',
    name: '王强',
  },
]

export async function createDemoUsers(database: Database, tenant: Tenant, now: Date): Promise<void> {
  await withCtx(database, systemSeed(tenant, 'set-up', now), async (ctx: Ctx) => {
    for (const account of demoAccounts) {
      const role = await ctx.db.one(
        sql<{ id: string }>`select id from role where tenant_id = ${ctx.tenant.id} and key = ${account.key}`,
      )
      await createUser(ctx, {
        email: account.email,
        password: account.password,
        name: account.name,
        roleIds: [role.id],
        teamIds: [],
        scopes: {},
      })
    }
  })
}
