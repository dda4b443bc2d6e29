import { beforeAll, describe, expect, test } from 'vitest'
import { receiveGoods } from '#modules/inventory/receipts.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { type Decide, decideShortage } from './decisions.ts'
import { MONDAY, type Shelf, orderOf, shelf } from './fixture.ts'
import { placeOrder } from './orders.ts'
import { getOrder } from './queries.ts'
import { getShortageOptions, listShortages } from './shortage-desk.ts'

const w = world()
beforeAll(() => w.setNow(MONDAY))

type Scene = { ctx: Ctx; s: Shelf; orderId: string; shortageId: string }

/** 5 ordered, 2 there: 3 missing. */
async function short(ctx: Ctx, { warehouses = 2, products = 1 } = {}): Promise<Scene> {
  const s = await shelf(ctx, { onHand: 0, warehouses, products })
  await receiveGoods(ctx, { warehouseId: s.warehouseId, lines: [{ productId: s.productId, accepted: 2 }] })
  const order = await placeOrder(ctx, orderOf(s, { lines: [{ productId: s.productId, quantity: 5 }] }))
  const {
    rows: [row],
  } = await listShortages(ctx, { limit: 10, orderId: order.id })
  return { ctx, s, orderId: order.id, shortageId: row?.id ?? '' }
}
const decide = ({ ctx, shortageId }: Scene, option: string, given: Partial<Decide> = {}) =>
  decideShortage(ctx, { id: shortageId, option, version: 1, ...given })
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error) => error.code ?? error,
  )
const dueOf = ({ ctx, orderId }: Scene, kind: string) =>
  ctx.db.all(sql<{ due: Date; contract: Date | null; quantity: number }>`
    select due_at as due, contract_due_at as contract, quantity from promise where order_id = ${orderId} and kind = ${kind} and watch_at is not null order by due_at`)
const shortagesOf = ({ ctx, orderId }: Scene) =>
  ctx.db.all(sql<{ quantity: number; decision: string | null; open: boolean; lost: number }>`
    select quantity, decision, closed_at is null as open, lost_minor as lost from shortage where order_id = ${orderId} order by closed_at nulls last, quantity`)

test('the desk shows what is missing, its value, age and promise', async () => {
  await w.rolledBack(async (ctx) => {
    const scene = await short(ctx)
    const { rows } = await listShortages(ctx, { limit: 10, productId: scene.s.productId })
    expect(rows).toMatchObject([
      {
        quantity: 3,
        valueMinor: 3_000,
        ageHours: 0,
        decision: null,
        availableNow: 0,
        order: { version: 1 },
        customer: { name: '测试客户' },
      },
    ])
    expect(rows[0]?.deliverBy?.toISOString()).toBe('2026-11-26T15:59:59.999Z')
    expect(
      (await listShortages(ctx, { limit: 10, decision: 'backorder', orderId: scene.orderId })).rows,
    ).toEqual([])
  })
})

test('other warehouse: goods that came in elsewhere are taken there', async () => {
  await w.rolledBack(async (ctx) => {
    const scene = await short(ctx)
    const [, second = ''] = scene.s.warehouseIds
    await receiveGoods(ctx, { warehouseId: second, lines: [{ productId: scene.s.productId, accepted: 9 }] })
    const { options } = await getShortageOptions(ctx, scene.shortageId)
    expect(options.map((option) => option.key)).toEqual([`other_warehouse:${second}`, 'backorder', 'cancel'])
    expect(options[0]).toMatchObject({ costMinor: 2_000 + 3 * 20 + 500, lateHours: 0 })
    await decide(scene, `other_warehouse:${second}`)
    expect(await getOrder(ctx, scene.orderId)).toMatchObject({
      state: 'confirmed',
      version: 2,
      lines: [{ reserved: 5, short: 0 }],
    })
    expect(await shortagesOf(scene)).toEqual([
      { quantity: 3, decision: 'other_warehouse', open: false, lost: 0 },
    ])
    expect(ctx.events.map((event) => event.type).slice(-2)).toEqual(['order.allocated', 'shortage.decided'])
    expect(await codeOf(decide(scene, 'cancel', { version: 2 }))).toBe('shortage.decided')
  })
})

test('split: some now, the rest as a backorder with its day; the promise moves to that day', async () => {
  await w.rolledBack(async (ctx) => {
    const scene = await short(ctx)
    await receiveGoods(ctx, {
      warehouseId: scene.s.warehouseIds[1] ?? '',
      lines: [{ productId: scene.s.productId, accepted: 1 }],
    })
    expect(await codeOf(decide(scene, 'split'))).toBe('shortage.date_needed')
    await decide(scene, 'split', { backorderUntil: '2026-12-01' })
    expect(await getOrder(ctx, scene.orderId)).toMatchObject({
      state: 'short',
      lines: [{ reserved: 3, short: 2 }],
    })
    expect(await shortagesOf(scene)).toEqual([
      { quantity: 3, decision: 'split', open: false, lost: 0 },
      { quantity: 2, decision: 'backorder', open: true, lost: 0 },
    ])
    // In on 1 December, a day on the road.
    expect((await dueOf(scene, 'deliver')).map((row) => row.due.toISOString())).toEqual([
      '2026-12-02T15:59:59.999Z',
    ])
  })
})

