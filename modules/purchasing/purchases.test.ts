import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inventoryInvariants } from '#modules/inventory/invariants.ts'
import { MONDAY, type Shelf, customer, shelf } from '#modules/orders/fixture.ts'
import { ensureDefaultClauses } from '#modules/contracts/default-clauses.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { purchasingBulkActions } from './bulk-actions.ts'
import { purchaseOf } from './fixture.ts'
import { purchasingInvariants } from './invariants.ts'

const w = world()
let buyer: TestUser
let goods: Shelf
let supplierId: string

const HOUR = 3_600_000
const at = (hours: number) => new Date(Date.parse(MONDAY) + hours * HOUR).toISOString()
const draft = (given = {}, as = buyer) =>
  w.call(as, 'POST', '/purchase-orders', purchaseOf({ ...goods, supplierId }, given))
const act = (id: string, what: string, body: object = {}, as = buyer) =>
  w.call(as, 'POST', `/purchase-orders/${id}/${what}`, body)
const told = { channel: 'phone', recipient: '李经理' }
const receive = (body: object, as = buyer) => w.call(as, 'POST', '/goods-receipts', body)
const get = async (id: string) => (await w.call(buyer, 'GET', `/purchase-orders/${id}`)).body
const pathsOf = (answer: { body: { fields?: { path: string }[] } }) => answer.body.fields?.map((f) => f.path)
const broken = () =>
  w.committed(async (ctx) => {
    const names: string[] = []
    for (const invariant of [...inventoryInvariants, ...purchasingInvariants])
      if ((await ctx.db.all(invariant.query(ctx))).length > 0) names.push(invariant.name)
    return names
  })
const addContact = (email: string) =>
  w.committed((ctx) =>
    ctx.db.run(sql`
      insert into contact (tenant_id, id, party_id, name, email) values (${ctx.tenant.id}, ${newId()}, ${supplierId}, '李经理', ${email})`),
  )
const mailOf = async (id: string) =>
  w.committed((ctx) =>
    ctx.db.one(sql<{ id: string; state: string; to: string; text: string }>`
      select m.id, m.state, m.to_address as to, m.body_text as text from mail m join purchase_order o on o.tenant_id = m.tenant_id and o.mail_id = m.id
      where o.tenant_id = ${ctx.tenant.id} and o.id = ${id}`),
  )
/** What the sender of mails does at the end of a mail. */
const endMail = async (id: string, state: 'sent' | 'failed') => {
  const mail = await mailOf(id)
  await w.committed(async (ctx) => {
    await ctx.db.run(
      sql`update mail set state = ${state}, ended_at = now() where tenant_id = ${ctx.tenant.id} and id = ${mail.id}`,
    )
    const data = state === 'failed' ? { reason: 'x' } : {}
    ctx.events.push({ type: `mail.${state}`, subject: { type: 'mail', id: mail.id }, data, at: ctx.now })
  })
  await w.catchUp()
}

beforeAll(async () => {
  buyer = await w.user({ role: 'manager' })
})
beforeEach(async () => {
  w.setNow(MONDAY)
  await w.committed(async (ctx) => {
    await ensureDefaultClauses(ctx)
    goods = await shelf(ctx, { products: 2, onHand: 0, warehouses: 2 })
    supplierId = await customer(ctx, { roles: ['supplier'], name: '宏达制药' })
  })
})

test('an order is drafted, told to the supplier, confirmed with a day, and comes in parts into stock', async () => {
  const { body: made } = await draft()
  expect(made).toMatchObject({
    state: 'draft',
    number: expect.stringMatching(/^PO/),
    supplier: { name: '宏达制药' },
    customer: null,
    expectedOn: '2026-12-01',
    lineRows: [{ quantity: 10, received: 0, wantedOn: '2026-12-01', confirmedOn: null }],
  })
  expect((await act(made.id, 'told', told)).body).toMatchObject({
    state: 'sent',
    channel: 'phone',
    recipient: '李经理',
    sentAt: MONDAY,
  })
  const lines = [{ lineId: made.lineRows[0].id, day: '2026-12-03' }]
  const confirmed = await act(made.id, 'confirmation', { supplierRef: 'HD-77', lines })
  expect(confirmed.body).toMatchObject({ state: 'confirmed', supplierRef: 'HD-77', expectedOn: '2026-12-03' })

  w.setNow(at(24))
  const goodsOf = (accepted: number) => ({
    warehouseId: goods.warehouseId,
    purchaseId: made.id,
    lines: [{ productId: goods.productId, accepted }],
  })
  const part = await receive(goodsOf(4))
  expect(part.body).toMatchObject({
    supplierName: '宏达制药',
    purchaseNumber: made.number,
    lineRows: [{ expected: 10, accepted: 4 }],
  })
  expect(await get(made.id)).toMatchObject({ state: 'receiving', received: 4, receipts: [{ accepted: 4 }] })
  expect((await act(made.id, 'cancel', { reason: '不要了' })).body.code).toBe('purchase.goods_came')
  await receive(goodsOf(7))
  expect(await get(made.id)).toMatchObject({ state: 'received', received: 11, expectedOn: null })
  expect(await broken()).toEqual([])
  expect((await receive(goodsOf(1))).body.code).toBe('purchase.ended')
  const list = await w.call(buyer, 'GET', `/goods-receipts?purchaseId=${made.id}`)
  expect(list.body.rows).toHaveLength(2)
})

