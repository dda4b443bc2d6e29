import { type Bilingual, type Locale, fill } from '#platform/text.ts'
import { dateText, numberText, timeText } from '#platform/format.ts'
import type { DelayReason, NoticeState } from './customer-notice.ts'

/** What a notice speaks of. No person is named in it: whoever reads the mail is the customer. */
export type DelayFacts = {
  reason: DelayReason
  orderNumber: string
  externalRef: string | null
  dueAt: Date
  expectedAt: Date | null
  waybills: readonly string[]
  goods: readonly { name: string; quantity: number }[]
}
export type DelayFrame = { locale: Locale; zone: string; company: string; closing: string }

const GOODS_SHOWN = 10

const words = {
  subject: {
    at_risk: { zh: '订单 {order} 可能延迟送达', en: 'Order {order} may arrive late' },
    late: { zh: '订单 {order} 延迟送达的说明', en: 'Order {order} is delayed' },
    moved: { zh: '订单 {order} 的新送达时间', en: 'New delivery time of order {order}' },
  },
  hello: { zh: '尊敬的客户，您好：', en: 'Dear customer,' },
  order: { zh: '您的订单 {order}', en: 'your order {order}' },
  ref: { zh: '（您的单号 {ref}）', en: ' (your reference {ref})' },
  what: {
    at_risk: {
      zh: '{what}原定于 {due} 前送达。货物正在运输途中，根据目前的运输情况，可能无法按时送达，特提前告知。',
      en: 'We promised to deliver {what} by {due}. The goods are on their way, but as things stand they may not arrive in time. We would rather tell you now.',
    },
    late: {
      zh: '{what}原定于 {due} 前送达，目前仍在运输途中，未能按时送达，非常抱歉。',
      en: 'We promised to deliver {what} by {due}. The goods are still on their way and have not arrived in time. We are sorry.',
    },
    moved: {
      zh: '{what}的送达时间有变更，给您带来不便，非常抱歉。',
      en: 'The delivery time of {what} has changed. We are sorry for the inconvenience.',
    },
  },
  expected: { zh: '目前预计 {when} 送达。', en: 'We now expect delivery on {when}.' },
  promised: { zh: '新的送达时间为 {when} 前。', en: 'The new delivery time is by {when}.' },
  unknown: {
    zh: '我们正在与承运商核实新的送达时间，确认后会立即告知您。',
    en: 'We are finding out the new delivery time with the carrier and will tell you as soon as we know it.',
  },
  goods: { zh: '涉及货物：', en: 'Goods concerned:' },
  one: { zh: '· {name} × {n}', en: '· {name} × {n}' },
  more: { zh: '· 另有 {n} 项', en: '· and {n} more' },
  waybills: { zh: '运单号：{list}', en: 'Tracking number: {list}' },
} as const

/** The suggested text of a notice; whoever sends it may change it. */
export function delayText(
  facts: DelayFacts,
  { locale, zone, company, closing }: DelayFrame,
): { subject: string; body: string } {
  const ref = facts.externalRef ? fill(words.ref[locale], { ref: facts.externalRef }) : ''
  const what = fill(words.order[locale], { order: facts.orderNumber }) + ref
  const due = timeText(facts.dueAt, zone)
  const parts = [
    words.hello[locale],
    '',
    fill(words.what[facts.reason][locale], { what, due }) + gap(locale) + dateLine(facts, locale, zone),
    '',
    ...goodsLines(facts, locale),
    ...(facts.waybills.length > 0
      ? [fill(words.waybills[locale], { list: facts.waybills.join(locale === 'zh' ? '、' : ', ') })]
      : []),
    '',
    ...(closing ? [closing, ''] : []),
    company,
  ]
  return {
    subject: fill(words.subject[facts.reason][locale], { order: facts.orderNumber }),
    body: parts.join('\n').replace(/\n{3,}/g, '\n\n'),
  }
}

const gap = (locale: Locale): string => (locale === 'en' ? ' ' : '')

function dateLine({ reason, expectedAt }: DelayFacts, locale: Locale, zone: string): string {
  if (!expectedAt) return words.unknown[locale]
  // A prediction is good for a day, not for a minute.
  return reason === 'moved'
    ? fill(words.promised[locale], { when: timeText(expectedAt, zone) })
    : fill(words.expected[locale], { when: dateText(expectedAt, zone) })
}

function goodsLines({ goods }: DelayFacts, locale: Locale): string[] {
  if (goods.length === 0) return []
  const shown = goods.slice(0, GOODS_SHOWN)
  return [
    words.goods[locale],
    ...shown.map(({ name, quantity }) => fill(words.one[locale], { name, n: numberText(quantity, locale) })),
    ...(goods.length > shown.length ? [fill(words.more[locale], { n: goods.length - shown.length })] : []),
  ]
}

/** In place of a date nobody can name yet. */
export const unknownDate: Bilingual = { zh: '待核实', en: 'Not known yet' }

export const noticeStateNames = {
  draft: { zh: '待发送', en: 'To send' },
  queued: { zh: '邮件待发出', en: 'In the outbox' },
  failed: { zh: '发送失败', en: 'Not sent' },
  sent: { zh: '已发送', en: 'Sent' },
  told: { zh: '已另行告知', en: 'Told otherwise' },
  dismissed: { zh: '不发送', en: 'Not to be sent' },
  dropped: { zh: '已不需要', en: 'Not needed any more' },
} satisfies Record<NoticeState, Bilingual>
