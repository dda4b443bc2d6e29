import { beforeEach, expect, test } from 'vitest'
import { MONDAY, type Shelf, orderOf, shelf } from '#modules/orders/fixture.ts'
import { cancelOrder } from '#modules/orders/cancellations.ts'
import { holdOrder, releaseOrder } from '#modules/orders/holds.ts'
import type { OrderView } from '#modules/orders/order-types.ts'
import { placeOrder } from '#modules/orders/orders.ts'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import { tellCustomer } from '#modules/promises/promises.ts'
import { withCtx } from '#platform/ctx.ts'
import { type Db, q, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { SECRET_MARK } from '#platform/mail.ts'
import { usePublicUrl } from '#platform/public-url.ts'
import { unseal } from '#platform/secrets.ts'
import { world } from '#platform/testing/world.ts'
import { DEFAULT_RULE, type OrderMode } from './customer-notice.ts'
import { dropSettledNotices, sendNotice } from './customer-notices.ts'
import { saveDelayRule } from './delay-rules.ts'
import { GRACE_MINUTES, draftOrderNotice, tellOfOrders } from './order-notices.ts'

// Notices of real orders through the real outbox; the clock is moved, the mail's end is said as the sender says it.

const w = world()
let goods: Shelf

const rule = (orderMode: OrderMode) =>
  w.committed((ctx) => saveDelayRule(ctx, { ...DEFAULT_RULE, orderMode, closingZh: '客服 400-820-0000' }))
const contact = (email = 'wang@example.cn') =>
  w.committed((ctx) =>
    ctx.db.run(sql`insert into contact (tenant_id, id, party_id, name, phone, email)
      values (${ctx.tenant.id}, ${newId()}, ${goods.customerId}, '王小明', '13812345678', ${email})`),
  )
const prefers = (channel: string) =>
  w.committed((ctx) =>
    ctx.db.run(
      sql`update party set preferred_channel = ${channel} where tenant_id = ${ctx.tenant.id} and id = ${goods.customerId}`,
    ),
  )
const place = (quantity = 2) =>
  w.committed((ctx) =>
    placeOrder(
      ctx,
      orderOf(goods, { lines: [{ productId: goods.productId, quantity }], notDuplicate: true }),
    ),
  )
const later = (minutes: number) => w.setNow(new Date(w.now().getTime() + minutes * 60_000))
/** The events reach us, the minutes of grace pass, the job runs. */
const round = async (minutes = GRACE_MINUTES) => {
  await w.catchUp()
  later(minutes)
  await w.committed(tellOfOrders)
}
type Notice = {
  id: string
  reason: string
  state: string
  body: string
  mailId: string | null
  promises: number
}
const noticesOf = ({ id }: Pick<OrderView, 'id'>) =>
  w.committed((ctx) =>
    ctx.db.all(sql<Notice>`
      select n.id, n.reason, n.state, n.body, n.mail_id as "mailId",
        (select count(*)::int from customer_notice_promise x where x.tenant_id = n.tenant_id and x.notice_id = n.id) as promises
      from customer_notice n where n.tenant_id = ${ctx.tenant.id} and n.order_id = ${id} and n.kind = 'order' order by n.made_at, n.id`),
  )
const told = ({ id }: Pick<OrderView, 'id'>) =>
  w.committed((ctx) =>
    ctx.db.all(sql<{ kind: string; recipient: string }>`
      select p.kind, t.recipient from promise_told t join promise p on p.tenant_id = t.tenant_id and p.id = t.promise_id
      where t.tenant_id = ${ctx.tenant.id} and p.order_id = ${id} order by p.kind`),
  )
const mailGoes = async (notice: Notice | undefined) => {
  const id = notice?.mailId ?? ''
  await w.committed(async (ctx) => emit(ctx, 'mail.sent', { type: 'mail', id }, {}))
  await w.catchUp()
}
const versionOf = ({ id }: OrderView) =>
  w.committed((ctx) =>
    ctx.db.one(
      sql<{
        version: number
      }>`select version from sales_order where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    ),
  )
const hold = async (order: OrderView, reason: string) => {
  const { version } = await versionOf(order)
  await w.committed((ctx) => holdOrder(ctx, { id: order.id, version, kind: 'manual', reason }))
}
const release = (order: OrderView) =>
  w.committed((ctx) => releaseOrder(ctx, { id: order.id, version: null, reason: '已核对' }))

beforeEach(async () => {
  w.setNow(MONDAY)
  await w.committed((ctx) => ensureDefaultClauses(ctx))
  await rule('auto')
  goods = await w.committed((ctx) => shelf(ctx))
})

test('an accepted order is told once, with its dates; the ledger has the proof when the mail has gone', async () => {
  await contact()
  const order = await place()
  await w.catchUp()
  later(GRACE_MINUTES - 1)
  await w.committed(tellOfOrders)
  expect(await noticesOf(order)).toEqual([])
  await round(1)
  const [notice, ...more] = await noticesOf(order)
  expect(more).toEqual([])
  expect(notice).toMatchObject({ reason: 'accepted', state: 'queued', promises: 2 })
  expect(notice?.body).toMatch(/× 2：2026-11-\d\d \d\d:\d\d 前发出，2026-11-\d\d \d\d:\d\d 前送达/)
  expect(notice?.body).toContain('客服 400-820-0000')
  expect(notice?.body).not.toContain('李小明')
  expect(await told(order)).toEqual([])
  await mailGoes(notice)
  expect(await told(order)).toEqual([
    { kind: 'deliver', recipient: 'wang@example.cn' },
    { kind: 'ship', recipient: 'wang@example.cn' },
  ])
  await round(60)
  expect(await noticesOf(order)).toHaveLength(1)
})

test('what happens within the minutes of grace goes into one mail: held and released is accepted', async () => {
  await contact()
  const order = await place()
  await hold(order, '内部：等财务')
  await w.catchUp()
  later(3)
  await release(order)
  await round()
  expect((await noticesOf(order)).map((notice) => notice.reason)).toEqual(['accepted'])
})

test('held is told without the words of the house; released it is accepted with dates', async () => {
  await contact()
  const order = await place()
  await hold(order, '内部：等财务')
  await round()
  const [held] = await noticesOf(order)
  expect(held).toMatchObject({ reason: 'held', state: 'queued', promises: 0 })
  expect(held?.body).not.toContain('财务')
  await round(60)
  expect(await noticesOf(order)).toHaveLength(1)
  await release(order)
  await round()
  expect((await noticesOf(order)).map((notice) => notice.reason)).toEqual(['held', 'accepted'])
})

test('who heard of a hold hears that it goes on, though the dates are as they were', async () => {
  await contact()
  const order = await place()
  await round()
  await mailGoes((await noticesOf(order))[0])
  await hold(order, '核对')
  await round()
  await release(order)
  await round()
  expect((await noticesOf(order)).map((notice) => notice.reason)).toEqual(['accepted', 'held', 'changed'])
})

test('turned down by us is told, once; called off by the customer is not', async () => {
  await contact()
  const [ours, theirs] = [await place(), await place()]
  for (const [order, by] of [
    [ours, 'us'],
    [theirs, 'customer'],
  ] as const) {
    const { version } = await versionOf(order)
    await w.committed((ctx) => cancelOrder(ctx, { id: order.id, version, by, reason: '内部：风险客户' }))
  }
  await round()
  await round(60)
  expect((await noticesOf(ours)).map((notice) => notice.reason)).toEqual(['declined'])
  expect((await noticesOf(ours))[0]?.body).not.toContain('风险')
  expect(await noticesOf(theirs)).toEqual([])
})

test('no mail: another channel, no address, told already, the rule, or history', async () => {
  const untold = await place()
  await round()
  expect(await noticesOf(untold)).toEqual([])

  await contact()
  await prefers('wechat')
  await w.committed((ctx) =>
    ctx.db.run(
      sql`update contact set wechat = 'wx' where tenant_id = ${ctx.tenant.id} and party_id = ${goods.customerId}`,
    ),
  )
  const byWechat = await place()
  await round()
  expect(await noticesOf(byWechat)).toEqual([])

  await prefers('email')
  const byPhone = await place()
  await w.committed(async (ctx) => {
    const open = await ctx.db.all(sql<{ id: string }>`
      select id from promise where tenant_id = ${ctx.tenant.id} and order_id = ${byPhone.id} and kind in ('ship', 'deliver')`)
    for (const { id } of open)
      await tellCustomer(ctx, { promiseId: id, channel: 'phone', recipient: '王小明' })
  })
  await round()
  expect(await noticesOf(byPhone)).toEqual([])

  await rule('hand')
  const byHand = await place()
  await round()
  await rule('auto')
  await round(60)
  expect(await noticesOf(byHand)).toEqual([])

  const history = await place()
  await w.committed((ctx) =>
    ctx.db.run(
      sql`update sales_order set batch_id = ${newId()} where tenant_id = ${ctx.tenant.id} and id = ${history.id}`,
    ),
  )
  await round()
  expect(await noticesOf(history)).toEqual([])
})

test('a person sends it from the order; what has nothing to say, or is switched off, is refused', async () => {
  await rule('hand')
  await contact()
  const order = await place()
  const draft = () => w.committed((ctx) => draftOrderNotice(ctx, { orderId: order.id }))
  const id = await draft()
  expect(await draft()).toBe(id)
  expect(await noticesOf(order)).toMatchObject([{ reason: 'accepted', state: 'draft' }])
  await w.committed((ctx) => sendNotice(ctx, { id, body: '改过的内容' }))
  await mailGoes((await noticesOf(order))[0])
  expect(await told(order)).toHaveLength(2)
  await draft()
  expect((await noticesOf(order)).map((notice) => notice.reason)).toEqual(['accepted', 'changed'])
  await rule('off')
  const other = await place()
  await expect(w.committed((ctx) => draftOrderNotice(ctx, { orderId: other.id }))).rejects.toMatchObject({
    code: 'customer_notice.orders_off',
  })
})

test('the transaction that takes an order does the same whether its customer will be told or not', async () => {
  const statementsWith = async (mode: OrderMode) => {
    await rule(mode)
    const statements: string[] = []
    await withCtx(w.database, systemSeed(w.tenant, 'test', w.now()), async (ctx) => {
      const noted = <Q extends Parameters<Db['all']>[0], R>(query: Q, send: (query: Q) => R): R => {
        statements.push(query.compile(q).sql)
        return send(query)
      }
      const db: Db = {
        all: (x) => noted(x, ctx.db.all),
        one: (x, what) => noted(x, (y) => ctx.db.one(y, what)),
        maybe: (x) => noted(x, ctx.db.maybe),
        run: (x) => noted(x, ctx.db.run),
      }
      await placeOrder({ ...ctx, db }, orderOf(goods, { notDuplicate: true }))
      statements.push(...ctx.atCommit.map((query) => query.compile(q).sql))
    })
    return statements
  }
  await place()
  const without = await statementsWith('off')
  expect(without.length).toBeGreaterThan(1)
  expect(await statementsWith('auto')).toEqual(without)
})

test('a draft that says held is not needed any more once the order is released', async () => {
  await rule('hand')
  const order = await place()
  await hold(order, '核对')
  await w.committed((ctx) => draftOrderNotice(ctx, { orderId: order.id }))
  await w.committed(dropSettledNotices)
  expect(await noticesOf(order)).toMatchObject([{ reason: 'held', state: 'draft' }])
  await release(order)
  await w.committed(dropSettledNotices)
  expect(await noticesOf(order)).toMatchObject([{ reason: 'held', state: 'dropped' }])
})

test('the mail of an accepted order links to its public page; nobody but its receiver reads the token', async () => {
  usePublicUrl('https://n.example')
  await contact()
  await prefers('email')
  await rule('auto')
  const order = await place()
  await round()
  usePublicUrl(null)
  const [notice] = await noticesOf(order)
  const mail = await w.committed((ctx) =>
    ctx.db.one(sql<{ text: string; secret: string }>`
      select body_text as text, secret from mail where tenant_id = ${ctx.tenant.id} and id = ${notice?.mailId ?? ''}`),
  )
  expect(mail.text).toMatch(new RegExp(`https://n\\.example/t/${SECRET_MARK}$`))
  expect(notice?.body).not.toContain('https://n.example')
  const token = unseal(mail.secret)
  expect(token).toMatch(/^nt/)
  const page = await w.call(null, 'GET', `/public/tracking/${token}`)
  expect(page.body).toMatchObject({ order: { number: order.number } })
  const { n } = await w.committed((ctx) =>
    ctx.db.one(sql<{ n: number }>`
      select (select count(*) from event e where e.data::text like ${`%${token}%`}) + (select count(*) from tracking_link l where l.order_id = ${order.id}) as n`),
  )
  expect(Number(n)).toBe(1)
})
