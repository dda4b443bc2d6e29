import { REVEALS_PER_HOUR } from '#modules/customers/reveals.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Db, q, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { type Shelf, customer, orderOf, shelf } from './fixture.ts'
import { orderInvariants } from './invariants.ts'
import { placeOrder } from './orders.ts'

const w = world()
let agent: TestUser
let s: Shelf
beforeAll(async () => {
  agent = await w.user({ role: 'manager' })
  s = await w.committed((ctx) => shelf(ctx, { products: 2, warehouses: 2, onHand: 10_000 }))
})

const body = (given: object = {}) => {
  const { channel: _, ...order } = orderOf(s)
  return { ...order, ...given }
}
const place = (given: object = {}, headers: Record<string, string> = {}, as = agent) =>
  w.call(as, 'POST', '/orders', body(given), headers)

test('an amount that no number holds is refused when an order is amended, as when it is placed', async () => {
  const dear = { lines: [{ productId: s.productId, quantity: 1, unitPriceMinor: 1_000_000_000_000 }] }
  const { body: order } = await place(dear)
  const answer = await w.call(agent, 'POST', `/orders/${order.id}/amendment`, {
    reason: '增加数量',
    lines: [{ lineId: order.lines[0].id, quantity: 1_000_000 }],
    addLines: [],
  })
  expect(answer).toMatchObject({ status: 400, body: { fields: [{ path: 'lines' }] } })
})

describe('placing', () => {
  test('allowed, forbidden, anonymous, wrong', async () => {
    const placed = await place()
    expect(placed).toMatchObject({
      status: 200,
      body: { state: 'confirmed', channel: 'api', lines: [{ reserved: 1 }] },
    })
    const reader = await w.user(['order.read'])
    expect(await w.call(reader, 'POST', '/orders', body())).toMatchObject({ status: 403 })
    expect(await w.call(null, 'POST', '/orders', body())).toMatchObject({ status: 401 })
    const wrong = await place(
      { lines: [{ sku: 'nothing', quantity: 1 }], consigneePhone: 'x' },
      { 'accept-language': 'en' },
    )
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        code: 'request.invalid',
        fields: [
          { path: 'lines[0].sku', message: 'There is no product nothing. Check the SKU' },
          { path: 'consigneePhone' },
        ],
      },
    })
    expect(await place({ lines: [] })).toMatchObject({ status: 400, body: { fields: [{ path: 'lines' }] } })
    expect(await place({ customerid: 'typo' })).toMatchObject({ status: 400 })
  })

  test('100 times with one key is one order and one answer; other content with it is refused', async () => {
    const key = { 'idempotency-key': 'hundred' }
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => place({ externalRef: 'HUNDRED' }, key)),
    )
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect(await place({ externalRef: 'OTHER' }, key)).toMatchObject({
      status: 422,
      body: { code: 'request.key_reused' },
    })
    const { n } = await w.committed((ctx) =>
      ctx.db.one(
        sql<{ n: number }>`select count(*) as n from sales_order where external_ref in ('HUNDRED', 'OTHER')`,
      ),
    )
    expect(n).toBe(1)
  }, 60_000)

  test('200 buyers for 50 units get exactly 50, one after the other or two lines at once', async () => {
    const few = await w.committed((ctx) => shelf(ctx, { onHand: 50 }))
    const lines = [
      { productId: few.productId, quantity: 1 },
      { productId: few.productId, quantity: 1 },
    ]
    const buy = async (i: number) => {
      // On a busy machine the pool may ask a buyer to come again: the same key, as any client would.
      for (let attempt = 1; ; attempt += 1) {
        const answer = await place(
          { customerId: few.customerId, lines: i % 2 ? lines : lines.slice(1) },
          { 'idempotency-key': `buyer-${i}` },
        )
        if (answer.status !== 503 || attempt === 20) return answer
      }
    }
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => buy(i)))
    expect(answers.map((answer) => answer.status).filter((status) => status !== 200)).toEqual([])
    const sold = answers.flatMap((answer) => answer.body.lines).reduce((sum, line) => sum + line.reserved, 0)
    const { reserved, open } = await w.committed((ctx) =>
      ctx.db.one(sql<{ reserved: number; open: number }>`
      select reserved, (select sum(quantity)::bigint from reservation r where r.product_id = k.product_id and r.closed_at is null) as open from stock k where product_id = ${few.productId}`),
    )
    expect([sold, reserved, open]).toEqual([50, 50, 50])
    // Nobody who had to plan again left anything behind.
    await w.committed(async (ctx) => {
      for (const { name, query } of orderInvariants)
        expect([name, await ctx.db.all(query(ctx))]).toEqual([name, []])
      const { n } = await ctx.db.one(
        sql<{ n: number }>`select count(*) as n from sales_order where customer_id = ${few.customerId}`,
      )
      expect(n).toBe(200)
    })
  }, 60_000)

  test('at most five statements: one to read, one to reserve, one to write, the events and the key', async () => {
    const statements: string[] = []
    const noted = <Q extends Parameters<Db['all']>[0], R>(query: Q, send: (query: Q) => R): R => {
      statements.push(query.compile(q).sql.trim().slice(0, 30))
      return send(query)
    }
    const number = await w.committed((ctx) =>
      ctx.db.one(sql<{ number: string }>`select number from party where id = ${s.customerId}`),
    )
    await withCtx(w.database, systemSeed(w.tenant, 'test', w.now()), async (ctx: Ctx) => {
      const db: Db = {
        all: (x) => noted(x, ctx.db.all),
        one: (x, what) => noted(x, (y) => ctx.db.one(y, what)),
        maybe: (x) => noted(x, ctx.db.maybe),
        run: (x) => noted(x, ctx.db.run),
      }
      const { customerId: _, ...order } = orderOf(s)
      await placeOrder(
        { ...ctx, db },
        {
          ...order,
          customerNumber: number.number,
          externalRef: 'COUNTED',
          lines: s.skus.map((sku) => ({ sku, quantity: 2 })),
        },
      )
    })
    // The platform adds one statement for all events and one for the key, with the commit.
    expect(statements.length + 2).toBeLessThanOrEqual(5)
  })
})

