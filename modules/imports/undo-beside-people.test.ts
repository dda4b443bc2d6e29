import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { checkedIn, done, importDesk, rowOf, runIn, uploadTo } from './fixture.ts'
import type { ImportKind } from './kind-names.ts'

// An undo takes back what the import brought, and nothing that people did meanwhile.

const w = world()
const desk = importDesk(w)

type Row = { record: { id: string; name: string } | null; outcome: string; problems: { code: string }[] }
const rowsOf = async (as: TestUser, id: string): Promise<Row[]> =>
  (await w.call(as, 'GET', `/imports/${id}/rows`)).body.rows
const reasons = async (as: TestUser, id: string) =>
  (await rowsOf(as, id)).map(({ outcome, problems }) => [outcome, ...problems.map(({ code }) => code)])
const undo = async (as: TestUser, id: string) =>
  (await done(w, as, { id, what: 'undo', body: { policy: 'what_can_be' } })).body
const csv = (rows: string[][]) => Buffer.from(rows.map((cells) => cells.join(',')).join('\n'))

/** Uploads, checks and imports rows; gives the batch and the records of its rows. */
async function imported(
  as: TestUser,
  kind: ImportKind,
  { rows, duplicates, constants = {} }: { rows: string[][]; duplicates?: string; constants?: object },
) {
  const { body } = await uploadTo(w, as, csv(rows), { kind, name: `${kind}.csv` })
  const given = { fields: body.mapping, duplicates: duplicates ?? body.duplicates, constants }
  const mapped = await w.call(as, 'PUT', `/imports/${body.id}/mapping`, given)
  expect(mapped.status, JSON.stringify(mapped.body)).toBe(200)
  await done(w, as, { id: body.id, what: 'check' })
  const run = await runIn(w, as, { id: body.id })
  expect(run.state, JSON.stringify(run)).toBe('done')
  await w.catchUp()
  return { id: body.id as string, ids: (await rowsOf(as, body.id)).map(({ record }) => record?.id ?? '') }
}
const code = async () =>
  (
    await w.committed((ctx) =>
      ctx.db.one(
        sql<{ code: string }>`
          select code from warehouse where tenant_id = ${ctx.tenant.id} and id = ${desk.goods.warehouseIds[0]}`,
      ),
    )
  ).code

