import { type Locale, fill } from '#platform/text.ts'
import { dayText, numberText } from '#platform/format.ts'

/** What a purchase order says to its supplier. No customer's person is named in it. */
export type PurchaseLetterFacts = {
  number: string
  supplierName: string
  /** The customer whose order it is, with the customer's own number; null when it is ours. */
  onBehalf: { name: string; ref: string } | null
  warehouse: { name: string; address: string }
  note: string
  lines: readonly { sku: string; name: string; unit: string; quantity: number; wantedOn: string }[]
}

const words = {
  subject: { zh: '采购订单 {number}', en: 'Purchase order {number}' },
  hello: { zh: '{supplier}，您好：', en: 'Dear {supplier},' },
  ours: {
    zh: '请按以下明细供货，采购订单号 {number}。',
    en: 'Please supply the following. Our purchase order is {number}.',
  },
  theirs: {
    zh: '我们受 {customer} 委托订货，请按以下明细供货，采购订单号 {number}{ref}。',
    en: 'On behalf of {customer}{ref} we order the following. Our purchase order is {number}.',
  },
  ref: { zh: '（客户订货号 {ref}）', en: ' (their reference {ref})' },
  line: {
    zh: '{no}. {sku} {name}：{n} {unit}，{day} 前到货',
    en: '{no}. {sku} {name}: {n} {unit}, by {day}',
  },
  to: { zh: '送货到：{place}', en: 'Deliver to: {place}' },
  note: { zh: '备注：{note}', en: 'Note: {note}' },
  ask: {
    zh: '请回复确认每一行的到货日期；送货时请注明采购订单号。',
    en: 'Please confirm the day of each line, and name our purchase order with the delivery.',
  },
} as const

/** The suggested mail of an order; whoever sends it may change it. */
export function purchaseLetter(
  { number, supplierName, onBehalf, warehouse, note, lines }: PurchaseLetterFacts,
  { locale, company }: { locale: Locale; company: string },
): { subject: string; body: string } {
  const say = (key: keyof typeof words, values: Record<string, unknown>) => fill(words[key][locale], values)
  const ref = onBehalf?.ref ? say('ref', { ref: onBehalf.ref }) : ''
  const parts = [
    say('hello', { supplier: supplierName }),
    '',
    onBehalf ? say('theirs', { customer: onBehalf.name, number, ref }) : say('ours', { number }),
    '',
    ...lines.map(({ quantity, wantedOn, ...line }, i) =>
      say('line', { ...line, no: i + 1, n: numberText(quantity, locale), day: dayText(wantedOn, locale) }),
    ),
    '',
    say('to', {
      place: [warehouse.name, warehouse.address].filter(Boolean).join(locale === 'zh' ? '，' : ', '),
    }),
    ...(note ? [say('note', { note })] : []),
    '',
    words.ask[locale],
    '',
    company,
  ]
  return { subject: say('subject', { number }), body: parts.join('\n') }
}