describe('preview', () => {
  test('a half filled form sees stock and dates, and nothing is taken', async () => {
    const few = await w.committed((ctx) => shelf(ctx, { onHand: 3 }))
    const preview = await w.call(agent, 'POST', '/orders/preview', {
      customerId: few.customerId,
      lines: [{ productId: few.productId, quantity: 5 }, { sku: '' }],
    })
    expect(preview).toMatchObject({
      status: 200,
      body: {
        amountMinor: 5_000,
        lines: [
          { available: 3, filled: 3, short: 2 },
          { productId: null, available: 0 },
        ],
      },
    })
    expect(preview.body.problems.map((p: { path: string }) => p.path)).toContain('address.street')
    expect(preview.body.lines[0].deliverBy).not.toBeNull()
    const { reserved } = await w.committed((ctx) =>
      ctx.db.one(sql<{ reserved: number }>`select reserved from stock where product_id = ${few.productId}`),
    )
    expect(reserved).toBe(0)
  })
})

describe('seeing', () => {
  test('lists: filters, search, pasted numbers, paging', async () => {
    const own = await w.committed(async (ctx) => ({
      ...s,
      customerId: await customer(ctx, { name: '独一无二物流' }),
    }))
    const made = []
    for (const i of [1, 2, 3])
      made.push(
        (
          await place({
            customerId: own.customerId,
            externalRef: `LIST-${i}`,
            urgent: i === 2,
            consigneePhone: `1390000777${i}`,
          })
        ).body,
      )
    const numbers = async (query: string) =>
      (await w.call(agent, 'GET', `/orders?${query}`)).body.rows.map((row: { number: string }) => row.number)
    const [a, b, c] = made.map((order) => order.number)
    expect(await numbers(`customerId=${own.customerId}`)).toEqual([c, b, a])
    expect(await numbers(`customerId=${own.customerId}&sort=placed`)).toEqual([a, b, c])
    expect(await numbers(`customerId=${own.customerId}&urgent=true`)).toEqual([b])
    expect(await numbers(`customerId=${own.customerId}&state=held,cancelled`)).toEqual([])
    expect(await numbers(`search=LIST-1`)).toEqual([a])
    expect(await numbers(`search=${b.toLowerCase()}`)).toEqual([b])
    expect(await numbers(`search=7773`)).toEqual([c])
    expect(await numbers(`search=13900007772`)).toEqual([b])
    expect(await numbers(`search=${encodeURIComponent('独一无二')}`)).toEqual([c, b, a])
    expect(await numbers(`search=${encodeURIComponent('100%')}`)).toEqual([])
    expect(await numbers(`numbers=${a},LIST-3,nothing`)).toEqual([c, a])
    const pasted = await w.call(agent, 'GET', `/orders?numbers=${a}%0AX-1，LIST-3%09X-2`)
    expect(pasted.body.missing).toEqual(['X-1', 'X-2'])
    const or = `where=urgent.in:true&where=${encodeURIComponent('ref.has:list-1;state.not:cancelled')}`
    expect(await numbers(`customerId=${own.customerId}&${or}`)).toEqual([b, a])
    expect(await numbers(`customerId=${own.customerId}&sort=-amount,number`)).toEqual([a, b, c].toSorted())
    expect((await w.call(agent, 'GET', `/orders?search=LIST-&count=true&limit=1`)).body.total).toBe(3)
    for (const sort of ['placed', '-placed', 'number', '-number']) {
      const first = await w.call(agent, 'GET', `/orders?customerId=${own.customerId}&limit=2&sort=${sort}`)
      const second = await w.call(
        agent,
        'GET',
        `/orders?customerId=${own.customerId}&limit=2&sort=${sort}&cursor=${first.body.next}`,
      )
      expect([...first.body.rows, ...second.body.rows].map((row) => row.number).toSorted()).toEqual(
        [a, b, c].toSorted(),
      )
      expect(second.body).toMatchObject({ next: null, before: 2 })
      const back = `/orders?customerId=${own.customerId}&limit=2&sort=${sort}&cursor=${second.body.previous}`
      expect((await w.call(agent, 'GET', back)).body).toMatchObject({ rows: first.body.rows, previous: null })
    }
    expect(await w.call(agent, 'GET', '/orders?cursor=nonsense')).toMatchObject({ status: 400 })
    const [row] = (await w.call(agent, 'GET', `/orders?search=LIST-1`)).body.rows
    expect(row).toMatchObject({ lines: 1, quantity: 1, late: false, customer: { name: '独一无二物流' } })
  })

  test('who is bound to some customers reads the same pages of their orders, forth and back', async () => {
    const others = await Promise.all([1, 2, 3].map(() => w.committed((ctx) => customer(ctx))))
    const [first = '', second = '', third = ''] = others
    for (const [i, customerId] of [first, second, first, third, second, first].entries())
      await place({ customerId, externalRef: `BOUND-${i}` })
    const bound = await w.user(['order.read'], { scopes: { customer: [first, second] } })
    type Page = { rows: { externalRef: string }[]; next: string | null; previous: string | null }
    const read = async (query: string): Promise<Page> =>
      (await w.call(bound, 'GET', `/orders?limit=2${query}`)).body
    const refs = ({ rows }: Page) => rows.map((row) => row.externalRef)
    for (const [sort, expected] of [
      ['-placed', [5, 4, 2, 1, 0]],
      ['placed', [0, 1, 2, 4, 5]],
      ['number', null],
    ] as const) {
      for (const state of ['', '&state=confirmed']) {
        const page = await read(`&sort=${sort}${state}`)
        const next = await read(`&sort=${sort}${state}&cursor=${page.next}`)
        const last = await read(`&sort=${sort}${state}&cursor=${next.next}`)
        const all = [page, next, last].flatMap(refs)
        if (expected) expect(all).toEqual(expected.map((i) => `BOUND-${i}`))
        else expect(all.toSorted()).toEqual([0, 1, 2, 4, 5].map((i) => `BOUND-${i}`))
        expect(last.next).toBeNull()
        expect(refs(await read(`&sort=${sort}${state}&cursor=${last.previous}`))).toEqual(refs(next))
      }
    }
    expect(refs(await read(`&customerId=${third}`))).toEqual([])
    expect(refs(await read('&state=cancelled'))).toEqual([])
  })

  test('the page of an order is the answer it was placed with, and its timeline has promises too', async () => {
    const placed = (await place({ externalRef: 'PAGE' })).body
    const page = (await w.call(agent, 'GET', `/orders/${placed.id}`)).body
    expect(page).toEqual(placed)
    const timeline = (await w.call(agent, 'GET', `/records/order/${placed.id}/activity`)).body
    expect(timeline.rows.map((row: { type: string }) => row.type)).toEqual(
      expect.arrayContaining(['promise.made', 'order.placed', 'order.acknowledged']),
    )
  })

  test('scopes: of one customer, of one warehouse, and another company', async () => {
    const mine = (await place()).body
    const [first = '', second = ''] = s.warehouseIds
    const elsewhere = await w.committed((ctx) => customer(ctx))
    const seen = async (user: TestUser) => [
      (await w.call(user, 'GET', `/orders/${mine.id}`)).status,
      (await w.call(user, 'GET', `/orders?numbers=${mine.number}`)).body.rows.length,
      (await w.call(user, 'GET', `/records/order/${mine.id}/activity`)).status,
    ]
    expect(await seen(await w.user(['order.read'], { scopes: { customer: [s.customerId] } }))).toEqual([
      200, 1, 200,
    ])
    expect(await seen(await w.user(['order.read'], { scopes: { customer: [elsewhere] } }))).toEqual([
      404, 0, 404,
    ])
    expect(await seen(await w.user(['order.read'], { scopes: { warehouse: [first] } }))).toEqual([
      200, 1, 200,
    ])
    expect(await seen(await w.user(['order.read'], { scopes: { warehouse: [second] } }))).toEqual([
      404, 0, 404,
    ])
    expect(await seen(await w.user({ role: 'manager' }, { tenant: w.foreign }))).toEqual([404, 0, 404])
    const scoped = await w.user(['order.read', 'order.create', 'order.amend'], {
      scopes: { customer: [elsewhere] },
    })
    expect(await w.call(scoped, 'POST', '/orders', body())).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'customerId' }] },
    })
    expect(
      await w.call(scoped, 'POST', `/orders/${mine.id}/cancellation`, {
        version: 1,
        by: 'us',
        reason: '不该能取消',
      }),
    ).toMatchObject({ status: 404 })
  })

  test('a reveal shows the consignee in full and leaves its reason', async () => {
    const { id } = (await place()).body
    expect(
      await w.call(await w.user(['order.read']), 'POST', `/orders/${id}/reveal`, { reason: '核对地址' }),
    ).toMatchObject({ status: 403 })
    expect(await w.call(agent, 'POST', `/orders/${id}/reveal`, { reason: '核对地址' })).toMatchObject({
      status: 200,
      body: {
        consigneeName: '李小明',
        consigneePhone: '13812345678',
        address: { street: '天河路123号5栋1203室' },
      },
    })
    const { rows } = (await w.call(agent, 'GET', `/records/order/${id}/activity`)).body
    expect(rows[0]).toMatchObject({ type: 'order.revealed', data: { reason: '核对地址' } })
  })

  test('is slowed down for whoever would copy all consignees', async () => {
    const { id } = (await place()).body
    const curious = await w.user(['personal_data.reveal'])
    const reveal = () => w.call(curious, 'POST', `/orders/${id}/reveal`, { reason: '批量查看' })
    for (let i = 0; i < REVEALS_PER_HOUR; i += 1) expect((await reveal()).status).toBe(200)
    expect((await reveal()).status).toBe(429)
  })
})