describe('orders', () => {
  test('amended, noted, asked about and complained of stay with what was done; looked at go', async () => {
    const as = await w.user({ role: 'manager' })
    const refs = ['amended', 'noted', 'asked', 'erred', 'looked', 'followed', 'left']
    const batch = await checkedIn(
      w,
      as,
      refs.map((ref) => rowOf(desk, { 客户单号: ref })),
    )
    await runIn(w, as, { id: batch.id })
    await w.catchUp()
    const rows = await rowsOf(as, batch.id)
    const [amended, noted, asked, erred, looked, followed] = rows.map(({ record }) => record?.id ?? '')
    const order = (await w.call(as, 'GET', `/orders/${amended}`)).body
    const acts: [method: 'GET' | 'POST' | 'PUT', path: string, body?: object][] = [
      [
        'POST',
        `/orders/${amended}/amendment`,
        { version: order.version, reason: '客户要求', lines: [{ lineId: order.lines[0].id, quantity: 3 }] },
      ],
      ['POST', `/records/order/${noted}/notes`, { audience: 'internal', body: '客户要求周三送' }],
      [
        'POST',
        '/tracking-inquiries',
        { orderId: asked, channel: 'phone', question: '到哪了', dueAt: '2027-01-01T00:00:00Z' },
      ],
      ['POST', `/orders/${erred}/errors`, { kind: 'goods', description: '发错货' }],
      ['POST', `/orders/${looked}/reveal`, { reason: '核对' }],
      ['PUT', `/records/order/${followed}/follower`],
    ]
    for (const [method, path, body] of acts) {
      const answer = await w.call(as, method, path, body)
      expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(200)
    }
    await w.catchUp()
    expect(await undo(as, batch.id)).toMatchObject({
      state: 'done',
      kept: 4,
      counts: { imported: 4, undone: 3 },
    })
    expect(await reasons(as, batch.id)).toEqual([
      ...Array.from({ length: 4 }, () => ['imported', 'undo.worked_on']),
      ...Array.from({ length: 3 }, () => ['undone']),
    ])
    expect((await w.call(as, 'GET', `/orders/${amended}`)).body.lines[0].quantity).toBe(3)
  })

  test('a delivered one of the past that goods come back from stays, and the rest of its import goes', async () => {
    const as = await w.user({ role: 'manager' })
    const { number } = desk.customer
    const [sku = ''] = desk.goods.skus
    await w.call(as, 'POST', '/customers', { name: '顺丰', roles: ['carrier'] })
    const { id, ids } = await imported(as, 'shipments', {
      constants: { warehouse: await code() },
      rows: [
        ['客户编号', '客户单号', '承运商', '运单号', '商品编码', '数量', '发出时间', '签收时间'],
        [number, 'PAST-1', '顺丰', 'SF1', sku, '3', '2026-01-02 10:00', '2026-01-04'],
        [number, 'PAST-2', '顺丰', 'SF2', sku, '3', '2026-01-02 10:00', '2026-01-04'],
      ],
    })
    const orderId = (await w.call(as, 'GET', `/shipments/${ids[0]}`)).body.order.id
    const back = await w.call(as, 'GET', `/orders/${orderId}/returnable`)
    const announced = await w.call(as, 'POST', '/returns', {
      orderId,
      warehouseId: back.body.warehouses[0].id,
      reason: 'damaged',
      lines: [{ orderLineId: back.body.lines[0].orderLineId, quantity: 1 }],
    })
    expect(announced.status, JSON.stringify(announced.body)).toBe(200)
    expect(await undo(as, id)).toMatchObject({ state: 'done', problem: null, counts: { imported: 1 } })
    expect(await reasons(as, id)).toEqual([['imported', 'undo.worked_on'], ['undone']])
  })
})

describe('customers', () => {
  test('what somebody changes in the very moment of the undo stays', async () => {
    const as = await w.user({ role: 'manager' })
    const { id, ids } = await imported(as, 'customers', {
      rows: [
        ['外部编号', '客户名称'],
        ['M-1', '客户一'],
        ['M-2', '客户二'],
      ],
    })
    const going = Promise.withResolvers<unknown>()
    await w.committed(async (ctx) => {
      await ctx.db.run(sql`
        update party set note = '改过', version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${ids[0]}`)
      going.resolve(undo(as, id))
      // The undo meets the row that is being changed, and waits for it.
      await expect
        .poll(
          () =>
            ctx.db.all(
              sql`select 1 from pg_locks where not granted and locktype in ('tuple', 'transactionid')`,
            ),
          { timeout: 20_000 },
        )
        .not.toEqual([])
    })
    expect(await going.promise).toMatchObject({ counts: { imported: 1, undone: 1 } })
    expect((await w.call(as, 'GET', `/customers/${ids[0]}`)).body).toMatchObject({ note: '改过' })
  })

  test('one that was noted stays; one whose earlier reference another one has stays as it is', async () => {
    const as = await w.user({ role: 'manager' })
    const known = await w.call(as, 'POST', '/customers', {
      name: '老客户',
      externalRef: 'OLD',
      roles: ['shipper'],
    })
    const { number } = (await w.call(as, 'GET', `/customers/${known.body.id}`)).body
    const { id, ids } = await imported(as, 'customers', {
      duplicates: 'update_filled',
      rows: [
        ['客户编号', '外部编号', '客户名称'],
        [number, 'NEW', '老客户'],
        ['', 'M-3', '客户三'],
        ['', 'M-4', '客户四'],
      ],
    })
    await w.call(as, 'POST', '/customers', { name: '后来的', externalRef: 'OLD', roles: ['shipper'] })
    await w.call(as, 'POST', `/records/customer/${ids[1]}/notes`, { audience: 'internal', body: '要发票' })
    expect(await undo(as, id)).toMatchObject({ state: 'done', problem: null })
    expect(await reasons(as, id)).toEqual([
      ['imported', 'undo.reference_taken'],
      ['imported', 'undo.worked_on'],
      ['undone'],
    ])
  })
})

