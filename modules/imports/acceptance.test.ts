import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { type Cells, csvOf, done, importDesk, rowOf, tableOf, uploadTo } from './fixture.ts'

// Acceptance test 10: 5,000 rows of which 37 are wrong. All of them or none, or the good ones; the wrong ones come back as a file; undo
// leaves every table as it was.
const w = world()
const desk = importDesk(w)
const ROWS = 5_000
const BAD = 37
const LIMIT_MS = 300_000

/** What an import and its undo leave behind: what happened, and how far the listeners got. */
const KEEPS_HISTORY = [
  'event' /* the log of what happened */,
  'subscriber_cursor' /* how far the listeners are in it */,
  'idempotency_key' /* answers to requests */,
  'import_batch' /* the batch itself, its rows, and how the columns were mapped */,
  'import_row',
  'import_key',
  'import_mapping',
  'promise' /* the ledger: promises of the orders are withdrawn, not erased */,
  'promise_outcome',
  'promise_told',
  'promise_history',
  'kpi_dirty_day' /* days to be reckoned again */,
  'session' /* when somebody was last seen */,
]

const ABOUT_BATCH = new Set(['follower', 'notification'])

let admin: pg.Client
beforeAll(async () => {
  admin = new pg.Client({ connectionString: w.adminUrl })
  await admin.connect()
})
afterAll(() => admin.end())

/** A hash of the contents of each table of the company, without rows about the batch itself (its follower, what it told him). */
async function hashes(batchId = ''): Promise<Map<string, string>> {
  const { rows: tables } = await admin.query<{ name: string }>(`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'tenant_id' order by 1`)
  const found = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(
      `select t::text as row from "${name}" t where tenant_id = $1 and ($2 = '' or strpos(t::text, $2) = 0) order by 1`,
      [w.tenant.id, ABOUT_BATCH.has(name) ? batchId : ''],
    )
    found.set(
      name,
      createHash('sha256')
        .update(rows.map((one) => one.row).join('\n'))
        .digest('hex'),
    )
  }
  return found
}

const WRONG: Cells[] = [
  { 客户编号: 'nobody' },
  { 商品编码: 'nothing' },
  { 数量: '0' },
  { 城市: '' },
  { 收货电话: 'abc' },
]

test(
  '5,000 rows with 37 bad ones: none or 4,963, the 37 as a file, and the exact way back',
  async () => {
    await w.catchUp()
    const before = await hashes()
    const rows = Array.from({ length: ROWS }, (_, i) =>
      rowOf(desk, {
        客户单号: `ACC-${i}`,
        ...(i % 135 === 7 && i / 135 < BAD ? WRONG[i % WRONG.length] : {}),
      }),
    )
    const { body: batch } = await uploadTo(w, desk.agent, csvOf(rows))
    const { body: checked } = await done(w, desk.agent, { id: batch.id, what: 'check' })
    expect(checked.counts).toMatchObject({ new: ROWS - BAD, rejected: BAD })

    const all = await w.call(desk.agent, 'POST', `/imports/${batch.id}/run`, { policy: 'all_or_nothing' })
    expect([all.status, all.body.code]).toEqual([409, 'import.has_bad_rows'])
    const changedBy = async () => {
      const now = await hashes(batch.id)
      return [...now].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name)
    }
    expect((await changedBy()).filter((name) => !KEEPS_HISTORY.includes(name))).toEqual([])

    const { body: run } = await done(w, desk.agent, {
      id: batch.id,
      what: 'run',
      body: { policy: 'good_rows' },
    })
    expect(run).toMatchObject({
      state: 'done',
      records: ROWS - BAD,
      counts: { imported: ROWS - BAD, rejected: BAD },
    })
    await w.catchUp()
    const { n } = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          n: number
        }>`select count(*)::int as n from sales_order where tenant_id = ${ctx.tenant.id} and batch_id = ${batch.id}`,
      ),
    )
    expect(n).toBe(ROWS - BAD)
    expect(await changedBy()).toEqual(
      expect.arrayContaining(['sales_order', 'stock', 'reservation', 'shipment']),
    )

    const errors = await w.app.inject({
      method: 'GET',
      url: `/api/imports/${batch.id}/errors`,
      headers: { cookie: `nuoda_session=${desk.agent.cookie}` },
    })
    const lines = (await tableOf(errors.rawPayload)).filter((cells) => cells.length > 1)
    expect(lines).toHaveLength(BAD + 1)

    const { body: undone } = await done(w, desk.agent, { id: batch.id, what: 'undo', body: {} })
    expect(undone).toMatchObject({ state: 'undone', records: 0, counts: { undone: ROWS - BAD } })
    await w.catchUp()
    expect((await changedBy()).filter((name) => !KEEPS_HISTORY.includes(name))).toEqual([])
  },
  LIMIT_MS,
)

const quoted = (rows: readonly string[][]) =>
  Buffer.from(rows.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n'))

test.each([
  {
    kind: 'products' as const,
    headings: ['商品编码', '商品名称', '单价'],
    row: (i: number, isBad: boolean) => [`ACC-${i}`, isBad ? '' : `商品 ${i}`, '12.50'],
    changed: ['product'],
  },
  {
    kind: 'customers' as const,
    headings: ['外部编号', '客户名称', '省份', '城市', '区县', '详细地址', '联系人', '联系电话'],
    row: (i: number, isBad: boolean) => [
      `ACC-${i}`,
      isBad ? '' : `客户 ${i}`,
      '广东省',
      '广州市',
      '天河区',
      `天河路 ${i} 号`,
      '王',
      `138${String(i).padStart(8, '0')}`,
    ],
    changed: ['party', 'site', 'contact'],
  },
])(
  '5,000 rows of $kind with 37 bad ones: none or 4,963, and the exact way back',
  async ({ kind, headings, row, changed }) => {
    const manager = await w.user({ role: 'manager' })
    await w.catchUp()
    const before = await hashes()
    const changedBy = async (id: string) => {
      const now = await hashes(id)
      return [...now].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name)
    }
    const rows = Array.from({ length: ROWS }, (_, i) => row(i, i % 135 === 7 && i / 135 < BAD))
    const { body: batch } = await uploadTo(w, manager, quoted([headings, ...rows]), { kind })
    const { body: checked } = await done(w, manager, { id: batch.id, what: 'check' })
    expect(checked.counts).toMatchObject({ new: ROWS - BAD, rejected: BAD })
    const all = await w.call(manager, 'POST', `/imports/${batch.id}/run`, { policy: 'all_or_nothing' })
    expect([all.status, all.body.code]).toEqual([409, 'import.has_bad_rows'])
    const { body: run } = await done(w, manager, {
      id: batch.id,
      what: 'run',
      body: { policy: 'good_rows' },
    })
    expect(run).toMatchObject({ state: 'done', records: ROWS - BAD })
    await w.catchUp()
    expect(await changedBy(batch.id)).toEqual(expect.arrayContaining(changed))
    const { body: undone } = await done(w, manager, { id: batch.id, what: 'undo', body: {} })
    expect(undone).toMatchObject({ state: 'undone', counts: { undone: ROWS - BAD } })
    await w.catchUp()
    expect((await changedBy(batch.id)).filter((name) => !KEEPS_HISTORY.includes(name))).toEqual([])
  },
  LIMIT_MS,
)
