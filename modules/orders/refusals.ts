import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'order.duplicate_ref': {
    zh: '该客户的单号 {externalRef} 已有订单 {number}，请勿重复下单',
    en: 'This customer already has order {number} with the reference {externalRef}',
  },
  'order.is_held': { zh: '订单已冻结，请先解除冻结', en: 'The order is on hold. Release it first' },
  'order.not_held': { zh: '订单没有被冻结', en: 'The order is not on hold' },
  'order.in_handover': {
    zh: '货物已在拣货或运输途中，请在发运环节处理，或联系客服',
    en: 'The goods are being picked or are on their way. Change the shipment, or ask customer service',
  },
  'order.not_shipped': { zh: '订单尚未发货', en: 'Nothing of the order has shipped yet' },
  'order.not_delivered': { zh: '订单尚未签收', en: 'The order is not delivered yet' },
  'order.not_short': { zh: '订单没有缺货', en: 'Nothing of the order is short' },
  'order.no_such_line': {
    zh: '订单没有这一行，或重复填写',
    en: 'The order has no such line, or it stands there twice',
  },
  'order.replaces_too_much': {
    zh: '超过已发出且尚未补发的数量',
    en: 'More than was shipped and is not replaced yet',
  },
  'order.replaces_nothing': { zh: '请填写要补发的数量', en: 'Fill in what is to be sent again' },
  'order.closed': { zh: '订单已结束，不能再修改', en: 'The order is closed and cannot be changed' },
  'order.nothing_left': {
    zh: '全部明细都会被取消；如需取消请使用“取消订单”',
    en: 'No line would be left. Cancel the order instead',
  },
  'order.stock_contested': {
    zh: '库存正被大量订单争用，请重试',
    en: 'Many orders compete for this stock right now. Try again',
  },
  'order.changed_meanwhile': {
    zh: '方案生成后订单有变动，未调整；请重新生成方案',
    en: 'The order changed after the proposal and was left as it is. Ask for a new proposal',
  },
  'order.goods_gone': {
    zh: '方案要用的库存已被占用，未调整；请重新生成方案',
    en: 'The stock the proposal counted on is taken, so the order was left as it is. Ask for a new proposal',
  },
  'order.promise_told': {
    zh: '承诺已告知客户，调整后会变晚，未调整',
    en: 'The customer was told a time that the proposal would miss, so the order was left as it is',
  },
  'shortage.decided': { zh: '这笔缺货已处理完毕', en: 'This shortage is already settled' },
  'shortage.replenished': {
    zh: '这笔缺货已全部订货：{numbers}。需要多订请修改该采购订单',
    en: 'All of this shortage is on order: {numbers}. Change that order if you want more',
  },
  'shortage.stock_gone': {
    zh: '所选方案的库存已不足，请重新选择',
    en: 'The stock this choice needs is no longer there. Choose again',
  },
  'shortage.no_consent': {
    zh: '替代品须先取得客户同意，请填写同意人和方式',
    en: 'A substitute needs the customer’s consent. Say who agreed and how',
  },
  'shortage.not_substitute': {
    zh: '所选商品不是该商品登记的替代品',
    en: 'The product chosen is not a registered substitute',
  },
  'shortage.date_needed': {
    zh: '延期订货须给出预计到货日期，且不早于今天',
    en: 'A backorder needs the date it will be filled, today or later',
  },
  'shortage.option_unknown': {
    zh: '该方案已不可用，请刷新后重新选择',
    en: 'This choice is no longer open. Reload and choose again',
  },
  'order_error.withdrawn': {
    zh: '这条差错已撤销，不能再修改',
    en: 'This error was withdrawn; it cannot be changed any more',
  },
  'order_error.no_such_line': {
    zh: '订单中没有这一行，请重新选择',
    en: 'The order has no such line. Choose again',
  },
  'order_error.in_future': {
    zh: '发现时间不能晚于现在',
    en: 'It cannot have been found in the future',
  },
} satisfies Record<string, Bilingual>

export type OrderRefusal = keyof typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<OrderRefusal, true> {}
}
