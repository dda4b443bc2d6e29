import { numberText, timeText } from '#platform/format.ts'
import { type Locale, fill } from '#platform/text.ts'

/** What a pick-up request says. Nobody is named in it. */
export type RequestFacts = {
  number: string
  warehouse: { name: string; address: string }
  pickUpFrom: Date
  pickUpTo: Date
  shipments: number
  parcels: number
  /** Null: the weight of no shipment is known. */
  weightG: number | null
  note: string
  isAgain: boolean
}

const words = {
  subject: {
    zh: '揽收通知 {number}：{warehouse}，{n} 单 {parcels} 件',
    en: 'Pick-up request {number}: {warehouse}, {n} shipments, {parcels} parcels',
  },
  again: { zh: '（更新）', en: ' (changed)' },
  hello: { zh: '您好：', en: 'Hello,' },
  ask: {
    zh: '下列货物已备好，请按时到仓揽收。',
    en: 'the goods below are ready. Please pick them up in time.',
  },
  warehouse: { zh: '仓库：{what}', en: 'Warehouse: {what}' },
  address: { zh: '地址：{what}', en: 'Address: {what}' },
  window: { zh: '揽收时间：{from} 至 {to}', en: 'Pick-up: {from} to {to}' },
  count: { zh: '运单：{n} 单', en: 'Waybills: {n}' },
  parcels: { zh: '件数：{n} 件', en: 'Parcels: {n}' },
  weight: { zh: '重量：约 {kg} 千克', en: 'Weight: about {kg} kg' },
  note: { zh: '备注：{what}', en: 'Note: {what}' },
  number: { zh: '交接单号：{number}', en: 'Hand-over list: {number}' },
  attached: {
    zh: '运单明细见附件；司机到仓后请在交接单上签字。',
    en: 'The waybills are attached. The driver signs the hand-over list at the warehouse.',
  },
} as const

const GRAMS = 1_000

export function requestText(
  facts: RequestFacts,
  { locale, zone, company }: { locale: Locale; zone: string; company: string },
): { subject: string; text: string } {
  const say = (word: keyof typeof words, values: Record<string, unknown> = {}) =>
    fill(words[word][locale], values)
  const figure = (n: number) => numberText(n, locale)
  const subject = say('subject', {
    number: facts.number,
    warehouse: facts.warehouse.name,
    n: facts.shipments,
    parcels: facts.parcels,
  })
  const lines = [
    say('hello'),
    '',
    say('ask'),
    '',
    say('number', { number: facts.number }),
    say('warehouse', { what: facts.warehouse.name }),
    ...(facts.warehouse.address ? [say('address', { what: facts.warehouse.address })] : []),
    say('window', { from: timeText(facts.pickUpFrom, zone), to: timeText(facts.pickUpTo, zone) }),
    say('count', { n: figure(facts.shipments) }),
    say('parcels', { n: figure(facts.parcels) }),
    ...(facts.weightG === null ? [] : [say('weight', { kg: numberText(facts.weightG / GRAMS, locale, 1) })]),
    ...(facts.note ? [say('note', { what: facts.note })] : []),
    '',
    say('attached'),
    '',
    company,
  ]
  return { subject: subject + (facts.isAgain ? words.again[locale] : ''), text: lines.join('\n') }
}