test('what was not ordered comes in, too, and is told; the rest may be given up', async () => {
  const { body: made } = await draft()
  await act(made.id, 'told', told)
  const other = goods.productIds[1]
  await receive({
    warehouseId: goods.warehouseId,
    purchaseId: made.id,
    lines: [
      { productId: goods.productId, accepted: 6, refused: 1, refusalReason: 'damaged' },
      { productId: other, accepted: 2 },
    ],
  })
  const events = await w.committed((ctx) =>
    ctx.db.all(sql<{ type: string; data: object }>`
      select type, data from event where tenant_id = ${ctx.tenant.id} and subject_id = ${made.id} and type = 'purchase.goods_came'`),
  )
  expect(events).toMatchObject([{ data: { accepted: 8, beyond: 2, missing: 4 } }])
  const closed = await act(made.id, 'close', { reason: '厂家停产' })
  expect(closed.body).toMatchObject({ state: 'closed', endReason: '厂家停产', received: 6 })
  expect(await broken()).toEqual([])
})

test('a mail goes to the contact in the supplier’s language; its end decides, and what the supplier says meanwhile stays', async () => {
  const customerId = goods.customerId
  const { body: made } = await draft({ customerId, customerRef: 'KH-5', note: '冷链运输' })
  expect((await act(made.id, 'send')).body.code).toBe('purchase.no_address')
  await addContact('li@hongda.example')
  const letter = await w.call(buyer, 'GET', `/purchase-orders/${made.id}/letter`)
  expect(letter.body.to).toEqual({ name: '李**', address: 'l***@hongda.example' })
  const sent = await act(made.id, 'send')
  expect(sent.body).toMatchObject({ state: 'queued', channel: 'email', recipient: 'l***@hongda.example' })
  const mail = await mailOf(made.id)
  expect(mail).toMatchObject({ to: 'li@hongda.example', state: 'waiting' })
  for (const words of [made.number, '测试客户', 'KH-5', goods.skus[0] ?? '', '冷链运输', '2026-12-01'])
    expect(mail.text).toContain(words)

  await endMail(made.id, 'failed')
  expect(await get(made.id)).toMatchObject({ state: 'failed', sentAt: null })
  await act(made.id, 'send', { subject: '订货', body: '请供货' })
  expect((await mailOf(made.id)).text).toBe('请供货')
  await endMail(made.id, 'sent')
  expect(await get(made.id)).toMatchObject({ state: 'sent', sentAt: MONDAY })
})

test('who is told by telephone gets no mail any more', async () => {
  await addContact('li@hongda.example')
  const { body: made } = await draft()
  await act(made.id, 'send')
  expect((await act(made.id, 'told', told)).body.state).toBe('sent')
  expect((await mailOf(made.id)).state).toBe('discarded')
  await w.catchUp()
  expect((await get(made.id)).state).toBe('sent')
  const second = (await draft()).body
  await act(second.id, 'send')
  expect((await act(second.id, 'cancel', { reason: '重复' })).body.state).toBe('cancelled')
  expect((await mailOf(second.id)).state).toBe('discarded')
})

test('a confirmed day moves only with the reason; a day gone by is overdue and found', async () => {
  const { body: made } = await draft()
  const lineId = made.lineRows[0].id
  const confirm = (day: string, more = {}) =>
    act(made.id, 'confirmation', { lines: [{ lineId, day }], ...more })
  expect((await confirm('2026-12-02')).body.code).toBe('purchase.not_sent')
  await act(made.id, 'told', told)
  expect(pathsOf(await confirm('2026-11-20'))).toEqual(['lines[0].day'])
  await confirm('2026-12-02')
  expect(pathsOf(await confirm('2026-12-09'))).toEqual(['reason'])
  const moved = await confirm('2026-12-09', { reason: '产能不足' })
  expect(moved.body.lineRows).toMatchObject([{ firstConfirmedOn: '2026-12-02', confirmedOn: '2026-12-09' }])
  const overdueAt = async (now: string) => {
    w.setNow(now)
    // Weeks later he has logged in again.
    const again = await w.user({ role: 'manager' })
    const { body } = await w.call(again, 'GET', `/purchase-orders?overdue=true&supplierId=${supplierId}`)
    return body.rows
  }
  expect(await overdueAt('2026-12-09T15:59:00.000Z')).toEqual([])
  expect(await overdueAt('2026-12-09T16:00:00.000Z')).toMatchObject([{ id: made.id, isOverdue: true }])
})

