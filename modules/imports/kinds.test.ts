import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { contentsOf, done, importDesk, runIn, uploadTo } from './fixture.ts'
import type { ImportKind } from './kind-names.ts'

const w = world()
const desk = importDesk(w)

const csv = (rows: (string | number)[][]) =>
  Buffer.from(rows.map((cells) => cells.map((cell) => `"${String(cell)}"`).join(',')).join('\n'))

type Given = { kind: ImportKind; rows: (string | number)[][]; duplicates?: string; constants?: object }

async function checked(as: TestUser, { kind, rows, duplicates, constants }: Given) {
  const { status, body } = await uploadTo(w, as, csv(rows), { kind, name: `${kind}.csv` })
  expect(status, JSON.stringify(body)).toBe(200)
  if (duplicates || constants) {
    const mapped = await w.call(as, 'PUT', `/imports/${body.id}/mapping`, {
      fields: body.mapping,
      duplicates: duplicates ?? body.duplicates,
      ...(constants ? { constants } : {}),
    })
    expect(mapped.status, JSON.stringify(mapped.body)).toBe(200)
  }
  const answer = await done(w, as, { id: body.id, what: 'check' })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const rowsOf = async (as: TestUser, id: string) => (await w.call(as, 'GET', `/imports/${id}/rows`)).body.rows
const problems = async (as: TestUser, id: string) =>
  (await rowsOf(as, id)).map((row: { problems: { code: string }[] }) =>
    row.problems.map((one) => one.code).join(),
  )
const undo = async (as: TestUser, id: string) =>
  (await done(w, as, { id, what: 'undo', body: { policy: 'what_can_be' } })).body
const manager = () => w.user({ role: 'manager' })

describe('products', () => {
  test('new ones with substitutes of the same file; repeated and wrong rows; undo leaves nothing', async () => {
    const as = await manager()
    const before = await contentsOf(w)
    const batch = await checked(as, {
      kind: 'products',
      rows: [
        ['商品编码', '商品名称', '单价', '重量', '条码', '替代品', '原创建人', '原创建时间'],
        ['P-1', '甲', '12.50', '500g', '690001', 'P-2;P-3', '老李', '2024/3/1 9:30'],
        ['P-2', '乙', '¥1,000', '1.5', '', '', '', ''],
        ['P-1', '甲甲', '1', '', '', '', '', ''],
        ['P-3', '', '1', '', '', '', '', ''],
        ['P-4', '丁', 'abc', '', '', '', '', ''],
        ['P-5', '戊', '', '', '690001', '', '', ''],
      ],
    })
    expect(batch.counts).toMatchObject({ new: 2, duplicate: 1, rejected: 3 })
    expect(await problems(as, batch.id)).toEqual([
      '',
      '',
      'row.repeated',
      'row.missing',
      'row.unreadable',
      'product.barcode_taken',
    ])
    expect(await contentsOf(w)).toEqual(before)
    const run = await runIn(w, as, { id: batch.id })
    expect(run).toMatchObject({ state: 'done', records: 2, counts: { imported: 2 } })
    const [first, second] = await rowsOf(as, batch.id)
    expect(first.problems.map((one: { code: string }) => one.code)).toEqual(['product.no_substitute'])
    const { body } = await w.call(as, 'GET', `/products/${first.record.id}`)
    expect(body).toMatchObject({ sku: 'P-1', name: '甲', priceMinor: 1250, weightG: 500, barcode: '690001' })
    expect(body.substitutes.map((one: { id: string }) => one.id)).toEqual([second.record.id])
    const origin = await w.committed((ctx) =>
      ctx.db.one(
        sql<{ data: object; actor_name: string }>`
        select data, actor_name from event where tenant_id = ${ctx.tenant.id} and subject_id = ${first.record.id} and type = 'import.origin'`,
      ),
    )
    expect(origin).toEqual({
      data: { kind: 'products', author: '老李', createdAt: '2024-03-01T01:30:00.000Z' },
      actor_name: '测试员',
    })
    expect(await undo(as, batch.id)).toMatchObject({ state: 'undone', counts: { undone: 2 } })
    expect(await contentsOf(w)).toEqual(before)
  })

  test('the four ways with what is there, and the exact way back', async () => {
    const as = await manager()
    const made = await w.call(as, 'POST', '/products', {
      sku: 'U-1',
      name: '原名',
      category: '旧类',
      priceMinor: 100,
    })
    expect(made.status).toBe(200)
    const before = await contentsOf(w)
    const rows = [
      ['SKU', '名称', '类别', '单价'],
      ['U-1', '新名', '', '2'],
      ['U-2', '另一个', '', ''],
    ]
    const skip = await checked(as, { kind: 'products', rows })
    expect([skip.duplicates, skip.counts.duplicate, skip.counts.new]).toEqual(['skip', 1, 1])
    const refused = await checked(as, { kind: 'products', rows, duplicates: 'refuse' })
    expect(refused.counts).toMatchObject({ rejected: 1, new: 1 })
    const filled = await checked(as, { kind: 'products', rows, duplicates: 'update_filled' })
    expect((await rowsOf(as, filled.id))[0].changes).toEqual([
      { field: 'name', from: '原名', to: '新名' },
      { field: 'price', from: '1.00', to: '2.00' },
    ])
    const all = await checked(as, { kind: 'products', rows, duplicates: 'update_all' })
    expect(all.counts).toMatchObject({ changed: 1, new: 1 })
    expect((await rowsOf(as, all.id))[0].changes).toContainEqual({ field: 'category', from: '旧类', to: '' })
    await runIn(w, as, { id: all.id, policy: 'all_or_nothing' })
    expect((await w.call(as, 'GET', `/products/${made.body.id}`)).body).toMatchObject({
      name: '新名',
      category: '',
      priceMinor: 200,
      version: 2,
    })
    const same = await checked(as, { kind: 'products', rows, duplicates: 'update_all' })
    expect(same.counts).toMatchObject({ same: 2 })
    expect(await undo(as, all.id)).toMatchObject({ state: 'undone' })
    expect(await contentsOf(w)).toEqual(before)
  })

  test('what was changed or used since stays, with the reason; the other rows go', async () => {
    const as = await manager()
    const batch = await checked(as, {
      kind: 'products',
      rows: [['SKU', '名称'], ...['K-1', 'K-2', 'K-3'].map((sku) => [sku, sku])],
    })
    await runIn(w, as, { id: batch.id })
    const rows = await rowsOf(as, batch.id)
    await w.call(as, 'PUT', `/products/${rows[0].record.id}`, { sku: 'K-1', name: '改过', version: 1 })
    await w.call(as, 'POST', '/stock/adjustments', {
      warehouseId: desk.goods.warehouseIds[0],
      reason: 'found',
      lines: [{ productId: rows[1].record.id, change: 5 }],
    })
    const refused = await done(w, as, { id: batch.id, what: 'undo', body: {} })
    expect(refused.body).toMatchObject({
      state: 'done',
      kept: 2,
      problem: { code: 'import.kept' },
      counts: { imported: 3 },
    })
    expect(await undo(as, batch.id)).toMatchObject({
      state: 'done',
      kept: 2,
      counts: { imported: 2, undone: 1 },
    })
    expect(await problems(as, batch.id)).toEqual(['undo.worked_on', 'undo.in_use', ''])
  })

  test('a mapping is remembered for the person and offered to colleagues', async () => {
    const [as, colleague] = [await manager(), await manager()]
    const rows = [
      ['甲列', '乙列'],
      ['R-1', '名'],
    ]
    const first = (await uploadTo(w, as, csv(rows), { kind: 'products' })).body
    expect([first.mapping, first.rememberedFrom]).toEqual([{}, null])
    await w.call(as, 'PUT', `/imports/${first.id}/mapping`, {
      fields: { sku: '甲列', name: '乙列' },
      duplicates: 'update_filled',
    })
    for (const user of [as, colleague]) {
      const { body } = await uploadTo(w, user, csv(rows), { kind: 'products' })
      expect(body).toMatchObject({
        mapping: { sku: '甲列', name: '乙列' },
        duplicates: 'update_filled',
        rememberedFrom: '测试员',
      })
    }
  })
})

describe('customers', () => {
  const HEAD = ['外部编号', '客户名称', '角色', '等级', '网点', '详细地址', '联系人', '电话', '邮箱']
  const place = '广东省广州市天河区天河路 1 号'

  test('with sites and contacts in rows of their own; undo leaves nothing', async () => {
    const as = await manager()
    await w.catchUp()
    const before = await contentsOf(w)
    const batch = await checked(as, {
      kind: 'customers',
      rows: [
        HEAD,
        ['E-1', '甲公司', '发货方、付款方', 'A', '总部', place, '王五', '13800000001', 'W@Example.com'],
        ['E-1', '甲公司', '', '', '二仓', place, '赵六', '13800000002', ''],
        ['E-2', '乙公司', '', 'Z', '', '', '', '', ''],
        ['E-3', '', '', '', '', '', '', '', ''],
        ['E-4', '丁公司', '', '', '', '', '', '13800000003', ''],
        ['E-5', '戊公司', '', '', '', '火星路', '', '', ''],
      ],
    })
    expect(batch.counts).toMatchObject({ new: 2, rejected: 4 })
    expect(await problems(as, batch.id)).toEqual([
      '',
      '',
      'customer.class_unknown',
      'row.missing',
      'row.missing',
      'customer.invalid,customer.invalid',
    ])
    const run = await runIn(w, as, { id: batch.id })
    expect(run).toMatchObject({ state: 'done', records: 1 })
    const [row] = await rowsOf(as, batch.id)
    expect(JSON.stringify(row)).not.toContain('13800000001')
    const { body } = await w.call(as, 'GET', `/customers/${row.record.id}`)
    expect(body).toMatchObject({
      name: '甲公司',
      roles: ['shipper', 'payer'],
      classKey: 'A',
      externalRef: 'E-1',
    })
    expect(body.sites.map((one: { name: string; province: string }) => [one.name, one.province])).toEqual([
      ['总部', '44'],
      ['二仓', '44'],
    ])
    expect(body.contacts).toHaveLength(2)
    expect(await undo(as, batch.id)).toMatchObject({ state: 'undone' })
    expect(await contentsOf(w)).toEqual(before)
  })

  test('updates properties, addresses and contacts, adds what is new, and goes back exactly', async () => {
    const as = await manager()
    const head = HEAD.filter((name) => name !== '等级')
    const first = await checked(as, {
      kind: 'customers',
      rows: [head, ['F-1', '老名', '', '总部', place, '王五', '13800000001', '']],
    })
    await runIn(w, as, { id: first.id })
    const before = await contentsOf(w)
    const rows = [
      head,
      ['F-1', '新名', '发货方、收货方', '总部', '广东省深圳市南山区科技路 2 号', '王五', '13900000009', ''],
      ['F-1', '新名', '', '分部', place, '孙七', '13800000008', ''],
    ]
    const batch = await checked(as, { kind: 'customers', rows, duplicates: 'update_filled' })
    expect(batch.counts).toMatchObject({ changed: 2 })
    const [changed, added] = await rowsOf(as, batch.id)
    expect(changed.changes.map((one: { field: string }) => one.field)).toEqual([
      'name',
      'roles',
      'street',
      'contactPhone',
    ])
    expect(added.changes.map((one: { field: string }) => one.field)).toEqual(['siteName', 'contactName'])
    expect(JSON.stringify(changed.changes)).not.toContain('13900000009')
    await runIn(w, as, { id: batch.id, policy: 'all_or_nothing' })
    const again = await checked(as, { kind: 'customers', rows, duplicates: 'update_filled' })
    expect(again.counts).toMatchObject({ same: 2 })
    expect(await undo(as, batch.id)).toMatchObject({ state: 'undone' })
    expect(await contentsOf(w)).toEqual(before)
  })

  test('who sees only a part of the company brings in no customers; who may not manage them neither', async () => {
    const bound = await w.user({ role: 'manager' }, { scopes: { customer: [desk.goods.customerId] } })
    const bytes = csv([HEAD, ['G-1', '己', '', '', '', '', '', '', '']])
    expect((await uploadTo(w, bound, bytes, { kind: 'customers' })).body.code).toBe('import.own_wide_only')
    expect((await uploadTo(w, desk.agent, bytes, { kind: 'customers' })).status).toBe(403)
    const as = await manager()
    const { body } = await uploadTo(w, as, bytes, { kind: 'customers' })
    const blind = await w.user(['import.run', 'order.create'])
    expect((await w.call(blind, 'GET', `/imports/${body.id}`)).status).toBe(404)
  })
})

describe('stock', () => {
  test('counts, receipts and changes; what is set aside stays; undo leaves stock as it was', async () => {
    const as = await manager()
    const [sku = '', other = ''] = desk.goods.skus
    const { code } = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          code: string
        }>`select code from warehouse where tenant_id = ${ctx.tenant.id} and id = ${desk.goods.warehouseIds[0]}`,
      ),
    )
    await w.call(as, 'POST', '/products', { sku: 'S-NEW', name: '新品' })
    const before = await contentsOf(w)
    const batch = await checked(as, {
      kind: 'stock',
      constants: { warehouse: code, reason: 'count' },
      rows: [
        ['商品编码', '实盘数量', '入库数量', '变动数量', '原因'],
        [sku, '1500', '', '', ''],
        [other, '', '20', '', ''],
        [other, '', '', '-5', '损坏'],
        ['S-NEW', '7', '', '', '期初库存'],
        [sku, '1400', '', '', ''],
        ['NOPE', '1', '', '', ''],
        [other, '', '', '-9999999', ''],
        [other, '1', '2', '', ''],
      ],
    })
    expect(batch.counts).toMatchObject({ changed: 3, new: 1, rejected: 4 })
    expect(await problems(as, batch.id)).toEqual([
      '',
      '',
      '',
      '',
      'row.repeated',
      'stock.no_product',
      'stock.below_reserved',
      'stock.one_quantity',
    ])
    await runIn(w, as, { id: batch.id })
    const rows = await rowsOf(as, batch.id)
    expect(
      rows.slice(0, 3).map((row: { changes: { from: string; to: string }[] }) => row.changes[0]),
    ).toEqual([
      { field: 'counted', from: '2000', to: '1500' },
      { field: 'counted', from: '2000', to: '2020' },
      { field: 'counted', from: '2020', to: '2015' },
    ])
    expect(await undo(as, batch.id)).toMatchObject({ state: 'undone', counts: { undone: 4 } })
    const after = await contentsOf(w)
    // The ledger of movements keeps what was booked and the opposite.
    expect({ ...after, stock_movement: '' }).toEqual({ ...before, stock_movement: '' })
  })
})

