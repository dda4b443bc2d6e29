import { toMinor } from '#platform/money.ts'
import type { AnswerDraft, History, LineDraft, OrderDraft, PartyDraft, ShipmentDraft } from './history.ts'
import { FILES, type Note, type Rows, type Times, amountOf } from './olist-rows.ts'
import type { TableRow } from './table.ts'

const TAKEN_BACK = ['canceled', 'cancelled']
const UNAVAILABLE = 'unavailable'

type OrderParts = {
  items: TableRow[]
  reviews: TableRow[]
  customer: Record<string, string> | undefined
  time: Times
  note: Note
}

/** An order with its lines, shipments and answers. */
export function orderDraft(row: TableRow, parts: OrderParts): OrderDraft {
  const { values, rowNo } = row
  const { time, note, customer } = parts
  const status = (values.order_status ?? '').toLowerCase()
  const isTakenBack = TAKEN_BACK.includes(status)
  const isCancelled = isTakenBack || status === UNAVAILABLE
  const deliveredMs = isCancelled ? null : time.at(values.order_delivered_customer_date)
  const shippedMs = time.at(values.order_delivered_carrier_date)
  const dueMs = time.endOf(values.order_estimated_delivery_date)
  if (isCancelled) note(isTakenBack ? 'status.cancelled' : 'status.unavailable', rowNo)
  else if (deliveredMs === null) note(status === 'delivered' ? 'status.differs' : 'delivered.not_yet', rowNo)
  if (dueMs === null) note('estimate.missing', rowNo)
  if (parts.items.length === 0) note('items.none', rowNo)
  const placedMs = time.at(values.order_purchase_timestamp) ?? 0
  if (deliveredMs !== null && deliveredMs < Math.max(placedMs, shippedMs ?? 0)) note('times.reversed', rowNo)
  const lines = parts.items.map((item) => ({
    ...lineDraft(item, { dueMs, deliveredMs, shippedMs, time, note }),
    lacking: status === UNAVAILABLE,
  }))
  const freights = parts.items.map(({ values: item, rowNo: itemNo }) => {
    const freight = amountOf(item.freight_value ?? '')
    if (freight === null) note('freight.unreadable', itemNo)
    return freight
  })
  return {
    ref: values.order_id ?? '',
    customerKey: customerKeyOf(values, customer),
    siteKey: null,
    address: {
      country: 'BR',
      province: customer?.customer_state ?? '',
      city: customer?.customer_city ?? '',
      postcode: customer?.customer_zip_code_prefix ?? '',
    },
    mode: '',
    state: isCancelled
      ? 'cancelled'
      : deliveredMs !== null
        ? 'delivered'
        : shippedMs !== null
          ? 'shipping'
          : 'confirmed',
    placedMs,
    placedBasis: 'recorded',
    deliveredMs,
    cancelledBy: isTakenBack ? 'customer' : isCancelled ? 'us' : null,
    cancelReason: isCancelled ? status : null,
    dueMs: lines.length === 0 ? dueMs : null,
    lines,
    shipments:
      isCancelled && shippedMs === null
        ? []
        : shipmentsOf(values.order_id ?? '', lines, { deliveredMs, shippedMs, freights }),
    answers: parts.reviews.map((review) => answerDraft(review, parts)),
  }
}

const customerKeyOf = (
  values: Record<string, string>,
  customer: Record<string, string> | undefined,
): string => `person:${customer?.customer_unique_id || values.customer_id || 'unknown'}`

type OrderTimes = { dueMs: number | null; deliveredMs: number | null; shippedMs: number | null }

function lineDraft(
  { values, rowNo }: TableRow,
  { dueMs, deliveredMs, shippedMs, time, note }: OrderTimes & Pick<OrderParts, 'time' | 'note'>,
): LineDraft {
  const price = amountOf(values.price ?? '')
  const shipDueMs = time.at(values.shipping_limit_date)
  if (price === null) note('price.missing', rowNo)
  if (!values.seller_id) note('seller.missing', rowNo)
  if (shipDueMs === null) note('limit.missing', rowNo)
  const priceMinor = toMinor(price ?? 0, 'BRL')
  return {
    from: { file: FILES.items, row: rowNo },
    mode: '',
    productKey: values.product_id ?? '',
    warehouseKey: `seller:${values.seller_id || 'unknown'}`,
    carrierKey: null,
    quantity: 1,
    unitPriceMinor: priceMinor,
    amountMinor: priceMinor,
    externalRef: values.order_item_id ?? '',
    dueMs,
    deliveredMs,
    shipDueMs,
    shippedMs,
    waiting: false,
  }
}

