import { numberText, timeText } from '#platform/format.ts'
import { type Bilingual, type Locale, fill } from '#platform/text.ts'
import type { HoldKind } from '#modules/orders/order-types.ts'
import type { OrderReason } from './customer-notice.ts'
import type { DelayFrame } from './delay-words.ts'

/** What a notice says of an order. No person is named in it, and nothing that only the house knows. */
export type OrderFacts = {
  reason: OrderReason
  /** It was accepted before it was held or given up. */
  wasAccepted: boolean
  orderNumber: string
  externalRef: string | null
  lines: readonly {
    name: string
    quantity: number
    shipBy: Date | null
    deliverBy: Date | null
    /** How much of it nobody could set aside yet. */
    missing: number
  }[]
  holds: readonly { kind: HoldKind; reason: string }[]
}

export const LINES_SHOWN = 30

const words = {
  subject: {
    accepted: { zh: '订单 {order} 已受理', en: 'Order {order} is accepted' },
    changed: { zh: '订单 {order} 的受理内容有变', en: 'Order {order}: changed dates or contents' },
    held: { zh: '订单 {order} 暂未受理', en: 'Order {order} is not accepted yet' },
    declined: { zh: '订单 {order} 未能受理', en: 'Order {order} could not be accepted' },
    stopped: { zh: '订单 {order} 暂停处理', en: 'Order {order} is on hold' },
    given_up: { zh: '订单 {order} 已取消', en: 'Order {order} is cancelled' },
  },
  hello: { zh: '尊敬的客户，您好：', en: 'Dear customer,' },
  order: { zh: '您的订单 {order}', en: 'your order {order}' },
  ref: { zh: '（您的单号 {ref}）', en: ' (your reference {ref})' },
  what: {
    accepted: {
      zh: '{what}已受理，我们承诺按下列时间发出并送达。',
      en: 'We have accepted {what} and promise to send and deliver it by the times below.',
    },
    changed: {
      zh: '{what}的内容或时间有变，现以下列为准。',
      en: 'Contents or dates of {what} have changed. What counts now is below.',
    },
    held: {
      zh: '{what}我们已经收到，但暂时不能受理：',
      en: 'We have received {what} but cannot accept it yet:',
    },
    stopped: {
      zh: '{what}暂停处理：',
      en: 'Something keeps us from going on with {what}:',
    },
    given_up: {
      zh: '{what}未能履行，已经取消，非常抱歉。如仍需要这些货物，请与我们联系。',
      en: 'We cannot carry out {what} and have cancelled it. We are sorry. Please get in touch if you still need the goods.',
    },
    declined: {
      zh: '{what}未能受理，已经取消，非常抱歉。如仍需要这些货物，请与我们联系。',
      en: 'We could not accept {what} and have cancelled it. We are sorry. Please get in touch if you still need the goods.',
    },
  },
  line: { zh: '· {name} × {n}', en: '· {name} × {n}' },
  ships: { zh: '{when} 前发出', en: 'leaves by {when}' },
  arrives: { zh: '{when} 前送达', en: 'delivered by {when}' },
  missing: {
    zh: '其中 {n} 件暂缺，确定时间后另行告知',
    en: '{n} of them are not available yet; we will tell you when they are',
  },
  allMissing: { zh: '暂缺，确定时间后另行告知', en: 'not available yet; we will tell you when it is' },
  more: { zh: '· 另有 {n} 项', en: '· and {n} more' },
  after: {
    zh: '处理后我们会立即继续，并告知发货与送达时间。',
    en: 'As soon as this is settled we go on and tell you when the order ships and arrives.',
  },
} as const

/** What the customer can do about a hold; the house's own remark stays inside. */
const holdWords: Record<HoldKind, Bilingual> = {
  credit: {
    zh: '贵司的账款有待核对，请与我们联系',
    en: 'there is a question about your account; please get in touch',
  },
  compliance: {
    zh: '所订货物需要补充资料，我们会与您联系',
    en: 'we need some papers for these goods and will get in touch',
  },
  address: { zh: '收货地址需要确认，请核对后回复', en: 'please check and confirm the delivery address' },
  duplicate: {
    zh: '与您刚下的订单 {reason} 内容相同，请确认是否两单都需要',
    en: 'it is the same as your order {reason} of a moment ago; please say whether you need both',
  },
  product: {
    zh: '所订商品需要确认，我们会与您联系',
    en: 'we have a question about the goods and will get in touch',
  },
  manual: {
    zh: '有事项需要与您核对，我们会与您联系',
    en: 'we have to check something with you and will get in touch',
  },
}

/** The suggested text of a notice; whoever sends it may change it. */
export function orderText(
  facts: OrderFacts,
  { locale, zone, company, closing }: DelayFrame,
): { subject: string; body: string } {
  const about = topicOf(facts)
  const ref = facts.externalRef ? fill(words.ref[locale], { ref: facts.externalRef }) : ''
  const what = fill(words.order[locale], { order: facts.orderNumber }) + ref
  const parts = [
    words.hello[locale],
    '',
    fill(words.what[about][locale], { what }),
    ...contentOf(facts, locale, zone),
    '',
    ...(closing ? [closing, ''] : []),
    company,
  ]
  return {
    subject: fill(words.subject[about][locale], { order: facts.orderNumber }),
    body: parts.join('\n'),
  }
}

/** An order that was accepted is not called unaccepted when it is held or given up later. */
function topicOf({ reason, wasAccepted }: OrderFacts): keyof typeof words.subject {
  if (!wasAccepted) return reason
  return reason === 'held' ? 'stopped' : reason === 'declined' ? 'given_up' : reason
}

function contentOf({ reason, holds, lines }: OrderFacts, locale: Locale, zone: string): string[] {
  if (reason === 'declined') return []
  if (reason === 'held') {
    const told = [
      ...new Set(holds.map((hold) => fill(holdWords[hold.kind][locale], { reason: hold.reason }))),
    ]
    return [...told.map((text) => `· ${text}`), '', words.after[locale]]
  }
  const shown = lines.slice(0, LINES_SHOWN)
  return [
    '',
    ...shown.map((line) => lineText(line, locale, zone)),
    ...(lines.length > shown.length ? [fill(words.more[locale], { n: lines.length - shown.length })] : []),
  ]
}

function lineText(line: OrderFacts['lines'][number], locale: Locale, zone: string): string {
  const { name, quantity, shipBy, deliverBy, missing } = line
  const goods = fill(words.line[locale], { name, n: numberText(quantity, locale) })
  const isAllMissing = missing >= quantity
  const told = [
    ...(shipBy && !isAllMissing ? [fill(words.ships[locale], { when: timeText(shipBy, zone) })] : []),
    ...(deliverBy && !isAllMissing ? [fill(words.arrives[locale], { when: timeText(deliverBy, zone) })] : []),
    ...(isAllMissing
      ? [words.allMissing[locale]]
      : missing > 0
        ? [fill(words.missing[locale], { n: numberText(missing, locale) })]
        : []),
  ]
  const [colon, comma] = locale === 'zh' ? ['：', '，'] : [': ', ', ']
  return told.length > 0 ? goods + colon + told.join(comma) : goods
}