describe('shipments', () => {
  test('tracking numbers for planned ones, and shipments of the past; undo takes both back', async () => {
    const as = await manager()
    const [sku = ''] = desk.goods.skus
    const order = await w.call(as, 'POST', '/orders', {
      channel: 'form',
      customerNumber: desk.customer.number,
      address: { country: 'CN', province: '44', city: '4401', street: '天河路 1 号' },
      consigneeName: '李',
      consigneePhone: '13812345678',
      lines: [{ sku, quantity: 2 }],
    })
    expect(order.status, JSON.stringify(order.body)).toBe(200)
    await w.catchUp()
    const carrier = await w.call(as, 'POST', '/customers', { name: '顺丰', roles: ['carrier'] })
    expect(carrier.status).toBe(200)
    const { code } = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          code: string
        }>`select code from warehouse where tenant_id = ${ctx.tenant.id} and id = ${desk.goods.warehouseIds[0]}`,
      ),
    )
    const before = await contentsOf(w)
    const { number } = desk.customer
    const batch = await checked(as, {
      kind: 'shipments',
      constants: { warehouse: code },
      rows: [
        ['订单号', '客户编号', '客户单号', '承运商', '运单号', '商品编码', '数量', '发出时间', '签收时间'],
        [order.body.number, '', '', '顺丰', 'sf1', '', '', '', ''],
        ['', number, 'OLD-1', '顺丰', 'SF2', sku, '3', '2026-01-02 10:00', '2026-01-04'],
        ['', number, 'OLD-1', '顺丰', 'SF2', desk.goods.skus[1] ?? '', '1', '', ''],
        ['', number, 'OLD-2', '顺丰', 'SF3', sku, '3', '', ''],
        ['SO-NONE', '', '', '顺丰', 'SF4', '', '', '', ''],
        [order.body.number, '', '', '无名', 'SF5', '', '', '', ''],
      ],
    })
    expect(await problems(as, batch.id)).toEqual([
      '',
      '',
      '',
      'shipment.no_order',
      'shipment.no_order',
      'shipment.no_carrier',
    ])
    expect(batch.counts).toMatchObject({ changed: 1, new: 2, rejected: 3 })
    await runIn(w, as, { id: batch.id })
    await w.catchUp()
    const [planned, past] = await rowsOf(as, batch.id)
    expect((await w.call(as, 'GET', `/shipments/${planned.record.id}`)).body).toMatchObject({
      waybill: 'SF1',
      state: 'planned',
      carrier: { name: '顺丰' },
    })
    expect((await w.call(as, 'GET', `/shipments/${past.record.id}`)).body).toMatchObject({
      waybill: 'SF2',
      state: 'delivered',
    })
    const again = await checked(as, {
      kind: 'shipments',
      rows: [
        ['客户编号', '客户单号', '承运商', '运单号', '商品编码', '数量', '发出时间', '发货仓库'],
        [number, 'OLD-9', '顺丰', 'SF2', sku, '3', '2026-01-02 10:00', code],
      ],
    })
    expect(again.counts).toMatchObject({ duplicate: 1 })
    expect(await undo(as, batch.id)).toMatchObject({ state: 'undone' })
    await w.catchUp()
    expect(await contentsOf(w)).toEqual(before)
  })
})
