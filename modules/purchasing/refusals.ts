import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'purchase.ended': { zh: '这张采购订单已经结束', en: 'This purchase order has ended' },
  'purchase.not_sent': {
    zh: '还没有发给供应商，请先发送或登记已告知',
    en: 'The supplier does not have it yet. Send it, or record that he was told',
  },
  'purchase.sent_already': {
    zh: '已发给供应商，不能再改；到货日期变化请登记供应商确认',
    en: 'The supplier has it already. If the day changes, record what he confirmed',
  },
  'purchase.goods_came': {
    zh: '已有货物到仓，不能取消；其余不再到货时请短交结案',
    en: 'Goods have come already. Close it short if the rest does not come',
  },
  'purchase.nothing_came': {
    zh: '还没有货物到仓；不再需要时请取消',
    en: 'Nothing has come yet. Cancel it if it is not wanted any more',
  },
  'purchase.no_address': {
    zh: '供应商没有带邮箱的联系人，请先在供应商页添加，或登记已告知',
    en: 'The supplier has no contact with an e-mail address. Add one, or record that he was told otherwise',
  },
  'purchase.mail_waits': {
    zh: '带价格的邮件正待发出，请等发出后再改价格',
    en: 'The mail with the prices waits to go. Change them when it has gone',
  },
  'purchase.amount_too_large': {
    zh: '第 {line} 行金额过大，请核对单价与数量',
    en: 'Line {line} costs too much. Check its price and quantity',
  },
  'purchase.other_warehouse': {
    zh: '这张采购订单送到仓库 {warehouse}，请选择该仓库收货',
    en: 'This purchase order goes to warehouse {warehouse}. Receive it there',
  },
  'purchase.product_twice': {
    zh: '同一商品只能有一行，请合并数量',
    en: 'Name each product once. Add the quantities up',
  },
  'purchase.no_such_line': {
    zh: '采购订单中没有这一行，请重新打开表单',
    en: 'The order has no such line. Open the form again',
  },
  'purchase.reason_needed': {
    zh: '供应商改了已确认的日期，请写明原因',
    en: 'The supplier changes a day he had confirmed. Say why',
  },
  'purchase.not_customer': {
    zh: '请选择可以下单且由您负责的客户',
    en: 'Choose a customer who may order and whom you look after',
  },
  'purchase.ref_without_customer': {
    zh: '填写客户订货号时请选择客户',
    en: 'Choose the customer whose reference this is',
  },
  'purchase.day_past': { zh: '日期不能早于今天', en: 'The day must not lie in the past' },
  'purchase.too_many_lines': {
    zh: '一张采购订单最多 {max} 行',
    en: 'A purchase order has at most {max} lines',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
