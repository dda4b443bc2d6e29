import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'return.ended': { zh: '这张退货单已经结束', en: 'This return has ended' },
  'return.goods_are_back': {
    zh: '已有货物退回，不能取消；其余不再退回时请结案',
    en: 'Goods have come back already. Close it if the rest does not come',
  },
  'return.nothing_is_back': {
    zh: '还没有货物退回；不再退回时请取消',
    en: 'Nothing has come back yet. Cancel it if nothing will',
  },
  'return.nothing_shipped': {
    zh: '这一行可退的数量只有 {left}，请减少数量',
    en: 'Only {left} of this line can come back. Lower the quantity',
  },
  'return.line_twice': { zh: '同一订单行只能填一次', en: 'Name each line of the order once' },
  'return.no_such_line': {
    zh: '订单中没有这一行，请重新选择',
    en: 'The order has no such line. Choose again',
  },
  'return.too_many': {
    zh: '超过尚未退回的数量；多出的货请另行登记收货',
    en: 'More than is still to come back. Book what is beyond it as a goods receipt of its own',
  },
  'return.condition_missing': { zh: '请说明不能再售的原因', en: 'Say why it cannot be sold again' },
  'return.nothing_arrived': { zh: '请填写至少一行的数量', en: 'Fill in the quantity of one line at least' },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
