import { describe, expect, test } from 'vitest'
import { shelf } from '#modules/orders/fixture.ts'
import { pickShipment } from '#modules/shipments/work.ts'
import { sql } from '#platform/db.ts'
import { exportTable } from '#platform/export.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { whyNotRun } from './batch.ts'
import { RUN_ORDERS_MAX } from './batches.ts'
import { type Cells, checkedIn, contentsOf, csvOf, importDesk, rowOf, runIn, uploadTo } from './fixture.ts'
import { readTableOf } from './sheet-file.ts'

const w = world()
const desk = importDesk(w)

const count = () =>
  w.committed(
    async (ctx) =>
      (
        await ctx.db.one(
          sql<{ n: number }>`select count(*)::int as n from sales_order where tenant_id = ${ctx.tenant.id}`,
        )
      ).n,
  )
const upload = (as: TestUser, bytes: Buffer | Uint8Array, file?: { name?: string; type?: string }) =>
  uploadTo(w, as, bytes, file)
const checked = (as: TestUser, rows: string[][]) => checkedIn(w, as, rows)
const runAll = (as: TestUser, id: string, policy?: string) =>
  runIn(w, as, { id, ...(policy ? { policy } : {}) })
const contents = () => contentsOf(w)
const row = (over: Cells = {}) => rowOf(desk, over)

