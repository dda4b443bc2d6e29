import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import {
  type Cells,
  HEADINGS,
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
const ROWS = 500
const BAD = 37
/** The good rows: 232 pairs and halves of pairs, and the last. */
const ORDERS = 233
const SHORT_UNITS = 5

const WRONG: Cells[] = [
  { 客户编号: 'nobody' },
  { 商品编码: 'nothing' },
  { 数量: '三' },
  { 数量: '0' },
  { 要求送达日期: '2026-11-01' },
  { 要求送达日期: '下周' },
  { 收货电话: 'abc' },
  { 城市: '' },
  { 省份: '火星省' },
  { 详细地址: '' },
]

/** Rows of which BAD are wrong in ten ways, some belong to one order, and the last wants more than there is. */
function manyRows(prefix: string): string[][] {
  return Array.from({ length: ROWS }, (_, i) => {
    if (i < BAD) return row({ 客户单号: `${prefix}-B${i}`, ...WRONG[i % WRONG.length] })
    if (i === ROWS - 1)
      return row({
        客户单号: `${prefix}-Z`,
        商品编码: desk.goods.skus[2] ?? '',
        数量: String(2 * 2_000 + SHORT_UNITS - 1),
      })
    // One step of the check takes a unit, the next one finds the rest.
    if (i === BAD) return row({ 客户单号: `${prefix}-A`, 商品编码: desk.goods.skus[2] ?? '' })
    return row({ 客户单号: `${prefix}-${Math.floor(i / 2)}`, 商品编码: desk.goods.skus[i % 2] ?? '' })
  })
}

const upload = (as: TestUser, bytes: Buffer | Uint8Array, file?: { name?: string; type?: string }) =>
  uploadTo(w, as, bytes, file)
const checked = (as: TestUser, rows: string[][]) => checkedIn(w, as, rows)
const runAll = (as: TestUser, id: string, policy?: string) =>
  runIn(w, as, { id, ...(policy ? { policy } : {}) })
const contents = () => contentsOf(w)
const row = (over: Cells = {}) => rowOf(desk, over)

const count = (what: 'orders' | 'openPromises' | 'countedPromises') =>
  w.committed(
    async (ctx) =>
      (
        await ctx.db.one(
          what === 'orders'
            ? sql<{
                n: number
              }>`select count(*)::int as n from sales_order where tenant_id = ${ctx.tenant.id}`
            : what === 'openPromises'
              ? sql<{
                  n: number
                }>`select count(*)::int as n from promise where tenant_id = ${ctx.tenant.id} and watch_at is not null`
              : sql<{
                  n: number
                }>`select count(*)::int as n from kpi_fact_promise where tenant_id = ${ctx.tenant.id} and counts`,
        )
      ).n,
  )

describe('500 rows with 37 bad ones', () => {
  test('upload guesses the columns and masks persons', async () => {
    const { status, body } = await upload(desk.agent, csvOf(manyRows('G')))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'uploaded',
      fileName: '订单.csv',
      total: ROWS,
      counts: { unchecked: ROWS, imported: 0 },
      columns: HEADINGS,
      mapping: { customerNumber: '客户编号', externalRef: '客户单号', street: '详细地址' },
      sameFile: null,
    })
    expect(JSON.stringify(body)).not.toContain('13812345678')
    expect(JSON.stringify(body)).not.toContain('李小明')
    expect(body.samples).toHaveLength(5)
  })

  test('the dry run finds each bad row and places nothing', async () => {
    const before = await contents()
    const batch = await checked(desk.agent, manyRows('D'))
    expect(batch).toMatchObject({
      state: 'checked',
      counts: { rejected: BAD, new: ROWS - BAD, duplicate: 0, imported: 0 },
      preview: { orders: ORDERS, shortOrders: 1, shortUnits: SHORT_UNITS, held: 0 },
    })
    expect(await contents()).toEqual(before)
    const { body } = await w.call(desk.agent, 'GET', `/imports/${batch.id}/rows?outcome=rejected&limit=200`)
    expect(body.rows).toHaveLength(BAD)
    const columns = body.rows
      .slice(0, WRONG.length)
      .map((r: { problems: { column: string }[] }) => r.problems[0]?.column)
    expect(columns).toEqual([
      '客户编号',
      '商品编码',
      '数量',
      '数量',
      '要求送达日期',
      '要求送达日期',
      '收货电话',
      '城市',
      '省份',
      '详细地址',
    ])
    expect(body.rows[0]).toMatchObject({
      rowNo: 2,
      outcome: 'rejected',
      record: null,
      problems: [{ code: 'order.invalid', message: '没有这个客户，请核对编号或先新建客户' }],
    })
    const second = await w.call(
      desk.agent,
      'GET',
      `/imports/${batch.id}/rows?outcome=rejected&limit=1`,
      undefined,
      { 'accept-language': 'en' },
    )
    expect(second.body.rows[0].problems[0].message).toBe(
      'There is no such customer. Check the number or add the customer first',
    )
  })

  test('all or nothing refuses while rows are bad', async () => {
    const batch = await checked(desk.agent, manyRows('A'))
    const { status, body } = await w.call(desk.agent, 'POST', `/imports/${batch.id}/run`, {
      policy: 'all_or_nothing',
    })
    expect([status, body.code, body.details.rejected]).toEqual([409, 'import.has_bad_rows', BAD])
  })

  test('the good rows become orders once; undo leaves every table as it was', async () => {
    const before = await contents()
    const counted = await count('countedPromises')
    const batch = await checked(desk.agent, manyRows('U'))
    const run = await runAll(desk.agent, batch.id)
    expect(run).toMatchObject({
      state: 'done',
      counts: { imported: ROWS - BAD, rejected: BAD, new: 0 },
      records: ORDERS,
    })
    expect(await count('openPromises')).toBeGreaterThan(0)
    await w.catchUp()
    expect((await contents()).shipment).not.toEqual(before.shipment)

    expect(await runAll(desk.agent, batch.id)).toMatchObject({ records: ORDERS })
    const again = await checked(desk.agent, manyRows('U'))
    expect(again).toMatchObject({
      counts: { duplicate: ROWS - BAD, rejected: BAD, new: 0 },
      sameFile: { id: batch.id },
    })
    expect(await runAll(desk.agent, again.id)).toMatchObject({ state: 'checked', counts: { imported: 0 } })
    await w.call(desk.agent, 'PUT', `/imports/${again.id}/mapping`, {
      fields: again.mapping,
      duplicates: 'refuse',
    })
    expect((await done(w, desk.agent, { id: again.id, what: 'check' })).body.counts).toMatchObject({
      duplicate: 0,
      rejected: ROWS,
    })
    expect((await w.call(desk.agent, 'POST', `/imports/${again.id}/undo`, {})).body.code).toBe(
      'import.nothing_to_undo',
    )

    const { status, body } = await done(w, desk.agent, { id: batch.id, what: 'undo', body: {} })
    expect([status, body.state, body.records, body.undoneBy?.id]).toEqual([200, 'undone', 0, desk.agent.id])
    expect(await contents()).toEqual(before)
    expect(await count('openPromises')).toBe(0)
    expect(await count('countedPromises')).toBe(counted)
    await w.catchUp()
    expect(await contents()).toEqual(before)
    expect((await w.call(desk.agent, 'POST', `/imports/${batch.id}/undo`, {})).body.code).toBe(
      'import.undone',
    )
    expect(
      (await w.call(desk.agent, 'POST', `/imports/${batch.id}/run`, { policy: 'good_rows' })).body.code,
    ).toBe('import.undone')
  })

  test('whoever has the page open hears when work on the file begins, and at whose word', async () => {
    const batch = await checked(desk.agent, manyRows('W').slice(BAD))
    await runAll(desk.agent, batch.id)
    await w.call(desk.agent, 'POST', `/imports/${batch.id}/undo`, { policy: 'what_can_be' })
    expect((await w.call(desk.agent, 'GET', `/imports/${batch.id}`)).body.state).toBe('undoing')
    const boss = await w.user({ role: 'manager' })
    const { body } = await w.call(boss, 'GET', `/audit?subjectId=${batch.id}`)
    const types = (body.rows as { type: string }[]).map(({ type }) => type)
    expect(types.filter((type) => type.endsWith('_started'))).toEqual([
      'import.undo_started',
      'import.run_started',
      'import.check_started',
    ])
    await work(w)
  })

  test('undo before anything was planned is as clean', async () => {
    const before = await contents()
    const batch = await checked(desk.agent, manyRows('V').slice(BAD))
    expect(await runAll(desk.agent, batch.id, 'all_or_nothing')).toMatchObject({
      state: 'done',
      records: ORDERS,
      counts: { rejected: 0 },
    })
    await done(w, desk.agent, { id: batch.id, what: 'undo', body: {} })
    await w.catchUp()
    expect(await contents()).toEqual(before)
  })

  test('the wrong rows come back as a file that can be corrected and uploaded', async () => {
    const batch = await checked(desk.agent, manyRows('E'))
    const answer = await w.app.inject({
      method: 'GET',
      url: `/api/imports/${batch.id}/errors`,
      headers: { cookie: `nuoda_session=${desk.agent.cookie}`, 'accept-language': 'zh' },
    })
    expect(answer.statusCode).toBe(200)
    const table = await tableOf(answer.rawPayload)
    expect(table[0]).toEqual([...HEADINGS, '行号', '错误原因'])
    expect(table.filter((cells) => cells.length > 1)).toHaveLength(BAD + 1)
    expect(table[1]?.slice(-2)).toEqual(['2', '客户编号：没有这个客户，请核对编号或先新建客户'])
    expect(table[1]).toContain('13812345678')
    const second = await checked(
      desk.agent,
      table
        .slice(1)
        .filter((cells) => cells.length > 1)
        .map((cells) => [desk.customer.number, ...cells.slice(1, HEADINGS.length)]),
    )
    expect(second).toMatchObject({ total: BAD, counts: { new: 4, rejected: BAD - 4 } })
  })
})
