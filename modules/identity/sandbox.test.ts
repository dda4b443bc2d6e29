import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clearSandbox, clearedTables } from '../../sandbox.ts'
import { isSandbox, whyNotReset } from './sandbox.ts'
import { orderOf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { sent, yard } from '#modules/shipments/fixture.ts'
import type { Ctx } from '#platform/ctx.ts'
import { world } from '#platform/testing/world.ts'

const w = world()
let admin: pg.Client
beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
  await w.committed(business)
  await w.committed(business, w.foreign)
})
afterAll(() => admin.end())

async function business(ctx: Ctx): Promise<void> {
  const made = await yard(ctx, { products: 2, warehouses: 2 })
  await sent(ctx, made)
  await placeOrder(ctx, orderOf(made))
}

const mark = (id: string, value: string) =>
  admin.query(`update tenant set settings = jsonb_set(settings, '{sandbox}', $2::jsonb) where id = $1`, [
    id,
    value,
  ])

/** Rows of a company by table, of those tables that hold any. */
async function held(tenantId: string, tables: readonly string[]): Promise<Record<string, number>> {
  const counts: [string, number][] = []
  for (const table of tables) {
    const { rows } = await admin.query(`select count(*)::int as n from ${table} where tenant_id = $1`, [
      tenantId,
    ])
    counts.push([table, rows[0].n as number])
  }
  return Object.fromEntries(counts.filter(([, n]) => n > 0))
}

test('a company that is no sandbox can be cleared by nobody: not by the verb, not by the procedure', async () => {
  const boss = await w.user({ role: 'manager' })
  const before = await held(w.tenant.id, clearedTables)
  expect(Object.keys(before).length).toBeGreaterThan(5)
  for (const value of ['false', '"true"', '1', 'null']) {
    await mark(w.tenant.id, value)
    await expect(clearSandbox(w.adminUrl, w.tenant.id)).rejects.toThrow('only a sandbox')
    const answer = await w.call(boss, 'POST', '/sandbox/reset', { confirmation: 'home' })
    expect([answer.status, answer.body.code]).toEqual([409, 'tenant.not_sandbox'])
  }
  const after = await held(w.tenant.id, clearedTables)
  expect(after['sales_order']).toBe(before['sales_order'])
  expect(after['party']).toBe(before['party'])
})

test('a sandbox is asked for with its code, once, by who may', async () => {
  await mark(w.tenant.id, 'true')
  const boss = await w.user({ role: 'manager' })
  const agent = await w.user({ role: 'agent' })
  const reset = (as: typeof boss, confirmation: string) =>
    w.call(as, 'POST', '/sandbox/reset', { confirmation })
  expect((await reset(agent, 'home')).status).toBe(403)
  expect((await reset(boss, 'hme')).body.code).toBe('tenant.reset_not_confirmed')
  expect((await reset(boss, 'home')).body).toMatchObject({ isSandbox: true, reset: { state: 'asked' } })
  expect((await reset(boss, 'home')).body.code).toBe('tenant.reset_under_way')
})

test('clearing takes everything but the people, and nothing of another company', async () => {
  const people = ['app_user', 'role', 'user_role', 'session']
  await mark(w.tenant.id, 'true')
  await w.user({ role: 'manager' })
  const [staff, foreign] = [await held(w.tenant.id, people), await held(w.foreign.id, clearedTables)]
  await clearSandbox(w.adminUrl, w.tenant.id)
  expect(await held(w.tenant.id, clearedTables)).toEqual({})
  expect(await held(w.tenant.id, people)).toEqual(staff)
  expect(await held(w.foreign.id, clearedTables)).toEqual(foreign)
})

test('only what is marked true is a sandbox', () => {
  const real = { settings: {}, slug: 'real' }
  expect(isSandbox(real)).toBe(false)
  expect(whyNotReset(real, { confirmation: 'real', reset: null })).toBe('tenant.not_sandbox')
  expect(
    whyNotReset({ settings: { sandbox: true }, slug: 'demo' }, { confirmation: 'demo', reset: null }),
  ).toBe(null)
})
