import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'customer_notice.ended': {
    zh: '这份通知已经结束，不能再发送或修改',
    en: 'This notice has ended; it cannot be sent or changed any more',
  },
  'customer_notice.on_its_way': {
    zh: '邮件已在发件箱中等待发送；如需撤回，请先在发件箱中作废',
    en: 'Its mail waits in the outbox. Discard it there to take it back',
  },
  'customer_notice.no_address': {
    zh: '客户没有带邮箱的联系人；请补充邮箱，或用其他方式告知后登记',
    en: 'The customer has no contact with an e-mail address. Add one, or tell them otherwise and record it',
  },
  'customer_notice.orders_off': {
    zh: '公司设为不发受理通知；如需发送，请修改客户通知规则',
    en: 'Customers are not told of the acceptance of orders. Change the rule of notices first',
  },
  'customer_notice.nothing_to_say': {
    zh: '这张订单没有进行中的发货或送达承诺，也没有未受理的情况，无需通知',
    en: 'Nothing of this order is promised and open, and nothing keeps it from being accepted; there is nothing to tell',
  },
  'customer_notice.nothing_promised': {
    zh: '这张订单没有进行中的送达承诺，无需通知',
    en: 'No delivery of this order is promised and open; there is nothing to tell',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
