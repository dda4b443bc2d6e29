import { beforeEach, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { type Sent, promisesOf, sent, yard } from '#modules/shipments/fixture.ts'
import { newId } from '#platform/ids.ts'
import { type TestUser, world } from '#platform/testing/world.ts'
import { inquiryStates, whyNotInquiry } from './inquiry.ts'

const w = world()
const HOUR = 3_600_000
let agent: TestUser
let made: Sent

const due = (hours: number) => new Date(Date.parse(MONDAY) + hours * HOUR).toISOString()
const register = (body: object = {}, as = agent) =>
  w.call(as, 'POST', '/tracking-inquiries', {
    orderId: made.order.id,
    channel: 'phone',
    question: '货到哪里了？',
    dueAt: due(2),
    ...body,
  })
const act = (id: string, what: string, body: object, as = agent) =>
  w.call(as, 'POST', `/tracking-inquiries/${id}/${what}`, body)
const answerOf = async () =>
  (await w.committed((ctx) => promisesOf(ctx, made.order.id)))['answer']?.outcome ?? null

beforeEach(async () => {
  w.setNow(MONDAY)
  agent = await w.user({ role: 'agent' })
  made = await w.committed(async (ctx) => sent(ctx, await yard(ctx)))
})

test('state × action: what is not named is refused', () => {
  const allowed = inquiryStates.flatMap((state) =>
    (['follow', 'answer', 'close'] as const)
      .filter((action) => whyNotInquiry(state, action) === null)
      .map((a) => `${state} ${a}`),
  )
  expect(allowed).toEqual(['open follow', 'open answer', 'answered close'])
  expect(whyNotInquiry('open', 'close')).toBe('inquiry.not_answered')
})

test('asked, followed up, answered in the promised time, closed after the last question', async () => {
  const { body: asked } = await register()
  expect(asked).toMatchObject({
    state: 'open',
    waybills: [made.waybill],
    owner: { id: agent.id },
    orderNumber: made.order.number,
  })
  expect(asked.route).toMatch(/仓 0 → 广东省广州市/)
  expect(asked.route).not.toContain('天河路')
  expect(asked.expectedAt).not.toBe(null)
  expect(await answerOf()).toBe('open')
  expect((await act(asked.id, 'close', { wantsMore: false })).body.code).toBe('inquiry.not_answered')
  const followed = await act(asked.id, 'follow-ups', { with: 'carrier', note: '司机称明早送达' })
  expect(followed.body).toMatchObject({ state: 'open', followedWith: 'carrier' })
  const answered = await act(asked.id, 'answer', { channel: 'phone', answer: '明早送达，已致歉' })
  expect(answered.body).toMatchObject({ state: 'answered', answer: '明早送达，已致歉' })
  expect(await answerOf()).toBe('fulfilled')
  expect((await act(asked.id, 'follow-ups', { with: 'carrier', note: '再问一次' })).body.code).toBe(
    'inquiry.answered',
  )
  const closed = await act(asked.id, 'close', { wantsMore: true })
  expect(closed.body).toMatchObject({ state: 'closed', wantsMore: true })
  expect((await act(asked.id, 'close', { wantsMore: true })).body.code).toBe('inquiry.closed')
  const list = await w.call(agent, 'GET', `/tracking-inquiries?state=closed&orderId=${made.order.id}`)
  expect(list.body.rows).toMatchObject([{ id: asked.id }])
})

test('an answer due in the past names its field; a second question has a promise of its own', async () => {
  expect((await register({ dueAt: due(-1) })).body.fields).toMatchObject([{ path: 'dueAt' }])
  const [first, second] = [await register(), await register({ question: '什么时候派送？' })]
  await act(first.body.id, 'answer', { channel: 'phone', answer: '在途' })
  const board = await w.call(agent, 'GET', `/promises?orderId=${made.order.id}&kind=answer`)
  expect(board.body.rows).toMatchObject([{ subjectId: second.body.id, kind: 'answer' }])
})

test('who may not see the order neither asks nor reads nor answers', async () => {
  const { body } = await register()
  const other = await w.user({ role: 'agent' }, { scopes: { customer: [newId()] } })
  expect((await register({}, other)).status).toBe(404)
  expect((await w.call(other, 'GET', '/tracking-inquiries')).body.rows).toEqual([])
  expect((await act(body.id, 'answer', { channel: 'phone', answer: '在途' }, other)).status).toBe(404)
  const reader = await w.user(['order.read'])
  expect((await register({}, reader)).status).toBe(403)
})