describe('rows and orders', () => {
  test('rows of one order agree, and one bad row holds back the others of its order', async () => {
    const batch = await checked(desk.agent, [
      row({ 客户单号: 'M1', 备注: '易碎' }),
      row({ 客户单号: 'M1', 商品编码: desk.goods.skus[1] ?? '', 收货人: '', 备注: '' }),
      row({ 客户单号: 'M1', 收货人: '王五' }),
      row({ 客户单号: 'M2' }),
      row({ 客户单号: 'M2', 数量: 'x' }),
      row({}),
      row({}),
    ])
    expect(batch).toMatchObject({ total: 7, rejected: 5, pending: 2, preview: { orders: 2 } })
    const { body } = await w.call(desk.agent, 'GET', `/imports/${batch.id}/rows`)
    expect(body.rows.map((r: { problems: { code: string }[] }) => r.problems.map((p) => p.code))).toEqual([
      ['row.other_row'],
      ['row.other_row'],
      ['row.differs'],
      ['row.other_row'],
      ['row.unreadable'],
      [],
      [],
    ])
    expect(body.rows[2].problems[0].message).toBe('收货人与同一订单的第 2 行不一致')
  })

  test('what is wrong with an order stands in the row that says it', async () => {
    const batch = await checked(desk.agent, [
      row({ 客户单号: 'W1' }),
      row({ 客户单号: 'W1', 要求送达日期: '2020-01-01' }),
    ])
    const { body } = await w.call(desk.agent, 'GET', `/imports/${batch.id}/rows`)
    expect(
      body.rows.map((r: { problems: { code: string; column: string }[] }) => [
        r.problems[0]?.code,
        r.problems[0]?.column,
      ]),
    ).toEqual([
      ['row.other_row', ''],
      ['order.invalid', '要求送达日期'],
    ])
  })

  test('a row whose order was taken meanwhile leaves nothing of an all-or-nothing run', async () => {
    const first = await checked(desk.agent, [row({ 客户单号: 'T1' })])
    const second = await checked(desk.agent, [row({ 客户单号: 'T0' }), row({ 客户单号: 'T1', 数量: '2' })])
    await runAll(desk.agent, first.id)
    const before = await count()
    const { status, body } = await w.call(desk.agent, 'POST', `/imports/${second.id}/run`, {
      policy: 'all_or_nothing',
      duplicates: 'refuse',
    })
    expect([status, body.placed, body.batch.accepted, body.batch.duplicates]).toEqual([200, 0, 0, 1])
    expect(await count()).toBe(before)
    expect(await runAll(desk.agent, second.id)).toMatchObject({
      placed: 1,
      batch: { state: 'done', accepted: 1, duplicates: 1 },
    })
  })

  test('customers by name, one for the whole file, and addresses in one piece', async () => {
    const headings = ['货号', '件数', '收货地址', '收件人']
    const bytes = Buffer.from(
      [headings, [desk.goods.skus[0], '2', '广东省广州市天河区天河路9号', '赵六']]
        .map((cells) => cells.join('\t'))
        .join('\n'),
    )
    const { body } = await upload(desk.agent, bytes)
    expect((await w.call(desk.agent, 'POST', `/imports/${body.id}/check`)).body).toMatchObject({
      code: 'import.mapping_incomplete',
      details: { fields: '客户编号' },
    })
    const mapped = await w.call(desk.agent, 'PUT', `/imports/${body.id}/mapping`, {
      fields: body.mapping,
      customerNumber: desk.customer.number,
    })
    expect(mapped.body).toMatchObject({ state: 'uploaded', customerNumber: desk.customer.number })
    expect((await w.call(desk.agent, 'POST', `/imports/${body.id}/check`)).body).toMatchObject({
      rejected: 0,
      pending: 1,
      preview: { orders: 1 },
    })
    const run = await runAll(desk.agent, body.id)
    const order = await w.call(desk.agent, 'GET', `/imports/${body.id}/rows`)
    expect(run.placed).toBe(1)
    expect(order.body.rows[0].order.number).toMatch(/^SO/)

    const twins = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          name: string
        }>`insert into party (tenant_id, id, number, name, roles) select tenant_id, gen_random_uuid(), number || 'x', name, roles from party where tenant_id = ${ctx.tenant.id} and id = ${desk.goods.customerId} returning name`,
      ),
    )
    const named = Buffer.from(
      `货主,货号,件数,收货地址\n${twins.name},${desk.goods.skus[0]},1,广东省广州市天河路9号\n无此客户,${desk.goods.skus[0]},1,广东省广州市天河路9号`,
    )
    const batch = (await upload(desk.agent, named)).body
    await w.call(desk.agent, 'POST', `/imports/${batch.id}/check`)
    const rows = await w.call(desk.agent, 'GET', `/imports/${batch.id}/rows`)
    expect(
      rows.body.rows.map((r: { problems: { code: string; column: string }[] }) => [
        r.problems[0]?.code,
        r.problems[0]?.column,
      ]),
    ).toEqual([
      ['row.customer_ambiguous', '货主'],
      ['row.customer_unknown', '货主'],
    ])
  })

  test('orders that are being picked keep their import', async () => {
    const batch = await checked(desk.agent, [row({ 客户单号: 'P1' }), row({ 客户单号: 'P2' })])
    await runAll(desk.agent, batch.id)
    await w.catchUp()
    const before = await contents()
    const shipment = await w.committed(async (ctx) => {
      const found = await ctx.db.one(sql<{ id: string; line: string; number: string }>`
        select s.id, l.id as line, o.number from shipment s join shipment_line l on l.tenant_id = s.tenant_id and l.shipment_id = s.id join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
        where s.tenant_id = ${ctx.tenant.id} and o.batch_id = ${batch.id} order by o.number limit 1`)
      await pickShipment(ctx, { id: found.id, lines: [{ lineId: found.line, picked: 1 }] })
      return found
    })
    const { status, body } = await w.call(desk.agent, 'POST', `/imports/${batch.id}/undo`)
    expect([status, body.code, body.details.count, body.details.numbers]).toEqual([
      409,
      'import.orders_shipping',
      1,
      shipment.number,
    ])
    expect((await contents()).reservation).toEqual(before.reservation)
    expect((await w.call(desk.agent, 'GET', `/imports/${batch.id}`)).body).toMatchObject({
      state: 'done',
      orders: 2,
    })
  })

  test('an XLSX file of our own template', async () => {
    const template = await w.app.inject({
      method: 'GET',
      url: '/api/imports/template?format=csv',
      headers: { cookie: `nuoda_session=${desk.agent.cookie}` },
    })
    const [headings = []] = await readTableOf(template.rawPayload)
    expect(headings.slice(0, 3)).toEqual(['客户编号', '客户名称', '客户单号'])
    const values: Record<string, string> = {
      客户编号: desk.customer.number,
      商品编码: desk.goods.skus[0] ?? '',
      数量: '1',
      省份: '广东省',
      城市: '广州市',
      详细地址: '天河路 1 号',
      要求送达日期: '2026-11-30',
      加急: '是',
    }
    const file = await exportTable(
      { name: 'x', columns: headings, rows: [headings.map((heading) => values[heading] ?? '')] },
      'xlsx',
    )
    const { status, body } = await upload(desk.agent, file.bytes, { name: 'a.xlsx', type: file.contentType })
    expect(status).toBe(200)
    const batch = await w.call(desk.agent, 'POST', `/imports/${body.id}/check`)
    expect(batch.body).toMatchObject({ rejected: 0, pending: 1 })
  })
})

test('a long run goes on where it stopped and places no row twice, with no reference to know it by', async () => {
  const before = await count()
  const batch = await checked(
    desk.agent,
    Array.from({ length: RUN_ORDERS_MAX + 1 }, () => row({ 客户单号: '' })),
  )
  const steps: [number, number][] = []
  for (let call = 1; call <= 3; call += 1) {
    const { body } = await w.call(desk.agent, 'POST', `/imports/${batch.id}/run`, { policy: 'good_rows' })
    steps.push([body.placed, body.batch.pending])
  }
  expect(steps).toEqual([
    [RUN_ORDERS_MAX, 1],
    [1, 0],
    [0, 0],
  ])
  expect(await count()).toBe(before + RUN_ORDERS_MAX + 1)
})

