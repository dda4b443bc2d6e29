import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Shelf, GUANGZHOU, MONDAY, shelf } from '#modules/orders/fixture.ts'
import { pickShipment } from '#modules/shipments/work.ts'
import { sql } from '#platform/db.ts'
import { exportTable } from '#platform/export.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { readTableOf } from './sheet-file.ts'

const w = world()
const ROWS = 500
const BAD = 37
/** The good rows: 232 pairs and halves of pairs, and the last. */
const ORDERS = 233
const SHORT_UNITS = 5

let goods: Shelf
let customer: { number: string; name: string }
let agent: TestUser

beforeAll(async () => {
  w.setNow(MONDAY)
  goods = await w.committed((ctx) => shelf(ctx, { products: 3, warehouses: 2, onHand: 2_000 }))
  customer = await w.committed((ctx) => ctx.db.one(sql<{ number: string; name: string }>`select number, name from party where tenant_id = ${ctx.tenant.id} and id = ${goods.customerId}`))
  agent = await w.user({ role: 'agent' })
})

const HEADINGS = ['客户编号', '客户单号', '商品编码', '数量', '要求送达日期', '收货人', '收货电话', '省份', '城市', '区县', '详细地址', '备注']
type Cells = Partial<Record<(typeof HEADINGS)[number], string>>

function row(over: Cells = {}): string[] {
  const cells: Cells = {
    客户编号: customer.number, 商品编码: goods.skus[0] ?? '', 数量: '1', 收货人: '李小明', 收货电话: '13812345678', 省份: '广东省', 城市: '广州市', 区县: '天河区', 详细地址: GUANGZHOU.street, ...over,
  }
  return HEADINGS.map((heading) => cells[heading] ?? '')
}

