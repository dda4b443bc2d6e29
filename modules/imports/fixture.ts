import { createHash } from 'node:crypto'
import { beforeAll, expect } from 'vitest'
import { type Shelf, GUANGZHOU, MONDAY, shelf } from '#modules/orders/fixture.ts'
import { sql } from '#platform/db.ts'
import type { TestUser, World } from '#platform/testing/world.ts'

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

export const uploadTo = (
  w: World,
  as: TestUser,
  bytes: Buffer | Uint8Array,
  { name = '订单.csv', type = 'text/csv' } = {},
) =>
  w.call(as, 'POST', '/imports?kind=orders', Buffer.from(bytes), {
    'content-type': type,
    'x-file-name': encodeURIComponent(name),
  })

/** Uploads rows and tries them. */
export async function checkedIn(w: World, as: TestUser, rows: string[][]) {
  const { status, body } = await uploadTo(w, as, csvOf(rows))
  expect(status, JSON.stringify(body)).toBe(200)
  const answer = await w.call(as, 'POST', `/imports/${body.id}/check`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}

/** Runs a batch until nothing is pending. */
export async function runIn(
  w: World,
  as: TestUser,
  { id, policy = 'good_rows' }: { id: string; policy?: string },
) {
  const placed: number[] = []
  for (;;) {
    const { status, body } = await w.call(as, 'POST', `/imports/${id}/run`, { policy })
    expect(status, JSON.stringify(body)).toBe(200)
    placed.push(body.placed)
    if (body.batch.pending === 0 || body.placed === 0)
      return { placed: placed.reduce((a, b) => a + b, 0), batch: body.batch }
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
  'product',
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
