import { expect, test } from 'vitest'
import { sentenceOf } from './sentence.ts'

const plain = {
  kind: 'deliver' as const,
  urgent: null,
  destination: null,
  origin: null,
  service: null,
  classKey: null,
  target: { unit: 'days' as const, amount: 3 },
  calendarId: null,
  earlyToleranceMinutes: null,
  lateToleranceMinutes: 0,
  exclusions: [],
}

test.each([
  [
    'the least it can say',
    plain,
    {},
    '所有订单，送达：之后第 3 个自然日内。',
    'All orders: deliver on day 3 after.',
  ],
  [
    'all it can say',
    {
      ...plain,
      kind: 'ship' as const,
      urgent: true,
      service: 'express',
      classKey: 'A',
      origin: 'GZ1',
      destination: 'CN-65',
      calendarId: 'x',
      target: { unit: 'working_minutes' as const, amount: 240 },
      earlyToleranceMinutes: 0,
      lateToleranceMinutes: 90,
      exclusions: ['weather'],
    },
    {
      calendar: '标准',
      service: '特快',
      destination: '新疆',
      causes: [{ zh: '恶劣天气', en: 'Bad weather' }],
    },
    '加急、A 级客户、服务“特快”、自GZ1发出、发往新疆的订单，发货：4 小时的工作时间内（按“标准”日历），可晚 90 分钟，不得提前；因恶劣天气造成的延误不计。',
    'Orders (urgent, class A, service 特快, from GZ1, to 新疆): ship within 4 hours of working time (the calendar “标准”), at most 90 minutes late, not early; lateness caused by bad weather does not count.',
  ],
  [
    'the same working day',
    { ...plain, target: { unit: 'working_days' as const, amount: 0, at: '18:00' } },
    {},
    '所有订单，送达：当个工作日 18:00 前（按仓库或公司日历）。',
    'All orders: deliver on the same working day by 18:00 (the calendar of the warehouse or company).',
  ],
  [
    'a wish',
    { ...plain, target: { unit: 'requested' as const, amount: 7 } },
    {},
    '所有订单，送达：客户要求的日期；未要求时，之后第 7 个自然日内。',
    'All orders: deliver on the day the customer asks for; if none is asked for, on day 7 after.',
  ],
])('%s', (_what, clause, names, zh, en) => expect(sentenceOf(clause, names)).toEqual({ zh, en }))
