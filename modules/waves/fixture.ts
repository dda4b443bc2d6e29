import { beforeAll, expect } from 'vitest'
import { verifyTenant } from '../../verify.ts'
import { receiveGoods } from '#modules/inventory/receipts.ts'
import { setLanes } from '#modules/inventory/stock.ts'
import { type Shelf, GUANGZHOU, MONDAY, orderOf, shelf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import type { NewOrder } from '#modules/orders/order-types.ts'
import { sql } from '#platform/db.ts'
import { withClient } from '#platform/migrate.ts'
import { silentLog } from '#platform/log.ts'
import { type TestUser, type World } from '#platform/testing/world.ts'
import { waveApplyTask } from './applying-task.ts'
import { waveTask } from './task.ts'

export const BEIJING = { ...GUANGZHOU, province: '11', city: '1101', district: '110105' }

export type Scene = { s: Shelf; near: string; far: string }

// Set before the first test of a file; files run one after the other.
let w: World
let person: TestUser

export const user = (): TestUser => person
/** As superuser. */
export const ask = <R extends object>(text: string, values: unknown[] = []): Promise<{ rows: R[] }> =>
  withClient(w.adminUrl, (client) => client.query(text, values))

/** Call it at the top of a file. */
export function useWaves(given: World): void {
  beforeAll(async () => {
    w = given
    w.setNow(MONDAY)
    person = await w.user(['wave.manage', 'order.read'])
  })
}

/** A near warehouse with `near` units that goes anywhere, and a far one with `far` units that goes to Guangdong only. */
export async function scene({
  near,
  far,
  hours = 48,
}: {
  near: number
  far: number
  hours?: number
}): Promise<Scene> {
  return w.committed(async (ctx) => {
    const s = await shelf(ctx, { onHand: 0, warehouses: 2 })
    const [first = '', second = ''] = s.warehouseIds
    // The fixture's lane goes anywhere; this one only to the province.
    await ctx.db.run(sql`delete from ship_lane where warehouse_id = ${second}`)
    await setLanes(ctx, [
      {
        warehouseId: second,
        destination: 'CN-44',
        transitHours: hours,
        fixedCostMinor: 2_000,
        unitCostMinor: 20,
      },
    ])
    const fill = async (warehouseId: string, accepted: number) => {
      if (accepted > 0)
        await receiveGoods(ctx, { warehouseId, lines: [{ productId: s.productId, accepted }] })
    }
    await fill(first, near)
    await fill(second, far)
    return { s, near: first, far: second }
  })
}

export const place = (s: Shelf, quantity: number, given: Partial<NewOrder> = {}) =>
  w.committed((ctx) =>
    placeOrder(
      ctx,
      orderOf(s, {
        channel: 'form',
        notDuplicate: true,
        lines: [{ productId: s.productId, quantity }],
        ...given,
      }),
    ),
  )
export const receive = (s: Scene, warehouseId: string, accepted: number) =>
  w.committed((ctx) => receiveGoods(ctx, { warehouseId, lines: [{ productId: s.s.productId, accepted }] }))

export const solve = (id: string) =>
  waveTask({ database: w.database, log: silentLog, clock: w.now, limitMs: () => 3_000 })(w.tenant, id, {
    now: 1,
    max: 2,
  })
export async function propose(orderIds: string[], as = user()) {
  const { body, status } = await w.call(as, 'POST', '/waves', { orderIds })
  expect(status, JSON.stringify(body)).toBe(200)
  await solve(body.id)
  return (await w.call(as, 'GET', `/waves/${body.id}`)).body
}
export const ordersOf = async (id: string) => (await w.call(user(), 'GET', `/waves/${id}/orders`)).body.rows
export const confirm = (id: string, as = user()) =>
  w.call(as, 'POST', `/waves/${id}/application`, { reason: '月底合并配货' })
export const getWave = async (id: string) => (await w.call(user(), 'GET', `/waves/${id}`)).body
export const tools = () => ({ database: w.database, log: silentLog, clock: w.now })
export const work = (id: string) => waveApplyTask(tools())(w.tenant, id, { now: 1, max: 5 })
export async function apply(id: string) {
  const { status, body } = await confirm(id)
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({ state: 'applying', moved: 0, unmoved: 0 })
  await work(id)
  return { body: await getWave(id) }
}

export async function heldOf(orderId: string): Promise<Record<string, number>> {
  const { rows } = await ask<{ warehouse_id: string; n: string }>(
    `select warehouse_id, sum(quantity) as n from reservation where order_id = $1 and closed_at is null group by 1`,
    [orderId],
  )
  return Object.fromEntries(rows.map((row) => [row.warehouse_id, Number(row.n)]))
}
export async function stateOf(orderId: string): Promise<string> {
  const { rows } = await ask<{ state: string }>(`select state from sales_order where id = $1`, [orderId])
  return rows[0]?.state ?? ''
}
export async function expectSound(): Promise<void> {
  await w.catchUp()
  expect(await verifyTenant(w.database, w.tenant)).toEqual([])
  const { rows } = await ask(
    `select s.warehouse_id from stock s where s.reserved > s.on_hand or s.reserved <> (
     select coalesce(sum(r.quantity), 0) from reservation r where r.warehouse_id = s.warehouse_id and r.product_id = s.product_id and r.closed_at is null) + (
     select coalesce(sum(p.quantity), 0) from stock_passage p where p.warehouse_id = s.warehouse_id and p.product_id = s.product_id)`,
  )
  expect(rows).toEqual([])
}
