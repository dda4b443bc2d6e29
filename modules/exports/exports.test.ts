import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { listSources } from '../../compose-lists.ts'
import { orderOf, shelf } from '#modules/orders/fixture.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { permissions } from '#modules/permissions.ts'
import { planned, sent, yard } from '#modules/shipments/fixture.ts'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'

const w = world()
const ZH = { 'accept-language': 'zh' }
const EN = { 'accept-language': 'en' }

const asked = (as: TestUser, list: string, body: object, headers: Record<string, string> = ZH) =>
  w.call(as, 'POST', `/lists/${list}/export`, body, headers)
const csv = async (as: TestUser, list: string, body: object, headers = ZH): Promise<string[][]> => {
  const { status, body: bytes } = await asked(as, list, { format: 'csv', ...body }, headers)
  expect(status).toBe(200)
  return parse(bytes, { bom: true }) as string[][]
}
async function sheetOf(as: TestUser, list: string, body: object) {
  const { body: bytes } = await asked(as, list, { format: 'xlsx', ...body })
  const { Workbook } = await import('@cj-tech-master/excelts')
  const book = new Workbook()
  await book.xlsx.load(bytes as never)
  const sheet = book.getWorksheet('1')
  if (!sheet) throw new Error('no sheet')
  return sheet
}

test('a file has the rows, the order and the columns that the list shows, in the person’s language', async () => {
  const { customerId } = await w.committed(async (ctx) => {
    const goods = await shelf(ctx, { onHand: 500, priceMinor: 123_456 })
    for (let i = 0; i < 3; i += 1)
      await placeOrder(ctx, orderOf(goods, { externalRef: `R${i}`, notDuplicate: true, urgent: i === 1 }))
    return goods
  })
  const user = await w.user(['order.read'])
  const search = `customerId=${customerId}&sort=number`
  const columns = ['amount', 'number', 'state', 'nonsense']
  const { rows } = (await w.call(user, 'GET', `/orders?${search}`)).body
  const [head, ...lines] = await csv(user, 'orders', { search, columns })
  expect(head).toEqual(['金额', '订单号', '状态'])
  expect(lines).toEqual(
    rows.map((o: { number: string; urgent: boolean }) => [
      '¥1,234.56',
      o.number,
      o.urgent ? '已受理 加急' : '已受理',
    ]),
  )
  expect((await csv(user, 'orders', { search, columns }, EN))[0]).toEqual(['Amount', 'Order', 'State'])

  const sheet = await sheetOf(user, 'orders', { search, columns: ['number', 'placed', 'lines', 'amount'] })
  expect([1, 2, 3, 4].map((i) => sheet.getRow(1).getCell(i).value)).toEqual([
    '订单号',
    '下单时间',
    '行数',
    '金额',
  ])
  const cells = [1, 2, 3, 4].map((i) => sheet.getRow(2).getCell(i))
  expect(cells.map((cell) => (cell.value instanceof Date ? 'date' : typeof cell.value))).toEqual([
    'string',
    'date',
    'number',
    'number',
  ])
  expect(cells[3]?.value).toBe(1234.56)
  // The clock on the wall in Shanghai, eight hours ahead.
  expect(Number(cells[1]?.value) - Date.parse(rows[0].placedAt)).toBeGreaterThan(7.9 * 3_600_000)
})

test('nothing in a file is a formula, long digits stay as they are', async () => {
  await w.committed(async (ctx) => {
    const goods = await shelf(ctx)
    await ctx.db.run(
      sql`update party set name = '=cmd|calc', external_ref = '123456789012345678' where tenant_id = ${ctx.tenant.id} and id = ${goods.customerId}`,
    )
  })
  const user = await w.user(['customer.read'])
  const lines = await csv(user, 'customers', { search: 'search=cmd', columns: ['name', 'ref'] })
  expect(lines[1]).toEqual(["'=cmd|calc", "'123456789012345678"])
  const sheet = await sheetOf(user, 'customers', { search: 'search=cmd', columns: ['name', 'ref'] })
  expect(sheet.getCell('A2').value).toBe("'=cmd|calc")
  expect(sheet.getCell('B2').value).toBe('123456789012345678')
})

test('the permission, the scopes and the masks of the list hold for its file', async () => {
  const { customerId } = await w.committed(async (ctx) => {
    const goods = await shelf(ctx)
    await placeOrder(ctx, orderOf(goods, { notDuplicate: true }))
    return goods
  })
  expect((await asked(await w.user([]), 'orders', { format: 'csv' })).status).toBe(403)
  expect((await asked(await w.user(['order.read']), 'nonsense', { format: 'csv' })).body.code).toBe(
    'view.no_such_list',
  )
  const bound = await w.user(['order.read'], { scopes: { customer: [customerId] } })
  expect((await csv(bound, 'orders', {})).length).toBe(2)
})

test('every list can be exported, each of its columns with a value for every row', async () => {
  await w.committed(async (ctx) => {
    const goods = await yard(ctx, { products: 2, warehouses: 2 })
    await sent(ctx, goods)
    await planned(ctx, goods)
    await placeOrder(
      ctx,
      orderOf(goods, { lines: [{ productId: goods.productId, quantity: 5_000 }], notDuplicate: true }),
    )
  })
  const user = await w.user(Object.keys(permissions))
  for (const { name, fields } of listSources) {
    const lines = await csv(user, name, {})
    expect([name, lines[0]]).toEqual([name, fields.map((field) => field.title.zh)])
    expect(lines.flat().join(' ')).not.toMatch(/\[object|undefined|NaN/)
  }
}, 120_000)
