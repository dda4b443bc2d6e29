import { halfWidth } from '#modules/orders/paste.ts'
import type { Bilingual } from '#platform/text.ts'

/** What a column of an order file can mean, in the order a person fills a form. */
export const orderFields = {
  customerNumber: { zh: '客户编号', en: 'Customer number' },
  customerName: { zh: '客户名称', en: 'Customer name' },
  externalRef: { zh: '客户单号', en: 'Customer reference' },
  sku: { zh: '商品编码', en: 'SKU' },
  quantity: { zh: '数量', en: 'Quantity' },
  price: { zh: '单价', en: 'Unit price' },
  requestedAt: { zh: '要求送达日期', en: 'Requested date' },
  urgent: { zh: '加急', en: 'Urgent' },
  service: { zh: '服务类型', en: 'Service' },
  consigneeName: { zh: '收货人', en: 'Consignee' },
  consigneePhone: { zh: '收货电话', en: 'Consignee phone' },
  country: { zh: '国家', en: 'Country' },
  province: { zh: '省份', en: 'Province' },
  city: { zh: '城市', en: 'City' },
  district: { zh: '区县', en: 'District' },
  street: { zh: '详细地址', en: 'Street and number' },
  postcode: { zh: '邮编', en: 'Postcode' },
  deliveryNote: { zh: '送货要求', en: 'Delivery note' },
  note: { zh: '备注', en: 'Note' },
} satisfies Record<string, Bilingual>
export type OrderField = keyof typeof orderFields
export const ORDER_FIELDS = Object.keys(orderFields) as [OrderField, ...OrderField[]]

/** Which column of the file holds which field. */
export type Mapping = Partial<Record<OrderField, string>>

// Written as they are compared: see plain().
const SYNONYMS: Record<OrderField, readonly string[]> = {
  customerNumber: [
    '客户编号',
    '客户编码',
    '客户代码',
    '货主编号',
    '货主编码',
    '委托方编号',
    'customernumber',
    'customerno',
    'customercode',
    'customerid',
    'clientnumber',
    'clientcode',
    'shippernumber',
    'accountnumber',
  ],
  customerName: [
    '客户',
    '客户名称',
    '客户名',
    '货主',
    '货主名称',
    '委托方',
    '公司名称',
    '下单客户',
    'customer',
    'customername',
    'client',
    'clientname',
    'shipper',
    'shippername',
    'account',
    'company',
  ],
  externalRef: [
    '客户单号',
    '客户订单号',
    '订单号',
    '订单编号',
    '单号',
    '单据编号',
    '外部单号',
    '采购单号',
    '来源单号',
    'ref',
    'reference',
    'order',
    'orderno',
    'ordernumber',
    'orderid',
    'po',
    'pono',
    'ponumber',
    'externalref',
    'customerreference',
    'customerref',
    'customerordernumber',
    'purchaseorder',
  ],
  sku: [
    '商品编码',
    '商品编号',
    '商品代码',
    '商品',
    '货号',
    '物料',
    '物料编码',
    '物料号',
    '产品编码',
    '产品编号',
    '品号',
    '存货编码',
    'sku',
    'skucode',
    'item',
    'itemcode',
    'itemno',
    'itemnumber',
    'product',
    'productcode',
    'material',
    'partnumber',
  ],
  quantity: [
    '数量',
    '件数',
    '订购数量',
    '下单数量',
    '订单数量',
    '发货数量',
    'qty',
    'quantity',
    'pcs',
    'units',
    'orderquantity',
    'orderqty',
  ],
  price: ['单价', '价格', '销售单价', '含税单价', 'price', 'unitprice'],
  requestedAt: [
    '要求送达日期',
    '要求日期',
    '要求送达',
    '送达日期',
    '交货日期',
    '到货日期',
    '期望送达日期',
    '期望到货日期',
    '日期',
    'date',
    'requested',
    'requesteddate',
    'requestdate',
    'requireddate',
    'deliverby',
    'deliverydate',
    'duedate',
  ],
  urgent: ['加急', '紧急', '是否加急', '是否紧急', 'urgent', 'rush', 'priority'],
  service: [
    '服务',
    '服务类型',
    '服务产品',
    '时效',
    '时效类型',
    '运输时效',
    'service',
    'servicelevel',
    'servicetype',
  ],
  consigneeName: [
    '收货人',
    '收件人',
    '收货人姓名',
    '收件人姓名',
    '联系人',
    '收货联系人',
    '姓名',
    'consignee',
    'consigneename',
    'recipient',
    'recipientname',
    'receiver',
    'receivername',
    'contact',
    'contactname',
    'shiptoname',
  ],
  consigneePhone: [
    '收货电话',
    '收货人电话',
    '收件人电话',
    '收货人手机',
    '收件人手机',
    '联系电话',
    '电话',
    '手机',
    '手机号',
    '手机号码',
    '联系方式',
    'phone',
    'mobile',
    'tel',
    'telephone',
    'phonenumber',
    'consigneephone',
    'recipientphone',
    'contactphone',
  ],
  country: ['国家', '国家地区', 'country', 'countrycode'],
  province: ['省', '省份', '收货省', '收货省份', '省自治区', 'province', 'state', 'region'],
  city: ['市', '城市', '收货市', '收货城市', 'city', 'town'],
  district: ['区', '区县', '县', '县区', '收货区', '收货区县', 'district', 'county'],
  street: [
    '详细地址',
    '地址',
    '收货地址',
    '收件地址',
    '收货人地址',
    '街道',
    '街道地址',
    'address',
    'street',
    'streetaddress',
    'streetandnumber',
    'address1',
    'addressline1',
    'shippingaddress',
    'deliveryaddress',
  ],
  postcode: ['邮编', '邮政编码', 'postcode', 'zip', 'zipcode', 'postalcode'],
  deliveryNote: [
    '送货要求',
    '配送要求',
    '派送要求',
    '送货说明',
    'deliverynote',
    'deliveryinstructions',
    'instructions',
  ],
  note: ['备注', '说明', '订单备注', 'note', 'notes', 'remark', 'remarks', 'comment', 'comments', 'memo'],
}

