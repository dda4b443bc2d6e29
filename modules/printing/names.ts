import type { Bilingual } from '#platform/text.ts'
import type { DocumentKind, OptionalField, Paper, PrintFormat } from './document.ts'
import type { PersonPart } from './privacy-rule.ts'

export const documentNames: Record<DocumentKind, Bilingual> = {
  waybill: { zh: '运单（面单）', en: 'Waybill' },
  parcel_label: { zh: '包裹标签', en: 'Parcel label' },
  pick_list: { zh: '拣货单', en: 'Pick list' },
  sorting_list: { zh: '拣货分拣总单', en: 'Pick-and-sort list' },
  delivery_note: { zh: '送货单', en: 'Delivery note' },
  receipt_slip: { zh: '签收回单', en: 'Receipt slip' },
  order_acknowledgement: { zh: '受理确认', en: 'Order acknowledgement' },
  handover_list: { zh: '交接单', en: 'Hand-over list' },
  purchase_order: { zh: '采购订单', en: 'Purchase order' },
}

export const paperNames: Record<Paper, Bilingual> = {
  label_100x150: { zh: '标签纸 100 × 150 mm', en: 'Label 100 × 150 mm' },
  label_76x130: { zh: '标签纸 76 × 130 mm', en: 'Label 76 × 130 mm' },
  a4: { zh: 'A4', en: 'A4' },
}

export const formatNames: Record<PrintFormat, Bilingual> = {
  pdf: { zh: 'PDF（任意打印机）', en: 'PDF (any printer)' },
  zpl_203: { zh: 'ZPL 203 dpi（标签打印机）', en: 'ZPL 203 dpi (label printer)' },
  zpl_300: { zh: 'ZPL 300 dpi（标签打印机）', en: 'ZPL 300 dpi (label printer)' },
}

export const languageNames: Record<'zh' | 'en' | 'customer', Bilingual> = {
  customer: { zh: '按客户语言', en: 'The customer’s language' },
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
}

export const partNames: Record<PersonPart, Bilingual> = {
  name: { zh: '姓名', en: 'Name' },
  phone: { zh: '电话', en: 'Telephone' },
  street: { zh: '详细地址', en: 'Street address' },
}

/** Parts of a document that a company may leave out. */
export const shownNames: Record<OptionalField, Bilingual> = {
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
  consignee: { zh: '收货人', en: 'Consignee' },
}