/** One shipment for each seller of an order: the file has one hand-over and one delivery time for all of them. */
function shipmentsOf(
  orderRef: string,
  lines: LineDraft[],
  {
    deliveredMs,
    shippedMs,
    freights,
  }: Pick<OrderTimes, 'deliveredMs' | 'shippedMs'> & { freights: (number | null)[] },
): ShipmentDraft[] {
  return [
    ...Map.groupBy(
      lines.map((line, index) => ({ line, index })),
      ({ line }) => line.warehouseKey ?? '',
    ),
  ].map(([warehouseKey, members], i) => ({
    ref: `${orderRef}-${i + 1}`,
    warehouseKey,
    carrierKey: null,
    mode: '',
    lineIndexes: members.map((m) => m.index),
    handedOverMs: shippedMs,
    deliveredMs,
    shipByMs:
      members
        .map((m) => m.line.shipDueMs)
        .filter((d) => d !== null)
        .toSorted((a, b) => a - b)[0] ?? null,
    weightG: null,
    freightMinor: freightOf(members.map((m) => freights[m.index] ?? null)),
  }))
}

function freightOf(parts: (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null)
  return known.length === 0
    ? null
    : toMinor(
        known.reduce((sum, part) => sum + part, 0),
        'BRL',
      )
}

function answerDraft({ values, rowNo }: TableRow, { time, note }: OrderParts): AnswerDraft {
  const askedMs = time.at(values.review_creation_date)
  if (!values.review_answer_timestamp) note('answer.time_missing', rowNo)
  return {
    ref: values.review_id || `row ${rowNo}`,
    score: Number(values.review_score),
    title: values.review_comment_title ?? '',
    comment: values.review_comment_message ?? '',
    askedMs,
    answeredMs: time.at(values.review_answer_timestamp) ?? askedMs ?? 0,
  }
}

/** Orders with the people, sellers and products they name. */
export function assemble(rows: Rows, orders: OrderDraft[], note: Note): History {
  const lines = orders.flatMap((o) => o.lines)
  const sellers = new Map(rows.sellers.map((r) => [`seller:${r.values.seller_id}`, r.values]))
  const products = new Map(rows.products.map((r) => [r.values.product_id ?? '', r]))
  const english = new Map(
    rows.categories.map((r) => [
      r.values.product_category_name ?? '',
      r.values.product_category_name_english ?? '',
    ]),
  )
  const sellerKeys = [...new Set(lines.map((l) => l.warehouseKey ?? ''))]
  const people: PartyDraft[] = [...new Set(orders.map((o) => o.customerKey))].map((key) => ({
    key,
    name: `Customer ${key.slice(7, 15)}`,
    kind: 'person',
    roles: ['shipper', 'consignee'],
    sites: [],
  }))
  const firstRow = new Map(lines.toReversed().map((l) => [l.productKey, l.from.row]))
  for (const row of rows.products)
    if (!firstRow.has(row.values.product_id ?? '')) note('product.not_ordered', row.rowNo)
  const firstPrice = new Map(lines.toReversed().map((l) => [l.productKey, l.unitPriceMinor]))
  return {
    currency: 'BRL',
    parties: [
      ...people,
      ...sellerKeys.map((key): PartyDraft => ({
        key,
        name: `Seller ${key.slice(7, 15)}`,
        kind: 'company',
        roles: ['supplier'],
        sites: [],
      })),
    ],
    warehouses: sellerKeys.map((key) => ({
      key,
      code: `S-${key.slice(7, 39)}`,
      name: `Seller ${key.slice(7, 15)}`,
      kind: 'supplier',
      supplierKey: key,
      country: 'BR',
      province: sellers.get(key)?.seller_state ?? '',
      city: sellers.get(key)?.seller_city ?? '',
    })),
    products: [...new Set(lines.map((l) => l.productKey))].map((key) => {
      const row = products.get(key)
      if (!row && rows.products.length > 0) note('product.unknown', firstRow.get(key) ?? 0)
      const category = row?.values.product_category_name ?? ''
      const name = english.get(category) || category || 'product'
      return {
        key,
        sku: key,
        name: `${name} ${key.slice(0, 6)}`,
        category: name,
        unit: 'pcs',
        weightG: Math.round(amountOf(row?.values.product_weight_g ?? '') ?? 0),
        priceMinor: firstPrice.get(key) ?? 0,
      }
    }),
    orders,
    stock: [],
  }
}
