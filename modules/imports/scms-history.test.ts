import { expect, test } from 'vitest'
import { type ScmsLine, readScmsRow } from './scms.ts'
import { scmsHistory } from './scms-history.ts'

const row = (order: string, days: { due: string; delivered: string }): ScmsLine =>
  readScmsRow({
    rowNo: 2,
    values: {
      'Project Code': 'P1',
      'PO / SO #': order,
      'Item Description': 'Item',
      'Line Item Quantity': '1',
      'PO Sent to Vendor Date': '2015-05-01',
      'Scheduled Delivery Date': days.due,
      'Delivered to Client Date': days.delivered,
    },
  }) as ScmsLine

test.for([
  ['2026-11-28T00:10:00Z', '2026-11-28T00:10:00.000Z'],
  ['2026-11-28T15:00:00Z', '2026-11-28T12:00:00.000Z'],
])('moved to today at %s, nothing has happened later than that', ([now = '', deliveredAt]) => {
  const lines = [
    row('SO-1', { due: '2015-05-15', delivered: '2015-05-14' }),
    row('SO-2', { due: '2015-05-15', delivered: '2015-05-15' }),
    row('SO-3', { due: '2015-05-16', delivered: '2015-05-16' }),
  ]
  const shift = { sourceDay: '2015-05-15', today: '2026-11-28', nowMs: Date.parse(now) }
  const { orders } = scmsHistory(lines, { zone: 'UTC', shift })
  expect(orders.map((o) => o.deliveredMs && new Date(o.deliveredMs).toISOString())).toEqual([
    '2026-11-27T12:00:00.000Z',
    deliveredAt,
    null,
  ])
})