describe('who and what', () => {
  test('files that are none', async () => {
    expect((await upload(desk.agent, Buffer.from('x'), { type: 'image/png' })).status).toBe(400)
    const picture = await upload(desk.agent, Buffer.from('89504e470d0a1a0a00000000', 'hex'))
    expect([picture.status, picture.body.code]).toEqual([422, 'import.file_type'])
    expect(
      (
        await w.call(desk.agent, 'POST', '/imports?kind=cats', Buffer.from('a'), {
          'content-type': 'text/csv',
        })
      ).status,
    ).toBe(400)
  })

  test('columns that are not in the file, or used twice', async () => {
    const { body } = await upload(desk.agent, csvOf([row()]))
    const { status, body: problem } = await w.call(desk.agent, 'PUT', `/imports/${body.id}/mapping`, {
      fields: { sku: '商品编码', quantity: '没有', street: '商品编码' },
    })
    expect([status, problem.fields.map((f: { path: string }) => f.path)]).toEqual([
      400,
      ['fields.quantity', 'fields.street'],
    ])
    expect(
      (await w.call(desk.agent, 'POST', `/imports/${body.id}/run`, { policy: 'good_rows' })).body.code,
    ).toBe('import.not_checked')
  })

  test('nobody without the permission, nobody of another company', async () => {
    const { body } = await upload(desk.agent, csvOf([row()]))
    const reader = await w.user(['order.read'])
    expect((await upload(reader, csvOf([row()]))).status).toBe(403)
    expect((await w.call(reader, 'GET', '/imports')).status).toBe(403)
    const importer = await w.user(['import.run'])
    await w.call(desk.agent, 'POST', `/imports/${body.id}/check`)
    expect((await w.call(importer, 'POST', `/imports/${body.id}/run`, { policy: 'good_rows' })).status).toBe(
      403,
    )
    const foreigner = await w.user({ role: 'manager' }, { tenant: w.foreign })
    for (const [method, path, sent] of [
      ['GET', ''],
      ['GET', '/rows'],
      ['GET', '/errors'],
      ['PUT', '/mapping', { fields: {} }],
      ['POST', '/check'],
      ['POST', '/run', { policy: 'good_rows' }],
      ['POST', '/undo'],
    ] as const) {
      expect((await w.call(foreigner, method, `/imports/${body.id}${path}`, sent)).status, path).toBe(404)
    }
    expect((await w.call(foreigner, 'GET', '/imports')).body.rows).toEqual([])
    expect((await w.call(desk.agent, 'GET', '/imports?limit=2')).body.rows).toHaveLength(2)
  })

  test('a customer’s own user imports for that customer only and sees own imports only', async () => {
    const other = await w.committed((ctx) => shelf(ctx, { products: 1, onHand: 10 }))
    const number = await w.committed(
      async (ctx) =>
        (
          await ctx.db.one(
            sql<{
              number: string
            }>`select number from party where tenant_id = ${ctx.tenant.id} and id = ${other.customerId}`,
          )
        ).number,
    )
    const own = await w.user(['import.run', 'order.create'], {
      scopes: { customer: [desk.goods.customerId] },
    })
    const batch = await checked(own, [row(), row({ 客户编号: number })])
    expect(batch).toMatchObject({ pending: 1, rejected: 1 })
    expect((await w.call(own, 'GET', '/imports')).body.rows.map((r: { id: string }) => r.id)).toEqual([
      batch.id,
    ])
    const { body } = await upload(desk.agent, csvOf([row()]))
    expect((await w.call(own, 'GET', `/imports/${body.id}`)).status).toBe(404)
  })

  test('the same upload with its key is one import', async () => {
    const send = () =>
      w.call(desk.agent, 'POST', '/imports?kind=orders', csvOf([row()]), {
        'content-type': 'text/csv',
        'idempotency-key': 'import-once',
      })
    const [first, second] = [await send(), await send()]
    expect(second.body.id).toBe(first.body.id)
  })
})

test('so many orders do not hold the stock until the last of them is placed', () => {
  const facts = {
    state: 'checked',
    total: 6_000,
    accepted: 0,
    rejected: 0,
    duplicates: 0,
    pending: 6_000,
    preview: { orders: 5_001 },
  } as const
  expect(whyNotRun(facts, { policy: 'all_or_nothing', duplicates: 'skip' })).toBe('import.too_many_at_once')
  expect(whyNotRun(facts, { policy: 'good_rows', duplicates: 'skip' })).toBe(null)
  expect(
    whyNotRun({ ...facts, preview: { orders: 5_000 } }, { policy: 'all_or_nothing', duplicates: 'skip' }),
  ).toBe(null)
})