describe('substitute', () => {
  async function withSubstitute(ctx: Ctx, accepted: number): Promise<Scene & { other: string }> {
    const scene = await short(ctx, { products: 2 })
    const other = scene.s.productIds[1] ?? ''
    await ctx.db.run(
      sql`insert into product_substitute (tenant_id, product_id, substitute_id) values (${ctx.tenant.id}, ${scene.s.productId}, ${other})`,
    )
    await receiveGoods(ctx, { warehouseId: scene.s.warehouseId, lines: [{ productId: other, accepted }] })
    return { ...scene, other }
  }

  test('only with the consent of the customer: who and how', async () => {
    await w.rolledBack(async (ctx) => {
      const scene = await withSubstitute(ctx, 10)
      expect(await codeOf(decide(scene, `substitute:${scene.other}`))).toBe('shortage.no_consent')
      expect(
        await codeOf(
          decide(scene, `substitute:${scene.s.customerId}`, { consentBy: '王芳', consentHow: '电话' }),
        ),
      ).toBe('shortage.not_substitute')
      await decide(scene, `substitute:${scene.other}`, { consentBy: '王芳', consentHow: '电话' })
      const order = await getOrder(ctx, scene.orderId)
      expect(order).toMatchObject({ state: 'confirmed', amountMinor: 5_000 })
      expect(order.lines).toMatchObject([
        { lineNo: 1, quantity: 2, reserved: 2, productId: scene.s.productId, substitutedFrom: null },
        {
          lineNo: 2,
          quantity: 3,
          reserved: 3,
          productId: scene.other,
          substitutedFrom: scene.s.productId,
          consentBy: '王芳 · 电话',
          consentAt: MONDAY,
          deliverBy: '2026-11-26T15:59:59.999Z',
        },
      ])
    })
  })

  test('a whole line changes its product', async () => {
    await w.rolledBack(async (ctx) => {
      const s = await shelf(ctx, { products: 2, onHand: 0 })
      const [a = '', b = ''] = s.productIds
      await ctx.db.run(
        sql`insert into product_substitute (tenant_id, product_id, substitute_id) values (${ctx.tenant.id}, ${a}, ${b})`,
      )
      await receiveGoods(ctx, { warehouseId: s.warehouseId, lines: [{ productId: b, accepted: 9 }] })
      const order = await placeOrder(ctx, orderOf(s, { lines: [{ productId: a, quantity: 4 }] }))
      const {
        rows: [row],
      } = await listShortages(ctx, { limit: 1, orderId: order.id })
      await decideShortage(ctx, {
        id: row?.id ?? '',
        option: `substitute:${b}`,
        version: 1,
        consentBy: '王芳',
        consentHow: '微信',
      })
      expect((await getOrder(ctx, order.id)).lines).toMatchObject([
        { lineNo: 1, quantity: 4, reserved: 4, productId: b, substitutedFrom: a },
      ])
    })
  })
})

test('backorder: nothing was promised yet, so the day is promised beside what the contract says', async () => {
  await w.rolledBack(async (ctx) => {
    const s = await shelf(ctx, { onHand: 0 })
    const order = await placeOrder(ctx, orderOf(s))
    const {
      rows: [row],
    } = await listShortages(ctx, { limit: 1, orderId: order.id })
    const scene = { ctx, s, orderId: order.id, shortageId: row?.id ?? '' }
    for (const day of [undefined, '2026-11-22'])
      expect(await codeOf(decide(scene, 'backorder', { backorderUntil: day }))).toBe('shortage.date_needed')
    await decide(scene, 'backorder', {
      backorderUntil: '2026-12-01',
      note: '厂家排产',
      cause: 'supplier_late',
    })
    const [deliver] = await dueOf(scene, 'deliver')
    expect([deliver?.due.toISOString(), deliver?.contract?.toISOString()]).toEqual([
      '2026-12-02T15:59:59.999Z',
      '2026-11-26T15:59:59.999Z',
    ])
    expect(await shortagesOf(scene)).toMatchObject([{ decision: 'backorder', open: true }])
    expect(await getOrder(ctx, scene.orderId)).toMatchObject({
      state: 'short',
      shortages: [{ backorderUntil: '2026-12-01T15:59:59.999Z', note: '厂家排产', cause: 'supplier_late' }],
    })
    // It can be decided again, until the goods are there.
    await decide(scene, 'cancel', { version: 2, note: '客户不等了' })
    expect(await getOrder(ctx, scene.orderId)).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'us',
      cancelReason: '客户不等了',
    })
    expect(await dueOf(scene, 'deliver')).toEqual([])
  })
})

test('cancel: the missing part is taken off the line and its value is lost', async () => {
  await w.rolledBack(async (ctx) => {
    const scene = await short(ctx)
    await decide(scene, 'cancel')
    expect(await getOrder(ctx, scene.orderId)).toMatchObject({
      state: 'confirmed',
      lines: [{ quantity: 5, cancelled: 3, reserved: 2, short: 0 }],
    })
    expect(await shortagesOf(scene)).toEqual([{ quantity: 3, decision: 'cancel', open: false, lost: 3_000 }])
    expect(await dueOf(scene, 'deliver')).toHaveLength(1)
  })
})

test('an option whose stock is gone is no option; stale is stale', async () => {
  await w.rolledBack(async (ctx) => {
    const scene = await short(ctx)
    expect(await codeOf(decide(scene, `other_warehouse:${scene.s.warehouseId}`))).toBe(
      'shortage.option_unknown',
    )
    expect(await codeOf(decide(scene, 'cancel', { version: 5 }))).toBe('request.stale')
    expect(await getOrder(ctx, scene.orderId)).toMatchObject({ state: 'short', version: 1 })
  })
})
