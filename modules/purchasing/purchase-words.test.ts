import { expect, test } from 'vitest'
import { type PurchaseLetterFacts, purchaseLetter } from './purchase-words.ts'

const facts = (given: Partial<PurchaseLetterFacts> = {}): PurchaseLetterFacts => ({
  number: 'PO-1',
  supplierName: '宏达制药',
  onBehalf: null,
  warehouse: { name: '华南仓', address: '广东省广州市 天河路 1 号' },
  note: '',
  lines: [{ sku: 'A-1', name: '手套', unit: '箱', quantity: 1_200, wantedOn: '2026-12-01' }],
  ...given,
})

test('an order of our own, in Chinese', () => {
  expect(purchaseLetter(facts({ note: '冷链运输' }), { locale: 'zh', company: '诺达物流' })).toEqual({
    subject: '采购订单 PO-1',
    body: `宏达制药，您好：

请按以下明细供货，采购订单号 PO-1。

1. A-1 手套：1,200 箱，2026-12-01 周二 前到货

送货到：华南仓，广东省广州市 天河路 1 号
备注：冷链运输

请回复确认每一行的到货日期；送货时请注明采购订单号。

诺达物流`,
  })
})

test('on behalf of a customer, in English, with the customer’s number', () => {
  const given = facts({
    onBehalf: { name: 'Acme', ref: 'K-5' },
    warehouse: { name: 'South', address: '' },
  })
  expect(purchaseLetter(given, { locale: 'en', company: 'Nuoda' }).body).toBe(`Dear 宏达制药,

On behalf of Acme (their reference K-5) we order the following. Our purchase order is PO-1.

1. A-1 手套: 1,200 箱, by 2026-12-01 Tue

Deliver to: South

Please confirm the day of each line, and name our purchase order with the delivery.

Nuoda`)
})
