import { beforeEach, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { repromise, tellCustomer } from '#modules/promises/promises.ts'
import { type Sent, type Yard, sent, yard } from '#modules/shipments/fixture.ts'
import { postEvents } from '#modules/shipments/tracking-intake.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { dropSettledNotices, sendNotice } from './customer-notices.ts'
import { makeDelayNotices } from './delays.ts'
import { draftOrderNotice } from './order-notices.ts'
import { saveDelayRule } from './delay-rules.ts'
import { DEFAULT_RULE } from './customer-notice.ts'
import { countDelayMatches } from './notice-queries.ts'

// Notices of real orders on the road, through the real outbox; the clock is moved, the mail's end is said as the sender says it.

const w = world()
const HOUR = 3_600_000
let goods: Yard
let made: Sent
let promise: { id: string; dueAt: Date }

const at = (ms: number) => w.setNow(new Date(ms))
const round = () => w.committed(makeDelayNotices)
const notices = () =>
  w.committed((ctx) =>
    ctx.db.all(sql<{
      id: string
      state: string
      reason: string
      channel: string
      body: string
      mailId: string | null
      expectedAt: Date | null
    }>`
      select id, state, reason, channel, body, mail_id as "mailId", expected_at as "expectedAt" from customer_notice
      where tenant_id = ${ctx.tenant.id} and order_id = ${made.order.id} order by made_at, id`),
  )
const told = () =>
  w.committed((ctx) =>
    ctx.db.all(sql<{ channel: string; recipient: string }>`
      select t.channel, t.recipient from promise_told t join promise p on p.tenant_id = t.tenant_id and p.id = t.promise_id
      where t.tenant_id = ${ctx.tenant.id} and p.order_id = ${made.order.id} order by t.told_at`),
  )
const rule = (mode: 'off' | 'draft' | 'auto') =>
  w.committed((ctx) => saveDelayRule(ctx, { ...DEFAULT_RULE, mode, closingZh: '客服热线 400-820-0000' }))
const mailEnds = async (state: 'sent' | 'failed' | 'discarded') => {
  const mailId = (await notices()).at(-1)?.mailId ?? ''
  await w.committed(async (ctx) => {
    await ctx.db.run(
      sql`update mail set state = ${state} where tenant_id = ${ctx.tenant.id} and id = ${mailId}`,
    )
    const { emit } = await import('#platform/events.ts')
    if (state === 'failed') emit(ctx, 'mail.failed', { type: 'mail', id: mailId }, { reason: '550' })
    else emit(ctx, state === 'sent' ? 'mail.sent' : 'mail.discarded', { type: 'mail', id: mailId }, {})
  })
  await w.catchUp()
}
const contact = (email: string) =>
  w.committed((ctx) =>
    ctx.db.run(sql`insert into contact (tenant_id, id, party_id, name, phone, email)
      values (${ctx.tenant.id}, ${newId()}, ${goods.customerId}, '王小明', '13812345678', ${email})`),
  )

beforeEach(async () => {
  w.setNow(MONDAY)
  await rule('draft')
  goods = await w.committed((ctx) => yard(ctx))
  made = await w.committed((ctx) => sent(ctx, goods))
  promise = await w.committed((ctx) =>
    ctx.db.one(sql<{ id: string; dueAt: Date }>`
      select id, due_at as "dueAt" from promise where tenant_id = ${ctx.tenant.id} and order_id = ${made.order.id} and kind = 'deliver'`),
  )
})

test('a delivery that becomes late is drafted once; sent by mail it is proven in the ledger only when the mail has gone', async () => {
  await contact('wang@example.cn')
  await round()
  expect(await notices()).toEqual([])
  at(promise.dueAt.getTime() + HOUR)
  await round()
  await round()
  const [draft, ...more] = await notices()
  expect(more).toEqual([])
  expect(draft).toMatchObject({ state: 'draft', reason: 'late', channel: 'email' })
  expect(draft?.body).toContain(made.order.number)
  expect(draft?.body).toContain(made.waybill)
  expect(draft?.body).toContain('客服热线 400-820-0000')
  expect(draft?.body).not.toContain('李小明')
  await w.committed((ctx) => sendNotice(ctx, { id: draft?.id ?? '', body: '改过的内容' }))
  expect((await notices())[0]).toMatchObject({ state: 'queued', body: '改过的内容' })
  expect(await told()).toEqual([])
  await mailEnds('sent')
  expect((await notices())[0]?.state).toBe('sent')
  expect(await told()).toEqual([{ channel: 'email', recipient: 'wang@example.cn' }])
})

test('where the company wants it the mail goes by itself; without an address a person has to call', async () => {
  await rule('auto')
  at(promise.dueAt.getTime() + HOUR)
  await round()
  expect(await notices()).toMatchObject([{ state: 'draft', channel: 'phone' }])

  w.setNow(MONDAY)
  await contact('wang@example.cn')
  made = await w.committed((ctx) => sent(ctx, goods))
  at(promise.dueAt.getTime() + HOUR)
  await round()
  expect(await notices()).toMatchObject([{ state: 'queued', channel: 'email' }])
  await mailEnds('failed')
  expect(await notices()).toMatchObject([{ state: 'failed' }])
  expect(await told()).toEqual([])
})

test('nothing is made while it is off, or where somebody told the customer of the delay', async () => {
  await rule('off')
  at(promise.dueAt.getTime() + HOUR)
  await round()
  expect(await notices()).toEqual([])
  await rule('draft')
  await w.committed((ctx) =>
    tellCustomer(ctx, { promiseId: promise.id, channel: 'phone', recipient: '王小明' }),
  )
  at(promise.dueAt.getTime() + 2 * HOUR)
  await round()
  expect(await notices()).toEqual([])
})

test('predicted late by the share the company chose; below it nobody is told', async () => {
  const risk = (share: number) =>
    w.committed((ctx) =>
      ctx.db
        .run(sql`update promise set risk_late = ${share}, risk_cases = 40, risk_expected_at = ${new Date(promise.dueAt.getTime() + 30 * HOUR)}
        where tenant_id = ${ctx.tenant.id} and id = ${promise.id}`),
    )
  await risk(0.49)
  await round()
  expect(await notices()).toEqual([])
  await risk(0.5)
  await round()
  expect(await notices()).toMatchObject([{ reason: 'at_risk', state: 'draft' }])
})

test('a new date nobody was told of becomes a notice after a while, and a later date is told anew', async () => {
  await contact('wang@example.cn')
  const dueAt = new Date(promise.dueAt.getTime() + 24 * HOUR)
  await w.committed((ctx) => repromise(ctx, { promiseId: promise.id, dueAt, reason: '恶劣天气' }))
  await round()
  expect(await notices()).toEqual([])
  at(Date.parse(MONDAY) + HOUR)
  await round()
  expect(await notices()).toMatchObject([{ reason: 'moved', expectedAt: dueAt }])
  await w.committed(async (ctx) => {
    for (const { id } of await ctx.db.all(
      sql<{
        id: string
      }>`select id from customer_notice where tenant_id = ${ctx.tenant.id} and order_id = ${made.order.id}`,
    ))
      await sendNotice(ctx, { id })
  })
  await mailEnds('sent')
  at(dueAt.getTime() + HOUR)
  await round()
  expect((await notices()).map((n) => n.reason)).toEqual(['moved', 'late'])
})

test('that the order was accepted says nothing of a delay: who was told of the one still hears of the other', async () => {
  await contact('wang@example.cn')
  const id = await w.committed((ctx) => draftOrderNotice(ctx, { orderId: made.order.id }))
  await w.committed((ctx) => sendNotice(ctx, { id }))
  at(Date.parse(MONDAY) + HOUR)
  await mailEnds('sent')
  expect((await told()).length).toBeGreaterThan(0)
  await w.committed((ctx) =>
    ctx.db.run(
      sql`update promise set risk_late = 0.6, risk_cases = 40 where tenant_id = ${ctx.tenant.id} and id = ${promise.id}`,
    ),
  )
  at(Date.parse(MONDAY) + 2 * HOUR)
  await round()
  expect((await notices()).map((n) => [n.reason, n.state])).toEqual([
    ['accepted', 'sent'],
    ['at_risk', 'draft'],
  ])
})

test('a draft is dropped when the goods arrive before it went', async () => {
  at(promise.dueAt.getTime() + HOUR)
  await round()
  await w.committed((ctx) => postEvents(ctx, [{ waybill: made.waybill, status: 'delivered', at: w.now() }]))
  await w.committed(dropSettledNotices)
  expect(await notices()).toMatchObject([{ state: 'dropped' }])
})

test('over HTTP: who may tell customers sends, who may not is refused; another customer’s people see none', async () => {
  await contact('wang@example.cn')
  at(promise.dueAt.getTime() + HOUR)
  await round()
  const agent = await w.user({ role: 'agent' })
  const reader = await w.user(['promise.read', 'inside.read'])
  const other = await w.user(['promise.read', 'inside.read'], { scopes: { customer: [newId()] } })
  const [draft] = await notices()
  const path = `/customer-notices/${draft?.id}`
  const list = await w.call(agent, 'GET', `/customer-notices?orderId=${made.order.id}`)
  expect(list.body.rows).toMatchObject([
    { contact: { name: '王**', address: 'w***@example.cn', hasEmail: true }, state: 'draft' },
  ])
  expect((await w.call(other, 'GET', `/customer-notices?orderId=${made.order.id}`)).body.rows).toEqual([])
  expect((await w.call(other, 'GET', path)).status).toBe(404)
  expect((await w.call(reader, 'POST', `${path}/send`, {})).status).toBe(403)
  expect((await w.call(agent, 'PUT', '/delay-rule', DEFAULT_RULE)).status).toBe(403)
  expect((await w.call(agent, 'POST', `${path}/send`, {})).body.state).toBe('queued')
  expect((await w.call(agent, 'POST', `${path}/dismiss`, { reason: '不必' })).body.code).toBe(
    'customer_notice.on_its_way',
  )
  await mailEnds('discarded')
  const recorded = await w.call(agent, 'POST', `${path}/told`, { channel: 'phone', recipient: '王小明' })
  expect(recorded.body.state).toBe('told')
  expect(await told()).toEqual([{ channel: 'phone', recipient: '王小明' }])
  const again = await w.call(agent, 'POST', '/customer-notices', { orderId: made.order.id })
  expect(again.status).toBe(200)
  expect(again.body.id).not.toBe(draft?.id)
})

test('the rule says what it would catch now, by reason, also for another limit; what a notice waits for is not counted', async () => {
  const count = (lateShare?: number) => w.committed((ctx) => countDelayMatches(ctx, { lateShare }))
  const before = await count()
  await w.committed((ctx) =>
    ctx.db.run(
      sql`update promise set risk_late = 0.6 where tenant_id = ${ctx.tenant.id} and id = ${promise.id}`,
    ),
  )
  const caught = await count()
  expect(caught.reasons.at_risk - before.reasons.at_risk).toBe(1)
  expect([caught.promises - before.promises, caught.orders - before.orders]).toEqual([1, 1])
  expect((await count(0.9)).reasons.at_risk).toBe(before.reasons.at_risk)
  at(promise.dueAt.getTime() + HOUR)
  expect((await count()).reasons.late).toBe(before.reasons.late + 1)
  await round()
  expect((await count()).promises).toBe(0)
})