describe('changing over HTTP', () => {
  test('amend, hold, release, cancel: allowed with the version seen, 409 when stale or closed', async () => {
    const { id } = (await place()).body
    const post = (verb: string, input: object, as = agent) =>
      w.call(as, 'POST', `/orders/${id}/${verb}`, input)
    expect(await post('amendment', { version: 1, reason: '改备注', note: '小心' })).toMatchObject({
      status: 200,
      body: { version: 2, note: '小心' },
    })
    expect(await post('amendment', { version: 1, reason: '改备注', note: '晚了' })).toMatchObject({
      status: 409,
      body: { code: 'request.stale' },
    })
    expect(await post('hold', { version: 2, reason: '等等' })).toMatchObject({
      status: 200,
      body: { state: 'held' },
    })
    expect(
      await post('release', { version: 3, reason: '好了' }, await w.user(['order.read', 'order.amend'])),
    ).toMatchObject({ status: 403 })
    expect(await post('release', { version: 3, reason: '好了' })).toMatchObject({
      status: 200,
      body: { state: 'confirmed' },
    })
    expect(await post('cancellation', { version: 4, by: 'customer', reason: '不要了' })).toMatchObject({
      status: 200,
      body: { state: 'cancelled' },
    })
    expect(await post('hold', { version: 5, reason: '等等' })).toMatchObject({
      status: 409,
      body: { code: 'order.closed' },
    })
  })

  test('a shortage from list to decision', async () => {
    const few = await w.committed((ctx) => shelf(ctx, { onHand: 0 }))
    const order = (
      await place({ customerId: few.customerId, lines: [{ productId: few.productId, quantity: 2 }] })
    ).body
    const {
      rows: [row],
    } = (await w.call(agent, 'GET', `/shortages?productId=${few.productId}`)).body
    const { options } = (await w.call(agent, 'GET', `/shortages/${row.id}/options`)).body
    expect(options.map((option: { key: string }) => option.key)).toEqual(['backorder', 'cancel'])
    const decide = (as: TestUser, option: string) =>
      w.call(as, 'POST', `/shortages/${row.id}/decision`, { option, version: order.version })
    expect(await decide(await w.user(['order.read']), 'cancel')).toMatchObject({ status: 403 })
    expect(await decide(await w.user({ role: 'manager' }, { tenant: w.foreign }), 'cancel')).toMatchObject({
      status: 404,
    })
    expect(await decide(agent, 'backorder')).toMatchObject({
      status: 422,
      body: { code: 'shortage.date_needed' },
    })
    expect(await decide(agent, 'cancel')).toMatchObject({ status: 200, body: { state: 'cancelled' } })
    expect(await decide(agent, 'cancel')).toMatchObject({ status: 409, body: { code: 'shortage.decided' } })
  })
})