const csvOf = (rows: string[][]) => Buffer.from([HEADINGS, ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'))

const WRONG: Cells[] = [
  { 客户编号: 'nobody' }, { 商品编码: 'nothing' }, { 数量: '三' }, { 数量: '0' }, { 要求送达日期: '2026-11-01' }, { 要求送达日期: '下周' }, { 收货电话: 'abc' }, { 城市: '' }, { 省份: '火星省' }, { 详细地址: '' },
]

/** Rows of which BAD are wrong in ten ways, some belong to one order, and the last wants more than there is. */
function manyRows(prefix: string): string[][] {
  return Array.from({ length: ROWS }, (_, i) => {
    if (i < BAD) return row({ 客户单号: `${prefix}-B${i}`, ...WRONG[i % WRONG.length] })
    if (i === ROWS - 1) return row({ 客户单号: `${prefix}-Z`, 商品编码: goods.skus[2] ?? '', 数量: String(2 * 2_000 + SHORT_UNITS) })
    return row({ 客户单号: `${prefix}-${Math.floor(i / 2)}`, 商品编码: goods.skus[i % 2] ?? '' })
  })
}

const upload = (as: TestUser, bytes: Buffer | Uint8Array, { name = '订单.csv', type = 'text/csv' } = {}) =>
  w.call(as, 'POST', '/imports?kind=orders', Buffer.from(bytes), { 'content-type': type, 'x-file-name': encodeURIComponent(name) })

async function checked(as: TestUser, rows: string[][]) {
  const { status, body } = await upload(as, csvOf(rows))
  expect(status, JSON.stringify(body)).toBe(200)
  const answer = await w.call(as, 'POST', `/imports/${body.id}/check`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

async function runAll(as: TestUser, id: string, policy = 'good_rows') {
  const placed: number[] = []
  for (;;) {
    const { status, body } = await w.call(as, 'POST', `/imports/${id}/run`, { policy })
    expect(status, JSON.stringify(body)).toBe(200)
    placed.push(body.placed)
    if (body.batch.pending === 0 || body.placed === 0) return { placed: placed.reduce((a, b) => a + b, 0), batch: body.batch }
  }
}

const TABLES = ['stock', 'reservation', 'stock_movement', 'sales_order', 'order_line', 'order_allocation', 'order_hold', 'shortage', 'shipment', 'shipment_line', 'party', 'product'] as const

/** What stands in the tables an import touches, as one hash each. */
async function contents(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of TABLES) {
    const rows = await w.committed((ctx) => ctx.db.all(sql<{ row: string }>`select t::text as row from ${sql.ref(table)} t where t.tenant_id = ${ctx.tenant.id} order by 1`))
    found[table] = `${rows.length} ${createHash('sha256').update(rows.map((r) => r.row).join('\n')).digest('hex')}`
  }
  return found
}

const count = (what: 'orders' | 'openPromises' | 'countedPromises') => w.committed(async (ctx) => (await ctx.db.one(
  what === 'orders' ? sql<{ n: number }>`select count(*)::int as n from sales_order where tenant_id = ${ctx.tenant.id}`
    : what === 'openPromises' ? sql<{ n: number }>`select count(*)::int as n from promise where tenant_id = ${ctx.tenant.id} and watch_at is not null`
      : sql<{ n: number }>`select count(*)::int as n from kpi_fact_promise where tenant_id = ${ctx.tenant.id}`)).n)

describe('500 rows with 37 bad ones', () => {
  test('upload guesses the columns and masks persons', async () => {
    const { status, body } = await upload(agent, csvOf(manyRows('G')))
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'uploaded', fileName: '订单.csv', total: ROWS, pending: ROWS, accepted: 0, columns: HEADINGS, mapping: { customerNumber: '客户编号', externalRef: '客户单号', street: '详细地址' }, sameFile: null })
    expect(JSON.stringify(body)).not.toContain('13812345678')
    expect(JSON.stringify(body)).not.toContain('李小明')
    expect(body.samples).toHaveLength(5)
  })

  test('the dry run finds each bad row and places nothing', async () => {
    const before = await contents()
    const batch = await checked(agent, manyRows('D'))
    expect(batch).toMatchObject({ state: 'checked', rejected: BAD, pending: ROWS - BAD, duplicates: 0, accepted: 0, preview: { orders: ORDERS, shortOrders: 1, shortUnits: SHORT_UNITS, held: 0 } })
    expect(await contents()).toEqual(before)
    const { body } = await w.call(agent, 'GET', `/imports/${batch.id}/rows?outcome=rejected&limit=200`)
    expect(body.rows).toHaveLength(BAD)
    const columns = body.rows.slice(0, WRONG.length).map((r: { problems: { column: string }[] }) => r.problems[0]?.column)
    expect(columns).toEqual(['客户编号', '商品编码', '数量', '数量', '要求送达日期', '要求送达日期', '收货电话', '城市', '省份', '详细地址'])
    expect(body.rows[0]).toMatchObject({ rowNo: 2, outcome: 'rejected', order: null, problems: [{ code: 'order.invalid', message: '没有这个客户，请核对编号或先新建客户' }] })
    const second = await w.call(agent, 'GET', `/imports/${batch.id}/rows?outcome=rejected&limit=1`, undefined, { 'accept-language': 'en' })
    expect(second.body.rows[0].problems[0].message).toBe('There is no such customer. Check the number or add the customer first')
  })

  test('all or nothing refuses while rows are bad', async () => {
    const batch = await checked(agent, manyRows('A'))
    const { status, body } = await w.call(agent, 'POST', `/imports/${batch.id}/run`, { policy: 'all_or_nothing' })
    expect([status, body.code, body.details.rejected]).toEqual([409, 'import.has_bad_rows', BAD])
  })

  test('the good rows become orders once; undo leaves every table as it was', async () => {
    const before = await contents()
    const counted = await count('countedPromises')
    const batch = await checked(agent, manyRows('U'))
    const run = await runAll(agent, batch.id)
    expect(run).toMatchObject({ placed: ORDERS, batch: { state: 'done', accepted: ROWS - BAD, rejected: BAD, pending: 0, orders: ORDERS } })
    expect(await count('openPromises')).toBeGreaterThan(0)
    await w.catchUp()
    expect((await contents()).shipment).not.toEqual(before.shipment)

    expect(await runAll(agent, batch.id)).toMatchObject({ placed: 0 })
    const again = await checked(agent, manyRows('U'))
    expect(again).toMatchObject({ duplicates: ROWS - BAD, rejected: BAD, pending: 0, sameFile: { id: batch.id } })
    expect(await runAll(agent, again.id)).toMatchObject({ placed: 0, batch: { state: 'checked', accepted: 0 } })
    const refused = await w.call(agent, 'POST', `/imports/${again.id}/run`, { policy: 'good_rows', duplicates: 'refuse' })
    expect([refused.status, refused.body.code]).toEqual([409, 'import.has_duplicates'])
    expect((await w.call(agent, 'POST', `/imports/${again.id}/undo`)).body.code).toBe('import.nothing_to_undo')

    const { status, body } = await w.call(agent, 'POST', `/imports/${batch.id}/undo`)
    expect([status, body.state, body.orders, body.undoneBy?.id]).toEqual([200, 'undone', 0, agent.id])
    expect(await contents()).toEqual(before)
    expect(await count('openPromises')).toBe(0)
    expect(await count('countedPromises')).toBe(counted)
    await w.catchUp()
    expect(await contents()).toEqual(before)
    expect((await w.call(agent, 'POST', `/imports/${batch.id}/undo`)).body.code).toBe('import.undone')
    expect((await w.call(agent, 'POST', `/imports/${batch.id}/run`, { policy: 'good_rows' })).body.code).toBe('import.undone')
  })

  test('undo before anything was planned is as clean', async () => {
    const before = await contents()
    const batch = await checked(agent, manyRows('V').slice(BAD))
    expect(await runAll(agent, batch.id, 'all_or_nothing')).toMatchObject({ placed: ORDERS, batch: { state: 'done', rejected: 0 } })
    await w.call(agent, 'POST', `/imports/${batch.id}/undo`)
    await w.catchUp()
    expect(await contents()).toEqual(before)
  })

  test('the wrong rows come back as a file that can be corrected and uploaded', async () => {
    const batch = await checked(agent, manyRows('E'))
    const answer = await w.app.inject({ method: 'GET', url: `/api/imports/${batch.id}/errors`, headers: { cookie: `nuoda_session=${agent.cookie}`, 'accept-language': 'zh' } })
    expect(answer.statusCode).toBe(200)
    const table = await readTableOf(answer.rawPayload)
    expect(table[0]).toEqual([...HEADINGS, '行号', '错误原因'])
    expect(table.filter((cells) => cells.length > 1)).toHaveLength(BAD + 1)
    expect(table[1]?.slice(-2)).toEqual(['2', '客户编号：没有这个客户，请核对编号或先新建客户'])
    expect(table[1]).toContain('13812345678')
    const second = await checked(agent, table.slice(1).filter((cells) => cells.length > 1).map((cells) => [customer.number, ...cells.slice(1, HEADINGS.length)]))
    expect(second).toMatchObject({ total: BAD, pending: 4, rejected: BAD - 4 })
  })
})

describe('rows and orders', () => {
  test('rows of one order agree, and one bad row holds back the others of its order', async () => {
    const batch = await checked(agent, [
      row({ 客户单号: 'M1', 备注: '易碎' }), row({ 客户单号: 'M1', 商品编码: goods.skus[1] ?? '', 收货人: '', 备注: '' }), row({ 客户单号: 'M1', 收货人: '王五' }),
      row({ 客户单号: 'M2' }), row({ 客户单号: 'M2', 数量: 'x' }), row({}), row({}),
    ])
    expect(batch).toMatchObject({ total: 7, rejected: 5, pending: 2, preview: { orders: 2 } })
    const { body } = await w.call(agent, 'GET', `/imports/${batch.id}/rows`)
    expect(body.rows.map((r: { problems: { code: string }[] }) => r.problems.map((p) => p.code))).toEqual([['row.other_row'], ['row.other_row'], ['row.differs'], ['row.other_row'], ['row.unreadable'], [], []])
    expect(body.rows[2].problems[0].message).toBe('收货人与同一订单的第 2 行不一致')
  })

  test('a row whose order was taken meanwhile leaves nothing of an all-or-nothing run', async () => {
    const first = await checked(agent, [row({ 客户单号: 'T1' })])
    const second = await checked(agent, [row({ 客户单号: 'T0' }), row({ 客户单号: 'T1', 数量: '2' })])
    await runAll(agent, first.id)
    const before = await count('orders')
    const { status, body } = await w.call(agent, 'POST', `/imports/${second.id}/run`, { policy: 'all_or_nothing', duplicates: 'refuse' })
    expect([status, body.placed, body.batch.accepted, body.batch.duplicates]).toEqual([200, 0, 0, 1])
    expect(await count('orders')).toBe(before)
    expect(await runAll(agent, second.id)).toMatchObject({ placed: 1, batch: { state: 'done', accepted: 1, duplicates: 1 } })
  })

  test('customers by name, one for the whole file, and addresses in one piece', async () => {
    const headings = ['货号', '件数', '收货地址', '收件人']
    const bytes = Buffer.from([headings, [goods.skus[0], '2', '广东省广州市天河区天河路9号', '赵六']].map((cells) => cells.join('\t')).join('\n'))
    const { body } = await upload(agent, bytes)
    expect((await w.call(agent, 'POST', `/imports/${body.id}/check`)).body).toMatchObject({ code: 'import.mapping_incomplete', details: { fields: '客户编号' } })
    const mapped = await w.call(agent, 'PUT', `/imports/${body.id}/mapping`, { fields: body.mapping, customerNumber: customer.number })
    expect(mapped.body).toMatchObject({ state: 'uploaded', customerNumber: customer.number })
    expect((await w.call(agent, 'POST', `/imports/${body.id}/check`)).body).toMatchObject({ rejected: 0, pending: 1, preview: { orders: 1 } })
    const run = await runAll(agent, body.id)
    const order = await w.call(agent, 'GET', `/imports/${body.id}/rows`)
    expect(run.placed).toBe(1)
    expect(order.body.rows[0].order.number).toMatch(/^SO/)

    const twins = await w.committed((ctx) => ctx.db.one(sql<{ name: string }>`insert into party (tenant_id, id, number, name, roles) select tenant_id, gen_random_uuid(), number || 'x', name, roles from party where tenant_id = ${ctx.tenant.id} and id = ${goods.customerId} returning name`))
    const named = Buffer.from(`货主,货号,件数,收货地址\n${twins.name},${goods.skus[0]},1,广东省广州市天河路9号\n无此客户,${goods.skus[0]},1,广东省广州市天河路9号`)
    const batch = (await upload(agent, named)).body
    await w.call(agent, 'POST', `/imports/${batch.id}/check`)
    const rows = await w.call(agent, 'GET', `/imports/${batch.id}/rows`)
    expect(rows.body.rows.map((r: { problems: { code: string; column: string }[] }) => [r.problems[0]?.code, r.problems[0]?.column])).toEqual([['row.customer_ambiguous', '货主'], ['row.customer_unknown', '货主']])
  })

  test('orders that are being picked keep their import', async () => {
    const batch = await checked(agent, [row({ 客户单号: 'P1' }), row({ 客户单号: 'P2' })])
    await runAll(agent, batch.id)
    await w.catchUp()
    const before = await contents()
    const shipment = await w.committed(async (ctx) => {
      const found = await ctx.db.one(sql<{ id: string; line: string; number: string }>`
        select s.id, l.id as line, o.number from shipment s join shipment_line l on l.tenant_id = s.tenant_id and l.shipment_id = s.id join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
        where s.tenant_id = ${ctx.tenant.id} and o.batch_id = ${batch.id} order by o.number limit 1`)
      await pickShipment(ctx, { id: found.id, lines: [{ lineId: found.line, picked: 1 }] })
      return found
    })
    const { status, body } = await w.call(agent, 'POST', `/imports/${batch.id}/undo`)
    expect([status, body.code, body.details.count, body.details.numbers]).toEqual([409, 'import.orders_shipping', 1, shipment.number])
    expect((await contents()).reservation).toEqual(before.reservation)
    expect((await w.call(agent, 'GET', `/imports/${batch.id}`)).body).toMatchObject({ state: 'done', orders: 2 })
  })

  test('an XLSX file of our own template', async () => {
    const template = await w.app.inject({ method: 'GET', url: '/api/imports/template?format=csv', headers: { cookie: `nuoda_session=${agent.cookie}` } })
    const [headings = []] = await readTableOf(template.rawPayload)
    expect(headings.slice(0, 3)).toEqual(['客户编号', '客户名称', '客户单号'])
    const values: Record<string, string> = { 客户编号: customer.number, 商品编码: goods.skus[0] ?? '', 数量: '1', 省份: '广东省', 城市: '广州市', 详细地址: '天河路 1 号', 要求送达日期: '2026-11-30', 加急: '是' }
    const file = await exportTable({ name: 'x', columns: headings, rows: [headings.map((heading) => values[heading] ?? '')] }, 'xlsx')
    const { status, body } = await upload(agent, file.bytes, { name: 'a.xlsx', type: file.contentType })
    expect(status).toBe(200)
    const batch = await w.call(agent, 'POST', `/imports/${body.id}/check`)
    expect(batch.body).toMatchObject({ rejected: 0, pending: 1 })
  })
})

describe('who and what', () => {
  test('files that are none', async () => {
    expect((await upload(agent, Buffer.from('x'), { type: 'image/png' })).status).toBe(400)
    const picture = await upload(agent, Buffer.from('89504e470d0a1a0a00000000', 'hex'))
    expect([picture.status, picture.body.code]).toEqual([422, 'import.file_type'])
    expect((await w.call(agent, 'POST', '/imports?kind=cats', Buffer.from('a'), { 'content-type': 'text/csv' })).status).toBe(400)
  })

  test('columns that are not in the file, or used twice', async () => {
    const { body } = await upload(agent, csvOf([row()]))
    const { status, body: problem } = await w.call(agent, 'PUT', `/imports/${body.id}/mapping`, { fields: { sku: '商品编码', quantity: '没有', street: '商品编码' } })
    expect([status, problem.fields.map((f: { path: string }) => f.path)]).toEqual([400, ['fields.quantity', 'fields.street']])
    expect((await w.call(agent, 'POST', `/imports/${body.id}/run`, { policy: 'good_rows' })).body.code).toBe('import.not_checked')
  })

  test('nobody without the permission, nobody of another company', async () => {
    const { body } = await upload(agent, csvOf([row()]))
    const reader = await w.user(['order.read'])
    expect((await upload(reader, csvOf([row()]))).status).toBe(403)
    expect((await w.call(reader, 'GET', '/imports')).status).toBe(403)
    const importer = await w.user(['import.run'])
    await w.call(agent, 'POST', `/imports/${body.id}/check`)
    expect((await w.call(importer, 'POST', `/imports/${body.id}/run`, { policy: 'good_rows' })).status).toBe(403)
    const foreigner = await w.user({ role: 'manager' }, { tenant: w.foreign })
    for (const [method, path, sent] of [['GET', ''], ['GET', '/rows'], ['GET', '/errors'], ['PUT', '/mapping', { fields: {} }], ['POST', '/check'], ['POST', '/run', { policy: 'good_rows' }], ['POST', '/undo']] as const) {
      expect((await w.call(foreigner, method, `/imports/${body.id}${path}`, sent)).status, path).toBe(404)
    }
    expect((await w.call(foreigner, 'GET', '/imports')).body.rows).toEqual([])
    expect((await w.call(agent, 'GET', '/imports?limit=2')).body.rows).toHaveLength(2)
  })

  test('a customer’s own user imports for that customer only and sees own imports only', async () => {
    const other = await w.committed((ctx) => shelf(ctx, { products: 1, onHand: 10 }))
    const number = await w.committed(async (ctx) => (await ctx.db.one(sql<{ number: string }>`select number from party where tenant_id = ${ctx.tenant.id} and id = ${other.customerId}`)).number)
    const own = await w.user(['import.run', 'order.create'], { scopes: { customer: [goods.customerId] } })
    const batch = await checked(own, [row(), row({ 客户编号: number })])
    expect(batch).toMatchObject({ pending: 1, rejected: 1 })
    expect((await w.call(own, 'GET', '/imports')).body.rows.map((r: { id: string }) => r.id)).toEqual([batch.id])
    const { body } = await upload(agent, csvOf([row()]))
    expect((await w.call(own, 'GET', `/imports/${body.id}`)).status).toBe(404)
  })

  test('the same upload with its key is one import', async () => {
    const send = () => w.call(agent, 'POST', '/imports?kind=orders', csvOf([row()]), { 'content-type': 'text/csv', 'idempotency-key': 'import-once' })
    const [first, second] = [await send(), await send()]
    expect(second.body.id).toBe(first.body.id)
  })
})