test('products: a barcode another one has by now is not given back to two; a noted one stays', async () => {
  const as = await w.user({ role: 'manager' })
  await w.call(as, 'POST', '/products', { sku: 'B-1', name: '甲', barcode: '6901' })
  const { id, ids } = await imported(as, 'products', {
    duplicates: 'update_filled',
    rows: [
      ['商品编码', '商品名称', '条码'],
      ['B-1', '甲', '6902'],
      ['B-2', '乙', '6903'],
      ['B-3', '丙', '6904'],
    ],
  })
  const taker = await w.call(as, 'POST', '/products', { sku: 'B-9', name: '壬', barcode: '6901' })
  expect(taker.status, JSON.stringify(taker.body)).toBe(200)
  await w.call(as, 'POST', `/records/product/${ids[1]}/notes`, { audience: 'internal', body: '易碎' })
  await undo(as, id)
  expect(await reasons(as, id)).toEqual([
    ['imported', 'undo.barcode_taken'],
    ['imported', 'undo.worked_on'],
    ['undone'],
  ])
})

test('products: an import over another one is no work of people, the one after the other goes back', async () => {
  const as = await w.user({ role: 'manager' })
  const rows = [
    ['商品编码', '商品名称'],
    ['D-1', '甲'],
    ['D-2', '乙'],
  ]
  const made = await imported(as, 'products', { rows })
  const changed = await imported(as, 'products', {
    duplicates: 'update_filled',
    rows: rows.map(([sku = '', name = ''], i) => [sku, i === 0 ? name : `${name}改`]),
  })
  expect(await undo(as, made.id)).toMatchObject({ kept: 2, counts: { imported: 2 } })
  expect(await undo(as, changed.id)).toMatchObject({ state: 'undone' })
  expect(await undo(as, made.id)).toMatchObject({ state: 'undone' })
})

test('shipments: a waybill another one has by now is not given back', async () => {
  const as = await w.user({ role: 'manager' })
  const carrier = (await w.call(as, 'POST', '/customers', { name: '德邦', roles: ['carrier'] })).body.id
  const placed = async () => {
    const order = await w.call(as, 'POST', '/orders', {
      channel: 'form',
      customerNumber: desk.customer.number,
      address: { country: 'CN', province: '44', city: '4401', street: '天河路 1 号' },
      consigneeName: '李',
      consigneePhone: '13812345678',
      lines: [{ sku: desk.goods.skus[0], quantity: 1 }],
      notDuplicate: true,
    })
    await w.catchUp()
    const shipment = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          id: string
        }>`select id from shipment where tenant_id = ${ctx.tenant.id} and order_id = ${order.body.id}`,
      ),
    )
    return { number: order.body.number as string, shipmentId: shipment.id }
  }
  const [first, second] = [await placed(), await placed()]
  const give = (shipmentId: string, waybill: string) =>
    w.committed((ctx) =>
      ctx.db.run(sql`
        update shipment set carrier_id = ${carrier}, waybill = ${waybill}, version = version + 1
        where tenant_id = ${ctx.tenant.id} and id = ${shipmentId}`),
    )
  await give(first.shipmentId, 'DB1')
  const { id } = await imported(as, 'shipments', {
    rows: [
      ['订单号', '承运商', '运单号'],
      [first.number, '德邦', 'DB2'],
    ],
  })
  await give(second.shipmentId, 'DB1')
  expect(await undo(as, id)).toMatchObject({ state: 'done', problem: null })
  expect(await reasons(as, id)).toEqual([['imported', 'undo.waybill_taken']])
})