test('a draft is changed with what it changed; what is sent is not', async () => {
  const { body: made } = await draft()
  const fields = purchaseOf(
    { ...goods, supplierId },
    {
      lines: [
        { productId: goods.productIds[1] ?? '', quantity: 3, wantedOn: '2026-12-05' },
        { productId: goods.productId, quantity: 12, wantedOn: '2026-12-04' },
      ],
    },
  )
  const put = (body: object) => w.call(buyer, 'PUT', `/purchase-orders/${made.id}`, body)
  const changed = await put({ ...fields, version: 1 })
  expect(changed.body).toMatchObject({ version: 2, lines: 2, quantity: 15, expectedOn: '2026-12-04' })
  expect(changed.body.lineRows[1].id).toBe(made.lineRows[0].id)
  expect((await put({ ...fields, note: 'x', version: 1 })).status).toBe(200)
  await act(made.id, 'told', told)
  expect((await put({ ...fields, version: 3 })).body.code).toBe('purchase.sent_already')
})

test('bad input names its field', async () => {
  const line = { productId: goods.productId, quantity: 1, wantedOn: '2026-12-01' }
  expect(pathsOf(await draft({ lines: [line, line] }))).toEqual(['lines[1].productId'])
  expect(pathsOf(await draft({ lines: [{ ...line, wantedOn: '2026-11-22' }] }))).toEqual([
    'lines[0].wantedOn',
  ])
  expect(pathsOf(await draft({ lines: [{ ...line, productId: newId() }] }))).toEqual(['lines[0].productId'])
  expect(pathsOf(await draft({ supplierId: goods.customerId }))).toEqual(['supplierId'])
  expect(pathsOf(await draft({ customerId: supplierId }))).toEqual(['customerId'])
  expect(pathsOf(await draft({ customerRef: 'A' }))).toEqual(['customerId'])
  const { body: made } = await draft()
  await act(made.id, 'told', told)
  const elsewhere = { warehouseId: goods.warehouseIds[1], purchaseId: made.id }
  const wrong = await receive({ ...elsewhere, lines: [{ productId: goods.productId, accepted: 1 }] })
  expect(wrong.body.code).toBe('purchase.other_warehouse')
  const foreign = await act(made.id, 'confirmation', { lines: [{ lineId: newId(), day: '2026-12-02' }] })
  expect(pathsOf(foreign)).toEqual(['lines[0].lineId'])
})

test('people of other warehouses and customers neither see nor touch it; readers do not order', async () => {
  const { body: made } = await draft({ customerId: goods.customerId })
  for (const scopes of [{ warehouse: [newId()] }, { customer: [newId()] }] as Record<string, string[]>[]) {
    const other = await w.user({ role: 'manager' }, { scopes })
    expect((await w.call(other, 'GET', `/purchase-orders/${made.id}`)).status).toBe(404)
    const list = await w.call(other, 'GET', `/purchase-orders?supplierId=${supplierId}`)
    expect(list.body.rows).toEqual([])
    expect((await act(made.id, 'told', told, other)).status).toBe(404)
    const body = { warehouseId: goods.warehouseId, purchaseId: made.id }
    const lines = [{ productId: goods.productId, accepted: 1 }]
    expect((await receive({ ...body, lines }, other)).status).toBe(404)
  }
  const reader = await w.user(['purchase.read'])
  expect((await draft({}, reader)).status).toBe(403)
  expect((await w.call(reader, 'GET', `/purchase-orders/${made.id}`)).status).toBe(200)
})

test('many at once: drafts whose supplier has an address go; a draft without stays, with the reason', async () => {
  const [first, second] = [(await draft()).body, (await draft()).body]
  const run = (name: string, id: string, input: Record<string, string> = {}) =>
    w.committed(async (ctx) => {
      const action = purchasingBulkActions.find((one) => one.key === `purchases.${name}`)
      expect((await action?.find(ctx, [id]))?.map((one) => one.id)).toEqual([id])
      await action?.run(ctx, id, input)
    })
  await expect(run('send', first.id)).rejects.toThrow('purchase.no_address')
  await addContact('li@hongda.example')
  await run('send', first.id)
  await run('cancel', second.id, { reason: '重复' })
  expect([(await get(first.id)).state, (await get(second.id)).state]).toEqual(['queued', 'cancelled'])
})
