import { currencyExponent } from '#platform/money.ts'
import type { Locale, Text } from '#platform/text.ts'

/** Words on printed documents. */
export const words = {
  waybill: { zh: '运单', en: 'Waybill' },
  parcel_label: { zh: '包裹标签', en: 'Parcel label' },
  pick_list: { zh: '拣货单', en: 'Pick list' },
  sorting_list: { zh: '拣货分拣总单', en: 'Pick-and-sort list' },
  delivery_note: { zh: '送货单', en: 'Delivery note' },
  receipt_slip: { zh: '签收回单', en: 'Signed receipt' },
  order_acknowledgement: { zh: '订单受理确认', en: 'Order acknowledgement' },
  purchase_order: { zh: '采购订单', en: 'Purchase order' },
  handover_list: { zh: '货物交接单', en: 'Hand-over list' },
  to: { zh: '收', en: 'TO' },
  from: { zh: '寄', en: 'FR' },
  order: { zh: '订单', en: 'Order' },
  reference: { zh: '客户单号', en: 'Your reference' },
  shipment: { zh: '发运单', en: 'Shipment' },
  waybillNumber: { zh: '运单号', en: 'Waybill no.' },
  customer: { zh: '客户', en: 'Customer' },
  consignee: { zh: '收货人', en: 'Consignee' },
  sender: { zh: '发货', en: 'Sender' },
  phone: { zh: '电话', en: 'Telephone' },
  address: { zh: '地址', en: 'Address' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  carrier: { zh: '承运商', en: 'Carrier' },
  parcel: { zh: '件数', en: 'Parcel' },
  parcels: { zh: '包裹', en: 'Parcels' },
  weight: { zh: '重量', en: 'Weight' },
  mode: { zh: '运输方式', en: 'Mode' },
  service: { zh: '服务', en: 'Service' },
  note: { zh: '备注', en: 'Note' },
  urgent: { zh: '加急', en: 'URGENT' },
  privacy: { zh: '隐私面单', en: 'Personal data masked' },
  reprint: { zh: '补打 第 {n} 次打印', en: 'Reprint no. {n}' },
  printedAt: { zh: '打印时间', en: 'Printed' },
  printedBy: { zh: '打印人', en: 'Printed by' },
  page: { zh: '第 {n} 页，共 {of} 页', en: 'Page {n} of {of}' },
  sku: { zh: '商品编码', en: 'SKU' },
  product: { zh: '商品名称', en: 'Product' },
  barcode: { zh: '条码', en: 'Barcode' },
  unit: { zh: '单位', en: 'Unit' },
  quantity: { zh: '数量', en: 'Quantity' },
  picked: { zh: '实拣', en: 'Picked' },
  lineNo: { zh: '行', en: 'No.' },
  price: { zh: '单价', en: 'Unit price' },
  amount: { zh: '金额', en: 'Amount' },
  total: { zh: '合计', en: 'Total' },
  shipBy: { zh: '最迟发出', en: 'Leaves by' },
  deliverBy: { zh: '承诺送达', en: 'Delivered by' },
  placedAt: { zh: '下单时间', en: 'Ordered' },
  acknowledgedAt: { zh: '受理时间', en: 'Acknowledged' },
  sortInto: { zh: '分到（格号×数量）', en: 'Sort into (place×units)' },
  place: { zh: '格号', en: 'Place' },
  sortTotal: {
    zh: '{shipments} 个发运单，{products} 种商品，共 {units} 件',
    en: '{shipments} {shipments:shipment|shipments}, {products} {products:product|products}, {units} {units:unit|units}',
  },
  sortPick: {
    zh: '一、按商品一次拣齐，再分到各格',
    en: '1. Pick each product once, then sort it into the places',
  },
  sortPlaces: { zh: '二、各格对应的发运单', en: '2. Which shipment each place is' },
  signPicker: { zh: '拣货人签字', en: 'Picked by' },
  signChecker: { zh: '复核人签字', en: 'Checked by' },
  signDriver: { zh: '送货人签字', en: 'Delivered by' },
  signConsignee: { zh: '收货人签字（盖章）', en: 'Received by (signature, stamp)' },
  signDay: { zh: '签收日期', en: 'Date' },
  signWarehouse: { zh: '仓库交接人签字', en: 'For the warehouse' },
  signCarrier: { zh: '司机签字', en: 'Driver' },
  signPlate: { zh: '车牌号', en: 'Vehicle' },
  signTime: { zh: '交接时间', en: 'Date and time' },
  pickUp: { zh: '揽收时间', en: 'Pick-up' },
  destination: { zh: '目的地', en: 'Destination' },
  shipments: { zh: '单数', en: 'Shipments' },
  driver: { zh: '司机', en: 'Driver' },
  loaded: { zh: '实装', en: 'Loaded' },
  handoverTotal: {
    zh: '合计 {shipments} 单 {parcels} 件',
    en: 'Total: {shipments} shipments, {parcels} parcels',
  },
  handoverSay: {
    zh: '请逐件清点，外观完好后签字；如有短少或破损，请在备注栏注明。',
    en: 'Please count the parcels and sign. Note anything missing or damaged in the last column.',
  },
  receiptSay: {
    zh: '请核对件数与外观后签字盖章，并将本联交回送货人。',
    en: 'Please check the count and condition, sign and stamp, and give this page back to the driver.',
  },
  deliverySay: {
    zh: '如有破损或短少，请当场在本单注明。',
    en: 'Please note any damage or shortage on this page at once.',
  },
  acknowledgeSay: {
    zh: '您的订单已受理，我们承诺按下列时间发出并送达。',
    en: 'We have accepted your order and promise to send and deliver it by the times below.',
  },
  supplier: { zh: '供应商', en: 'Supplier' },
  orderedAt: { zh: '订货时间', en: 'Ordered' },
  deliverTo: { zh: '送货到', en: 'Deliver to' },
  onBehalf: { zh: '代客户订货', en: 'On behalf of' },
  wantedBy: { zh: '到货日期', en: 'Wanted by' },
  signBuyer: { zh: '采购方签字（盖章）', en: 'For the buyer (signature, stamp)' },
  signSupplier: { zh: '供应商签字（盖章）', en: 'For the supplier (signature, stamp)' },
  signedOn: { zh: '日期', en: 'Date' },
  purchaseSay: { zh: '请按以下明细供货。', en: 'Please supply the following.' },
  purchaseAsk: {
    zh: '请回复确认每一行的到货日期；送货时请注明采购订单号。',
    en: 'Please confirm the day of each line, and name our purchase order with the delivery.',
  },
  specimen: { zh: '样张', en: 'SPECIMEN' },
  standard: { zh: '标准', en: 'Standard' },
  express: { zh: '特快', en: 'Express' },
  economy: { zh: '经济', en: 'Economy' },
  damaged: { zh: '破损', en: 'Damaged' },
  received: { zh: '实收', en: 'Received' },
} satisfies Text

export type Word = keyof typeof words

export const say = (locale: Locale, word: Word): string => words[word][locale]

/** A service or mode of transport by its name, as it is where it has none. */
export function sayName(locale: Locale, name: string): string {
  return name in words ? words[name as Word][locale] : name
}

/** An instant in the company's zone: `2026-11-26 22:30`, in English `26 Nov 2026, 22:30`. */
export function stamp(instant: string | null, zone: string, locale: Locale): string {
  if (instant === null) return '–'
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: locale === 'zh' ? '2-digit' : 'short',
      day: locale === 'zh' ? '2-digit' : 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  )
  const clock = `${parts['hour']}:${parts['minute']}`
  return locale === 'zh'
    ? `${parts['year']}-${parts['month']}-${parts['day']} ${clock}`
    : `${parts['day']} ${parts['month']} ${parts['year']}, ${clock}`
}

/** Grams as kilograms: `1.25 kg`. */
export const kilograms = (grams: number): string => `${Number((grams / 1_000).toFixed(3))} kg`

/** Minor units as an amount without its currency: `1,234.50`. */
export function amount(minor: number, currency: string): string {
  const digits = currencyExponent(currency)
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits)
}