/** Shorter words are found inside too many headings. */
const INSIDE_MIN = { han: 2, latin: 5 }
const EXACT = 1_000

/** A heading as it is compared: half-width, lower case, without brackets and what stands in them, spaces and marks. */
export const plain = (heading: string): string =>
  halfWidth(heading)
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[\s*:：._/\\\-–'’"#、,]/g, '')

/** How well a heading names a field: EXACT, the length of the word found inside it, or 0. */
function scoreOf(heading: string, field: OrderField): number {
  const text = plain(heading)
  if (text === '') return 0
  return Math.max(
    ...SYNONYMS[field].map((word) => {
      if (text === word) return EXACT
      const min = /[\u4e00-\u9fff]/.test(word) ? INSIDE_MIN.han : INSIDE_MIN.latin
      return word.length >= min && text.includes(word) ? word.length : 0
    }),
  )
}

/**
 * The mapping that the headings suggest: exact names first, then words found inside a heading, the longest first. Each column is used
 * once. Columns that are recognised as nothing stay out.
 */
export function guessMapping(columns: readonly string[]): Mapping {
  const pairs = columns.flatMap((column) =>
    ORDER_FIELDS.map((field) => ({ column, field, score: scoreOf(column, field) })),
  )
  const mapping: Mapping = {}
  const used = new Set<string>()
  for (const { column, field } of pairs
    .filter((pair) => pair.score > 0)
    .toSorted((a, b) => b.score - a.score)) {
    if (mapping[field] !== undefined || used.has(column)) continue
    mapping[field] = column
    used.add(column)
  }
  return mapping
}

/** How many cells of a row are headings we know; the heading row is the one with the most. */
export const countHeadings = (cells: readonly string[]): number =>
  cells.filter((cell) => ORDER_FIELDS.some((field) => scoreOf(cell, field) === EXACT)).length

/** Fields without which no row can become an order. The customer may be given once for the whole file. */
export function missingFields(mapping: Mapping, customerNumber: string | null): OrderField[] {
  const missing: OrderField[] = []
  if (customerNumber === null && !mapping.customerNumber && !mapping.customerName)
    missing.push('customerNumber')
  for (const field of ['sku', 'quantity', 'street'] as const) if (!mapping[field]) missing.push(field)
  return missing
}

export const isRequired = (field: OrderField): boolean =>
  ['customerNumber', 'sku', 'quantity', 'street'].includes(field)

/** Columns named once each: empty headings get their letter, a second one of a name its number. */
export function nameColumns(headings: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headings.map((heading, index) => {
    const name = heading.trim() || columnLetter(index)
    const n = (seen.get(name) ?? 0) + 1
    seen.set(name, n)
    return n === 1 ? name : `${name} (${n})`
  })
}

/** 0 is A, 26 is AA, as in a spreadsheet. */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

const PERSONAL: Partial<Record<OrderField, 'name' | 'phone' | 'street'>> = {
  consigneeName: 'name',
  consigneePhone: 'phone',
  street: 'street',
  deliveryNote: 'street',
}
const PERSONAL_HEADING =
  /姓名|联系|收货|收件|电话|手机|身份证|证件|邮箱|微信|地址|phone|mobile|tel$|e-?mail|address|contact|recipient|consignee/i

/** What personal data a column holds, by what it is mapped to, by what its heading suggests, or null. */
export function personalOf(column: string, mapping: Mapping): 'name' | 'phone' | 'street' | 'other' | null {
  for (const fields of [mapping, guessMapping([column])]) {
    const field = ORDER_FIELDS.find((one) => fields[one] === column)
    if (field && PERSONAL[field]) return PERSONAL[field]
    if (field && fields === mapping) return null
  }
  return PERSONAL_HEADING.test(column) ? 'other' : null
}
