import { expect, test } from 'vitest'
import { handoverStates, standingOf, whyNotHandover } from './handover.ts'
import { requestText } from './pickup-words.ts'

const open = { state: 'open', request: 'none', mode: 'hand', hasEmail: true } as const

test.each([
  [open, 'request', null],
  [{ ...open, request: 'sent' }, 'request', null],
  [{ ...open, request: 'failed' }, 'request', null],
  [{ ...open, request: 'queued' }, 'request', 'handover.request_on_its_way'],
  [{ ...open, mode: 'auto' }, 'request', null],
  [{ ...open, mode: 'off' }, 'request', 'handover.request_off'],
  [{ ...open, hasEmail: false }, 'request', 'handover.no_address'],
  [{ ...open, mode: 'off', hasEmail: false }, 'sign', null],
  [open, 'change', null],
  [open, 'cancel', null],
] as const)('%o: %s: %s', (list, action, refusal) => {
  expect(whyNotHandover(list, action)).toBe(refusal)
})

test('a list that ended stays as it is', () => {
  for (const state of handoverStates.filter((one) => one !== 'open'))
    for (const action of ['request', 'sign', 'change', 'cancel'] as const)
      expect(whyNotHandover({ ...open, state }, action)).toBe('handover.ended')
})

test.each([
  ['planned', 'cannot_go'],
  ['picking', 'cannot_go'],
  ['packed', 'to_load'],
  ['handed_over', 'left'],
  ['delivered', 'left'],
  ['returned', 'left'],
  ['lost', 'left'],
  ['cancelled', 'cannot_go'],
])('a shipment that is %s: %s', (state, standing) => {
  expect(standingOf(state)).toBe(standing)
})

const facts = {
  number: 'HL-1',
  warehouse: { name: '广州一号仓', address: '广东省广州市开泰大道36号' },
  pickUpFrom: new Date('2026-11-26T08:00:00Z'),
  pickUpTo: new Date('2026-11-26T10:00:00Z'),
  shipments: 1_200,
  parcels: 1_300,
  weightG: 2_150_500,
  note: '',
  isAgain: false,
}
const frame = { locale: 'zh', zone: 'Asia/Shanghai', company: '诺达物流' } as const

test('a request says what waits where, until when, in the language of the carrier', () => {
  const zh = requestText(facts, frame)
  expect(zh.subject).toBe('揽收通知 HL-1：广州一号仓，1200 单 1300 件')
  for (const said of [
    '2026-11-26 16:00 至 2026-11-26 18:00',
    '1,200 单',
    '1,300 件',
    '2,150.5 千克',
    '诺达物流',
  ])
    expect(zh.text).toContain(said)
  expect(zh.text).not.toContain('备注')
  const en = requestText(
    { ...facts, isAgain: true, note: 'Gate 3', weightG: null },
    { ...frame, locale: 'en' },
  )
  expect(en.subject).toMatch(/^Pick-up request HL-1.*\(changed\)$/)
  expect(en.text).toContain('Note: Gate 3')
  expect(en.text).not.toContain('kg')
  expect(en.text).not.toMatch(/[备件单]/)
})
