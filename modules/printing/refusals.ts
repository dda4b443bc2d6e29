import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'print.record_cancelled': { zh: '已取消，不能打印单据', en: 'It is cancelled: nothing is printed for it' },
  'print.order_held': {
    zh: '订单已冻结，解除冻结后才能打印受理确认',
    en: 'The order is on hold. Release it before printing its acknowledgement',
  },
  'print.not_packed': {
    zh: '尚未包装，没有包裹标签可打',
    en: 'It is not packed yet: there is no parcel to label',
  },
  'print.no_receipt_needed': { zh: '这一单不需要回单', en: 'No signed receipt is asked for here' },
  'print.document_off': {
    zh: '该单据已停用，请在打印设置中启用',
    en: 'This document is switched off. Turn it on in the print settings',
  },
  'print.reason_needed': {
    zh: '其中 {count} 单已打印过，请填写补打原因',
    en: '{count} of them were printed before. Say why they are printed again',
  },
  'print.full_reason_needed': {
    zh: '打印完整收货信息须填写原因',
    en: 'Say why personal data is printed in full',
  },
  'print.full_not_allowed': {
    zh: '按面单隐私规则，这里不能打印完整收货信息',
    en: 'The privacy rule does not allow personal data in full here',
  },
  'print.too_many_pages': {
    zh: '一次最多打印 {max} 页，这次有 {pages} 页，请分批打印',
    en: 'At most {max} pages at once; these are {pages}. Print them in parts',
  },
  'print.too_old': {
    zh: '打印文件已过期，请重新打印',
    en: 'This print can no longer be opened. Print it again',
  },
  'print.logo_not_an_image': {
    zh: '请上传 PNG 或 JPEG 图片，长宽不超过 {max} 像素',
    en: 'Upload a PNG or JPEG image of at most {max} pixels each way',
  },
  'print.nothing_to_preview': {
    zh: '还没有可用来预览的记录，请先录入一单',
    en: 'There is no record to preview with yet. Enter one first',
  },
} satisfies Record<string, Bilingual>

export type PrintRefusal = keyof typeof refusals

declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof typeof refusals, true> {}
}
