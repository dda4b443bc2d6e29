import { Workbook } from '@cj-tech-master/excelts'
import { expect, test } from 'vitest'
import { world } from '#platform/testing/world.ts'
import { waitingPath } from '#platform/files.ts'
import { rm } from 'node:fs/promises'
import { HEADINGS, done, importDesk, rowOf, uploadTo, work } from './fixture.ts'

const w = world()
const desk = importDesk(w)

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const upload = async (book: Workbook) =>
  (
    await uploadTo(w, desk.agent, Buffer.from(await book.xlsx.writeBuffer()), {
      name: '订单.xlsx',
      type: XLSX,
    })
  ).body
const check = async (id: string) => (await done(w, desk.agent, { id, what: 'check' })).body
const choose = (id: string, sheet: string) => w.call(desk.agent, 'PUT', `/imports/${id}/sheet`, { sheet })
const problemsOf = async (id: string): Promise<string[]> => {
  const { body } = await w.call(desk.agent, 'GET', `/imports/${id}/rows?outcome=rejected`)
  return body.rows.flatMap((one: { problems: { message: string }[] }) =>
    one.problems.map((problem) => problem.message),
  )
}

test('one order of several lines whose customer, reference and address are merged comes in with all of its lines', async () => {
  const book = new Workbook()
  const sheet = book.addWorksheet('订单')
  sheet.addRow(['11 月发货计划'])
  sheet.addRow(HEADINGS)
  sheet.addRow(rowOf(desk, { 客户单号: 'MERGED-1', 商品编码: desk.goods.skus[0] ?? '', 数量: '１，２00' }))
  for (const [sku, quantity] of [
    [desk.goods.skus[1] ?? '', 2],
    [desk.goods.skus[2] ?? '', 3],
  ] as const)
    sheet.addRow(HEADINGS.map((name) => (name === '商品编码' ? sku : name === '数量' ? quantity : null)))
  for (const letter of 'ABEFGHIJKL') sheet.mergeCells(`${letter}3:${letter}5`)
  sheet.mergeCells('A1:L1')
  const made = await upload(book)
  expect(made).toMatchObject({ state: 'uploaded', total: 3, sheets: ['订单'], sheet: '订单' })
  expect(await check(made.id)).toMatchObject({ counts: { new: 3, rejected: 0 } })
  const ran = await done(w, desk.agent, { id: made.id, what: 'run', body: { policy: 'good_rows' } })
  expect(ran.body).toMatchObject({ state: 'done', records: 1, counts: { imported: 3 } })
  const orders = await w.call(desk.agent, 'GET', '/orders?search=MERGED-1')
  const order = await w.call(desk.agent, 'GET', `/orders/${orders.body.rows[0].id}`)
  expect(order.body.lines.map((line: { quantity: number }) => line.quantity)).toEqual([1_200, 2, 3])
})

test('another sheet of the workbook is read in place of the one that was guessed, until rows came in or the file is gone', async () => {
  const book = new Workbook()
  for (const [name, ref] of [
    ['十一月', 'NOV'],
    ['十二月', 'DEC'],
  ] as const) {
    const sheet = book.addWorksheet(name)
    sheet.addRow(HEADINGS)
    sheet.addRow(rowOf(desk, { 客户单号: `${ref}-1` }))
    if (ref === 'DEC') sheet.addRow(rowOf(desk, { 客户单号: `${ref}-2` }))
  }
  const { id, ...made } = await upload(book)
  expect(made).toMatchObject({ sheets: ['十一月', '十二月'], sheet: '十一月', total: 1 })
  await check(id)
  expect((await choose(id, '一月')).body.code).toBe('import.sheet_unknown')
  expect((await choose(id, '十二月')).body).toMatchObject({ state: 'reading', sheet: '十二月' })
  await work(w)
  expect((await w.call(desk.agent, 'GET', `/imports/${id}`)).body).toMatchObject({
    state: 'uploaded',
    sheet: '十二月',
    total: 2,
    counts: { unchecked: 2, new: 0 },
  })
  await check(id)
  await rm(waitingPath(w.tenant.id, id))
  expect((await choose(id, '十一月')).body.code).toBe('import.file_gone')
  await done(w, desk.agent, { id, what: 'run', body: { policy: 'good_rows' } })
  expect((await choose(id, '十一月')).body.code).toBe('import.started')
})

test('what a spreadsheet made of cells is said in words: failed formulas, shortened numbers, days of two readings', async () => {
  const book = new Workbook()
  const sheet = book.addWorksheet('1')
  sheet.addRow(HEADINGS)
  for (const over of [
    { 收货人: '#N/A' },
    { 客户单号: '2.02611E+11' },
    { 要求送达日期: '3-5-2027' },
    { 要求送达日期: '46500' },
  ])
    sheet.addRow(rowOf(desk, over))
  const days = [new Date(Date.UTC(2027, 2, 5)), '2027年3月5日', '2027/3/5', '２０２７－０３－０５']
  for (const day of days) {
    const cells: (string | Date)[] = [...rowOf(desk)]
    cells[HEADINGS.indexOf('要求送达日期')] = day
    sheet.addRow(cells)
  }
  const made = await upload(book)
  expect(await check(made.id)).toMatchObject({ counts: { new: days.length, rejected: 4 } })
  const problems = await problemsOf(made.id)
  expect(problems).toEqual([
    expect.stringContaining('出错的公式'),
    expect.stringContaining('缩写的长数字'),
    expect.stringContaining('3 月 5 日或 5 月 3 日'),
    expect.stringContaining('日期序号'),
  ])
})
