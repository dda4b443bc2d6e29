import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { shelf } from '#modules/orders/fixture.ts'
import { pickShipment } from '#modules/shipments/work.ts'
import { sql } from '#platform/db.ts'
import { exportTable } from '#platform/export.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { ALL_ROWS_MAX, whyNotRun } from './batch.ts'
import { noCounts } from './batch-store.ts'
import { stepBatch } from './steps.ts'
import { STEP_ORDERS } from './kind-orders.ts'
import {
  type Cells,
  checkedIn,
  contentsOf,
  csvOf,
  done,
  importDesk,
  rowOf,
  runIn,
  tableOf,
  uploadTo,
  work,
} from './fixture.ts'

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
    expect(batch).toMatchObject({ total: 7, counts: { rejected: 5, new: 2 }, preview: { orders: 2 } })
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
    const second = (
      await upload(desk.agent, csvOf([row({ 客户单号: 'T0' }), row({ 客户单号: 'T1', 数量: '2' })]))
    ).body
    await w.call(desk.agent, 'PUT', `/imports/${second.id}/mapping`, {
      fields: second.mapping,
      duplicates: 'refuse',
    })
    await done(w, desk.agent, { id: second.id, what: 'check' })
    await runAll(desk.agent, first.id)
    const before = await count()
    const { status, body } = await done(w, desk.agent, {
      id: second.id,
      what: 'run',
      body: { policy: 'all_or_nothing' },
    })
    expect([status, body.state, body.counts.imported, body.counts.rejected, body.problem.code]).toEqual([
      200,
      'checked',
      0,
      1,
      'import.turned_down',
    ])
    expect(await count()).toBe(before)
    expect(await runAll(desk.agent, second.id)).toMatchObject({
      state: 'done',
      counts: { imported: 1, rejected: 1 },
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
      constants: { customerNumber: desk.customer.number },
    })
    expect(mapped.body).toMatchObject({
      state: 'uploaded',
      constants: { customerNumber: desk.customer.number },
    })
    expect((await done(w, desk.agent, { id: body.id, what: 'check' })).body).toMatchObject({
      counts: { rejected: 0, new: 1 },
      preview: { orders: 1 },
    })
    const run = await runAll(desk.agent, body.id)
    const order = await w.call(desk.agent, 'GET', `/imports/${body.id}/rows`)
    expect(run.records).toBe(1)
    expect(order.body.rows[0].record.name).toMatch(/^SO/)

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
    await done(w, desk.agent, { id: batch.id, what: 'check' })
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
    const { body } = await done(w, desk.agent, { id: batch.id, what: 'undo', body: {} })
    expect([body.state, body.problem.code, body.kept, body.records]).toEqual(['done', 'import.kept', 1, 2])
    expect((await contents()).reservation).toEqual(before.reservation)
    const rest = await done(w, desk.agent, {
      id: batch.id,
      what: 'undo',
      body: { policy: 'what_can_be' },
    })
    expect(rest.body).toMatchObject({
      state: 'done',
      kept: 1,
      records: 1,
      counts: { imported: 1, undone: 1 },
    })
    const kept = await w.call(desk.agent, 'GET', `/imports/${batch.id}/rows?outcome=imported`)
    expect(kept.body.rows[0]).toMatchObject({
      record: { name: shipment.number },
      problems: [{ code: 'undo.order_shipping' }],
    })
  })

  test('an XLSX file of our own template', async () => {
    const template = await w.app.inject({
      method: 'GET',
      url: '/api/imports/template?format=csv',
      headers: { cookie: `nuoda_session=${desk.agent.cookie}` },
    })
    const [headings = [], example = []] = await tableOf(template.rawPayload)
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
      { name: 'x', columns: headings, rows: [example, headings.map((heading) => values[heading] ?? '')] },
      'xlsx',
    )
    const { status, body } = await upload(desk.agent, readFileSync(file.bytes.path), {
      name: 'a.xlsx',
      type: file.contentType,
    })
    expect(status).toBe(200)
    const batch = await done(w, desk.agent, { id: body.id, what: 'check' })
    expect(batch.body).toMatchObject({ format: 'xlsx', counts: { rejected: 1, new: 1 } })
    const { body: rows } = await w.call(desk.agent, 'GET', `/imports/${body.id}/rows?outcome=rejected`)
    expect(rows.rows[0].problems).toMatchObject([
      { code: 'row.example', message: '这是模板的示例行，请删除' },
    ])
  })
})

