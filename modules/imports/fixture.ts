import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect } from 'vitest'
import { type Shelf, GUANGZHOU, MONDAY, shelf } from '#modules/orders/fixture.ts'
import { sql } from '#platform/db.ts'
import type { Job } from '#platform/jobs.ts'
import { silentLog } from '#platform/log.ts'
import type { TestUser, World } from '#platform/testing/world.ts'
import { importJob, importReadingJob } from './job.ts'
import type { ImportKind } from './kind-names.ts'
import { openTable } from './sheet-file.ts'
import { takeTurn } from './turns.ts'

export const HEADINGS = [
  '客户编号',
  '客户单号',
  '商品编码',
  '数量',
  '要求送达日期',
  '收货人',
  '收货电话',
  '省份',
  '城市',
  '区县',
  '详细地址',
  '备注',
]
export type Cells = Partial<Record<(typeof HEADINGS)[number], string>>

/** What tests of imports share. `goods`, `customer` and `agent` are there from beforeAll on. */
export type ImportDesk = { goods: Shelf; customer: { number: string; name: string }; agent: TestUser }

export function importDesk(w: World): ImportDesk {
  const desk = {} as ImportDesk
  beforeAll(async () => {
    w.setNow(MONDAY)
    desk.goods = await w.committed((ctx) => shelf(ctx, { products: 3, warehouses: 2, onHand: 2_000 }))
    desk.customer = await w.committed((ctx) =>
      ctx.db.one(sql<ImportDesk['customer']>`
        select number, name from party where tenant_id = ${ctx.tenant.id} and id = ${desk.goods.customerId}`),
    )
    desk.agent = await w.user({ role: 'agent' })
  })
  return desk
}

/** A row that is right, but for what is given. */
export function rowOf({ customer, goods }: ImportDesk, over: Cells = {}): string[] {
  const cells: Cells = {
    客户编号: customer.number,
    商品编码: goods.skus[0] ?? '',
    数量: '1',
    收货人: '李小明',
    收货电话: '13812345678',
    省份: '广东省',
    城市: '广州市',
    区县: '天河区',
    详细地址: GUANGZHOU.street,
    ...over,
  }
  return HEADINGS.map((heading) => cells[heading] ?? '')
}

export const csvOf = (rows: string[][]) =>
  Buffer.from(
    [HEADINGS, ...rows]
      .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
      .join('\r\n'),
  )

/** The job of the steps, which are taken here: many tests would begin many threads. */
export const importJobHere = (w: World): Job =>
  importJob(
    { database: w.database, log: silentLog, clock: w.now },
    { take: (turn) => takeTurn(w.database, turn), end: async () => {} },
  )

/** Does what the server's jobs do, until none of the batches is under way. */
export async function work(w: World, job = importJobHere(w)): Promise<void> {
  const jobs = [importReadingJob({ database: w.database, log: silentLog, clock: w.now }), job]
  for (;;) {
    const more = await Promise.all(jobs.map((job) => job.run()))
    const { n } = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          n: number
        }>`select count(*)::int as n from import_batch where tenant_id = ${ctx.tenant.id} and state in ('reading', 'checking', 'running', 'undoing')`,
      ),
    )
    if (n === 0 && !more.includes(true)) return
  }
}

type Sent = { name?: string; type?: string; kind?: ImportKind }

/** Uploads a file; the answer says `uploaded` or `failed` once the server has read it. */
export async function uploadTo(
  w: World,
  as: TestUser,
  bytes: Buffer | Uint8Array,
  { name = '订单.csv', type = 'text/csv', kind = 'orders' }: Sent = {},
) {
  const sent = await w.call(as, 'POST', `/imports?kind=${kind}`, Buffer.from(bytes), {
    'content-type': type,
    'x-file-name': encodeURIComponent(name),
  })
  if (sent.status !== 200) return sent
  await work(w)
  return w.call(as, 'GET', `/imports/${sent.body.id}`)
}

/** Asks for something of a batch and waits until the server has done it. */
export async function done(
  w: World,
  as: TestUser,
  { id, what, body }: { id: string; what: 'check' | 'run' | 'undo'; body?: object },
) {
  const asked = await w.call(as, 'POST', `/imports/${id}/${what}`, body)
  if (asked.status !== 200) return asked
  await work(w)
  return w.call(as, 'GET', `/imports/${id}`)
}

/** Uploads rows and tries them. */
export async function checkedIn(w: World, as: TestUser, rows: string[][]) {
  const { status, body } = await uploadTo(w, as, csvOf(rows))
  expect(status, JSON.stringify(body)).toBe(200)
  const answer = await done(w, as, { id: body.id, what: 'check' })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

/** Runs a batch until nothing is pending. */
export async function runIn(
  w: World,
  as: TestUser,
  { id, policy = 'good_rows' }: { id: string; policy?: string },
) {
  const { status, body } = await done(w, as, { id, what: 'run', body: { policy } })
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

/** The rows of a file in memory, as the server reads them. */
export async function tableOf(bytes: Uint8Array): Promise<string[][]> {
  const directory = await mkdtemp(join(tmpdir(), 'nuoda-sheet-'))
  try {
    const path = join(directory, 'file')
    await writeFile(path, bytes)
    const rows: string[][] = []
    const { lines } = await openTable(path, { score: () => 0 })
    for await (const { cells } of lines) rows.push(cells)
    return rows
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

const TABLES = [
  'stock',
  'reservation',
  'stock_movement',
  'sales_order',
  'order_line',
  'order_allocation',
  'order_hold',
  'shortage',
  'shipment',
  'shipment_line',
  'party',
  'site',
  'contact',
  'party_class',
  'product',
  'product_substitute',
] as const

/** What stands in the tables an import touches, as one hash each. */
export async function contentsOf(w: World): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of TABLES) {
    const rows = await w.committed((ctx) =>
      ctx.db.all(
        sql<{
          row: string
        }>`select t::text as row from ${sql.ref(table)} t where t.tenant_id = ${ctx.tenant.id} order by 1`,
      ),
    )
    found[table] = `${rows.length} ${createHash('sha256')
      .update(rows.map((r) => r.row).join('\n'))
      .digest('hex')}`
  }
  return found
}
