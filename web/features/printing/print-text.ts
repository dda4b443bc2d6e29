import type { ResultOf } from '#platform/api.ts'
import type { Bilingual } from '#platform/text.ts'
import type { printingApi } from '#modules/printing/api.ts'
import type { OptionalField } from '#modules/printing/document.ts'

export type PrintRow = ResultOf<typeof printingApi.listPrints>['rows'][number]
export type Template = ResultOf<typeof printingApi.listPrintTemplates>['rows'][number]

export const fieldNames: Record<OptionalField, Bilingual> = {
  logo: { zh: '标志', en: 'Logo' },
  customer: { zh: '客户', en: 'Customer' },
  order: { zh: '订单号', en: 'Order number' },
  weight: { zh: '重量', en: 'Weight' },
  mode: { zh: '运输方式', en: 'Mode of transport' },
  note: { zh: '备注', en: 'Note' },
  qr: { zh: '二维码', en: 'QR code' },
  sender: { zh: '发货信息', en: 'Sender' },
  printed_by: { zh: '打印人', en: 'Printed by' },
  prices: { zh: '价格', en: 'Prices' },
  promises: { zh: '承诺时间', en: 'Promised times' },
}
