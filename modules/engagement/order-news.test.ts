import { expect, test } from 'vitest'
import type { OrderReason } from './customer-notice.ts'
import { type OrderNews, newsOf } from './order-news.ts'
import { LINES_SHOWN, type OrderFacts, orderText } from './order-words.ts'

const at = (clock: string) => new Date(`2026-11-23T${clock}:00Z`)
const promise = { id: 'p', isTold: false, isInNotice: false }
const order: OrderNews = {
  state: 'confirmed',
  cancelledBy: null,
  heldAt: null,
  promises: [promise],
  notices: [],
}
const said = (reason: OrderReason, isUnderWay = true) => ({
  reason,
  madeAt: at('09:00'),
  isUnderWay,
})

test.each([
  ['accepted and not told', order, 'accepted'],
  ['told by somebody', { ...order, promises: [{ ...promise, isTold: true }] }, null],
  ['in a notice already', { ...order, promises: [{ ...promise, isInNotice: true }] }, null],
  ['promised anew after a notice', { ...order, notices: [said('accepted')] }, 'changed'],
  ['a notice that did not go', { ...order, notices: [said('accepted', false)] }, 'accepted'],
  [
    'held, told so, and going on',
    { ...order, promises: [{ ...promise, isTold: true }], notices: [said('held')] },
    'accepted',
  ],
  ['nothing promised', { ...order, promises: [] }, null],
  ['held', { ...order, heldAt: at('10:00') }, 'held'],
  ['held again later', { ...order, heldAt: at('10:00'), notices: [said('held')] }, 'held'],
  ['held and told', { ...order, heldAt: at('08:00'), notices: [said('held')] }, null],
  ['cancelled by us', { ...order, state: 'cancelled', cancelledBy: 'us' }, 'declined'],
  [
    'cancelled by us and told',
    { ...order, state: 'cancelled', cancelledBy: 'us', notices: [said('declined')] },
    null,
  ],
  ['cancelled by the customer', { ...order, state: 'cancelled', cancelledBy: 'customer' }, null],
] as const)('an order that is %s', (_what, given, reason) => {
  expect(newsOf(given)?.reason ?? null).toBe(reason)
})

test('a person may have it said again, of all that is open; not what is not so', () => {
  const told = { ...order, promises: [{ ...promise, isTold: true }], notices: [said('accepted')] }
  expect(newsOf(told, true)).toEqual({ reason: 'changed', promiseIds: ['p'] })
  expect(newsOf({ ...order, promises: [] }, true)).toBeNull()
  expect(newsOf({ ...order, state: 'cancelled', cancelledBy: 'customer' }, true)).toBeNull()
})

const line = { name: '注射器', quantity: 3, shipBy: at('08:00'), deliverBy: at('10:00'), missing: 0 }
const facts: OrderFacts = {
  reason: 'accepted',
  wasAccepted: false,
  orderNumber: 'SO-1',
  externalRef: 'PO-9',
  lines: [line, { ...line, name: '口罩', missing: 3 }, { ...line, name: '手套', missing: 1 }],
  holds: [],
}
const frame = {
  locale: 'zh',
  zone: 'Asia/Shanghai',
  company: '诺达物流',
  closing: '客服 400-820-0000',
} as const

test('accepted: each line with its dates, what is missing, the reference and how to reach us', () => {
  const { subject, body } = orderText(facts, frame)
  expect(subject).toBe('订单 SO-1 已受理')
  for (const told of [
    'PO-9',
    '· 注射器 × 3：2026-11-23 16:00 前发出，2026-11-23 18:00 前送达',
    '· 口罩 × 3：暂缺，确定时间后另行告知',
    '其中 1 件暂缺',
    '客服 400-820-0000',
    '诺达物流',
  ])
    expect(body).toContain(told)
  const en = orderText({ ...facts, reason: 'changed' }, { ...frame, locale: 'en' })
  expect(en.body).toContain('leaves by 2026-11-23 16:00, delivered by 2026-11-23 18:00')
  expect(en.body).not.toContain('：')
})

test('held: what the customer can do, not what the house noted; each once', () => {
  const holds = [
    { kind: 'credit', reason: '逾期 90 天，老赖' },
    { kind: 'credit', reason: '再查' },
    { kind: 'duplicate', reason: 'SO-0' },
  ] as const
  const { subject, body } = orderText({ ...facts, reason: 'held', holds }, frame)
  expect(subject).toBe('订单 SO-1 暂未受理')
  expect(body).toContain('SO-0')
  expect(body).not.toContain('老赖')
  expect(body.match(/账款/g)).toHaveLength(1)
  expect(body).not.toContain('注射器')
})

test('what was accepted before is on hold or cancelled, not unaccepted', () => {
  const before = { ...facts, wasAccepted: true }
  expect(orderText({ ...before, reason: 'held' }, frame).subject).toBe('订单 SO-1 暂停处理')
  expect(orderText({ ...before, reason: 'declined' }, frame).body).toContain('未能履行')
  expect(orderText(before, frame).subject).toBe('订单 SO-1 已受理')
})

test('declined says so and no more; a long order names its first lines', () => {
  expect(orderText({ ...facts, reason: 'declined' }, frame).body).toContain('未能受理')
  const lines = Array.from({ length: LINES_SHOWN + 5 }, () => line)
  expect(orderText({ ...facts, lines }, frame).body).toContain('另有 5 项')
})
