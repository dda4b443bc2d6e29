import { expect, test } from 'vitest'
import { channelFor, noticeStates, gravestOf, whyNotNotice } from './customer-notice.ts'
import { delayText } from './delay-words.ts'

const contact = { email: 'a@b.cn', phone: '13812345678', wechat: '' }

test.each([
  [null, contact, 'email'],
  ['email', contact, 'email'],
  ['phone', contact, 'phone'],
  ['wechat', contact, 'email'],
  ['wechat', { ...contact, email: '' }, 'phone'],
  ['portal', null, 'portal'],
  ['email', null, 'phone'],
  ['sms', { ...contact, phone: '' }, 'email'],
] as const)('a customer who prefers %s with %o is told by %s', (preferred, who, channel) => {
  expect(channelFor(preferred, who)).toBe(channel)
})

test('only drafts and mails that failed can be sent, told or dismissed', () => {
  for (const state of noticeStates) {
    const isOpen = state === 'draft' || state === 'failed'
    for (const action of ['send', 'tell', 'dismiss'] as const)
      expect(whyNotNotice({ state, hasEmail: true }, action) === null).toBe(isOpen)
  }
  expect(whyNotNotice({ state: 'draft', hasEmail: false }, 'send')).toBe('customer_notice.no_address')
  expect(whyNotNotice({ state: 'draft', hasEmail: false }, 'tell')).toBe(null)
})

test('late outweighs moved, moved outweighs predicted', () => {
  expect(gravestOf(['at_risk', 'moved', 'late'])).toBe('late')
  expect(gravestOf(['at_risk', 'moved'])).toBe('moved')
  expect(gravestOf(['at_risk'])).toBe('at_risk')
})

const facts = {
  orderNumber: 'SO-1',
  externalRef: 'PO-9',
  dueAt: new Date('2026-11-27T10:00:00Z'),
  expectedAt: new Date('2026-11-29T15:59:59Z'),
  waybills: ['SF1', 'SF2'],
  goods: Array.from({ length: 12 }, (_, i) => ({ name: `商品 ${i}`, quantity: 1_200 })),
}
const frame = { zone: 'Asia/Shanghai', company: '诺达物流', closing: '热线 400' }

test('a notice names the order in the customer’s words, a predicted date by the day and a promised one by the minute', () => {
  const late = delayText({ ...facts, reason: 'late' }, { ...frame, locale: 'zh' })
  expect(late.body).toContain('您的订单 SO-1（您的单号 PO-9）原定于 2026-11-27 18:00 前送达')
  expect(late.body).toContain('目前预计 2026-11-29 送达')
  expect(late.body).toContain('另有 2 项')
  expect(late.body).toContain('运单号：SF1、SF2')
  expect(late.body.endsWith('热线 400\n\n诺达物流')).toBe(true)
  const moved = delayText({ ...facts, reason: 'moved' }, { ...frame, locale: 'en' })
  expect(moved.body).toContain('The new delivery time is by 2026-11-29 23:59.')
  const unknown = delayText({ ...facts, expectedAt: null, reason: 'at_risk' }, { ...frame, locale: 'en' })
  expect(unknown.body).toContain('as soon as we know it')
})