test('a run that is stopped in the middle keeps what it did, goes on where it stopped and places no row twice', async () => {
  const before = await count()
  const batch = await checked(
    desk.agent,
    Array.from({ length: 2 * STEP_ORDERS + 1 }, () => row({ 客户单号: '' })),
  )
  await w.call(desk.agent, 'POST', `/imports/${batch.id}/run`, { policy: 'good_rows' })
  await w.committed((ctx) => stepBatch(ctx, batch.id))
  const stopped = await w.call(desk.agent, 'POST', `/imports/${batch.id}/stop`)
  expect(stopped.body).toMatchObject({
    state: 'checked',
    counts: { imported: STEP_ORDERS, new: STEP_ORDERS + 1 },
    problem: { code: 'import.stopped' },
  })
  expect((await w.call(desk.agent, 'POST', `/imports/${batch.id}/stop`)).body.code).toBe('import.not_busy')
  await work(w)
  expect(await count()).toBe(before + STEP_ORDERS)
  const stopAfterStep = async (what: string, body?: object) => {
    await w.call(desk.agent, 'POST', `/imports/${batch.id}/${what}`, body)
    await w.committed((ctx) => stepBatch(ctx, batch.id))
    return (await w.call(desk.agent, 'POST', `/imports/${batch.id}/stop`)).body
  }
  // Columns cannot be mapped any more: the page must not be back there.
  expect(await stopAfterStep('check')).toMatchObject({
    state: 'done',
    counts: { imported: STEP_ORDERS, unchecked: STEP_ORDERS + 1 },
  })
  const rest = await done(w, desk.agent, { id: batch.id, what: 'check' })
  expect(rest.body).toMatchObject({ state: 'checked', counts: { new: STEP_ORDERS + 1 } })
  await runAll(desk.agent, batch.id)
  expect(await count()).toBe(before + 2 * STEP_ORDERS + 1)
  expect(await stopAfterStep('undo', { policy: 'what_can_be' })).toMatchObject({
    state: 'done',
    counts: { imported: STEP_ORDERS + 1, undone: STEP_ORDERS },
  })
  const undone = await done(w, desk.agent, { id: batch.id, what: 'undo', body: {} })
  expect([undone.body.state, await count()]).toEqual(['undone', before])
})

describe('who and what', () => {
  test('files that are none', async () => {
    expect((await upload(desk.agent, Buffer.from('x'), { type: 'image/png' })).status).toBe(400)
    const picture = await upload(desk.agent, Buffer.from('89504e470d0a1a0a00000000', 'hex'))
    expect([picture.body.state, picture.body.problem.code]).toEqual(['failed', 'import.file_type'])
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
    await done(w, desk.agent, { id: body.id, what: 'check' })
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
      ['POST', '/stop'],
      ['POST', '/undo', {}],
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
    expect(batch).toMatchObject({ counts: { new: 1, rejected: 1 } })
    expect((await w.call(own, 'GET', '/imports')).body.rows.map((r: { id: string }) => r.id)).toEqual([
      batch.id,
    ])
    const { body } = await upload(desk.agent, csvOf([row()]))
    expect((await w.call(own, 'GET', `/imports/${body.id}`)).status).toBe(404)
  })

  test('a customer’s own user need not say whose orders they are, and sees nobody’s mapping but its own', async () => {
    const heading = '客户单号,商品编码,数量,省份,城市,详细地址'
    const file = Buffer.from(`${heading}\nOWN-1,${desk.goods.skus[0]},2,广东省,深圳市,科技园南路 8 号\n`)
    const theirs = await upload(desk.agent, file)
    const { mapping: fields, duplicates } = theirs.body
    const mapping = { fields, duplicates, constants: { customerNumber: 'C-OTHER' } }
    expect((await w.call(desk.agent, 'PUT', `/imports/${theirs.body.id}/mapping`, mapping)).status).toBe(200)
    const own = await w.user(['import.run', 'order.create'], {
      scopes: { customer: [desk.goods.customerId] },
    })
    const { body } = await upload(own, file)
    expect(body).toMatchObject({ rememberedFrom: null, constants: { customerNumber: expect.any(String) } })
    const checkedNow = await done(w, own, { id: body.id, what: 'check' })
    expect(checkedNow.body).toMatchObject({ counts: { new: 1, rejected: 0 } })
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

test('what is left of a file that was begun cannot be all or nothing beyond one transaction', () => {
  const facts = (pending: number, imported = 0) => ({
    state: 'checked' as const,
    total: pending + imported,
    counts: { ...noCounts(), new: pending, imported },
  })
  const why = (pending: number, imported?: number) =>
    whyNotRun(facts(pending, imported), { policy: 'all_or_nothing' })
  expect(why(ALL_ROWS_MAX + 1)).toBe(null)
  expect(why(ALL_ROWS_MAX, 1)).toBe(null)
  expect(why(ALL_ROWS_MAX + 1, 1)).toBe('import.too_many_at_once')
  expect(whyNotRun(facts(ALL_ROWS_MAX + 1, 1), { policy: 'good_rows' })).toBe(null)
})
