import { toMinor } from '#platform/money.ts'
import { endOfLocalDay, startOfDay } from '#modules/scheduling/calendar.ts'
import type { AnswerDraft, History, LineDraft, OrderDraft, PartyDraft, ShipmentDraft } from './history.ts'
import { type ImportReport, noteRule } from './report.ts'
import { parseDay, parseWallTime } from './source-dates.ts'
import { type TableRow, findTable, readTable } from './table.ts'

const FILES = {
  orders: 'olist_orders_dataset.csv',
  items: 'olist_order_items_dataset.csv',
  customers: 'olist_customers_dataset.csv',
  sellers: 'olist_sellers_dataset.csv',
  products: 'olist_products_dataset.csv',
  reviews: 'olist_order_reviews_dataset.csv',
  payments: 'olist_order_payments_dataset.csv',
  categories: 'product_category_name_translation.csv',
} as const
type FileName = keyof typeof FILES

const RULES = {
  'status.cancelled':
    'The status is "canceled" or "unavailable": the order is cancelled, its promises are withdrawn',
  'items.none': "No item rows: the order is kept without lines and its delivery promise is the order's",
  'estimate.missing': 'No estimated delivery date: the order is kept without a delivery promise',
  'delivered.not_yet':
    'Not delivered in the file: the order is open and its promise counts as late once overdue',
  'customer.unknown': 'The customer is not in the customers file: kept under the id of the order row',
  'product.unknown': 'The product is not in the products file: kept under its id',
  'payment.not_kept': 'Payments are not kept: an order carries the prices of its items',
  'answer.time_missing': 'A review without an answer time carries the time it was asked',
} as const

type Rows = Record<FileName, TableRow[]>

/** Reads whichever of the files are in the directory and turns them into drafts; orders are the one file that must be there. */
export async function readOlist(
  directory: string,
  { zone, report }: { zone: string; report: ImportReport },
): Promise<History> {
  const rows = await readFiles(directory)
  const note = (rule: keyof typeof RULES, row: number) =>
    noteRule(report, rule, { meaning: RULES[rule], row })
  const time = newTimes(zone)
  const items = Map.groupBy(rows.items, (r) => r.values.order_id ?? '')
  const reviews = Map.groupBy(rows.reviews, (r) => r.values.order_id ?? '')
  for (const payment of rows.payments) note('payment.not_kept', payment.rowNo)
  const customers = new Map(rows.customers.map((r) => [r.values.customer_id ?? '', r.values]))
  const reject = (file: FileName, row: TableRow, column: string, reason: string) =>
    void report.rejected.push({
      file: FILES[file],
      row: row.rowNo,
      column,
      value: row.values[column] ?? '',
      reason,
    })
  const orders: OrderDraft[] = []
  const seen = new Set<string>()
  for (const row of rows.orders) {
    report.read += 1
    const problem = orderProblem(row, seen)
    if (problem) {
      reject('orders', row, problem.column, problem.reason)
      continue
    }
    seen.add(row.values.order_id ?? '')
    if (rows.customers.length > 0 && !customers.has(row.values.customer_id ?? ''))
      note('customer.unknown', row.rowNo)
    const own = (items.get(row.values.order_id ?? '') ?? []).filter((item) =>
      isUsable(item, (column, reason) => reject('items', item, column, reason)),
    )
    orders.push(
      orderDraft(row, {
        items: own,
        reviews: reviews.get(row.values.order_id ?? '') ?? [],
        customer: customers.get(row.values.customer_id ?? ''),
        time,
        note,
        rejectReview: (r, column, reason) => reject('reviews', r, column, reason),
      }),
    )
  }
  for (const [orderId, list] of items)
    if (!seen.has(orderId))
      for (const item of list) reject('items', item, 'order_id', 'no order of this id was taken')
  for (const [orderId, list] of reviews)
    if (!seen.has(orderId))
      for (const review of list) reject('reviews', review, 'order_id', 'no order of this id was taken')
  return assemble(rows, orders, note)
}

async function readFiles(directory: string): Promise<Rows> {
  const rows = {} as Rows
  for (const [name, file] of Object.entries(FILES) as [FileName, string][]) {
    const path = findTable(directory, file)
    if (!path && name === 'orders') throw new Error(`${directory} has no ${file}: the orders file is needed`)
    rows[name] = path ? await Array.fromAsync(readTable(path)) : []
  }
  return rows
}

type Times = {
  at: (text: string | undefined) => number | null
  endOf: (text: string | undefined) => number | null
}

/** The file's times carry no zone: they are read as wall times of the company's zone. */
function newTimes(zone: string): Times {
  const starts = new Map<string, number>()
  const startOf = (day: string) => {
    if (!starts.has(day)) starts.set(day, startOfDay(zone, day))
    return starts.get(day) ?? 0
  }
  return {
    at(text) {
      const wall = text ? parseWallTime(text) : null
      return wall ? startOf(wall.day) + wall.secondsOfDay * 1000 : null
    },
    endOf(text) {
      const day = text ? parseDay(text) : null
      return day ? endOfLocalDay(zone, startOf(day)) - 1 : null
    },
  }
}

const TIME_COLUMNS = [
  'order_purchase_timestamp',
  'order_delivered_carrier_date',
  'order_delivered_customer_date',
  'order_estimated_delivery_date',
]

function orderProblem({ values }: TableRow, seen: Set<string>): { column: string; reason: string } | null {
  if (!values.order_id) return { column: 'order_id', reason: 'the order id is missing' }
  if (seen.has(values.order_id)) return { column: 'order_id', reason: 'this order id came before' }
  if (!values.order_purchase_timestamp)
    return { column: 'order_purchase_timestamp', reason: 'the purchase time is missing' }
  const wrong = TIME_COLUMNS.find(
    (column) => values[column] && !parseWallTime(values[column]) && !parseDay(values[column]),
  )
  return wrong ? { column: wrong, reason: 'not a time' } : null
}

function isUsable({ values }: TableRow, reject: (column: string, reason: string) => void): boolean {
  if (!values.product_id) reject('product_id', 'the product is missing')
  else if (values.price && !(Number(values.price) >= 0)) reject('price', 'not an amount')
  else return true
  return false
}

type OrderParts = {
  items: TableRow[]
  reviews: TableRow[]
  customer: Record<string, string> | undefined
  time: Times
  note: (rule: keyof typeof RULES, row: number) => void
  rejectReview: (row: TableRow, column: string, reason: string) => void
}

function orderDraft(row: TableRow, parts: OrderParts): OrderDraft {
  const { values, rowNo } = row
  const { time, note, customer } = parts
  const isCancelled = values.order_status === 'canceled' || values.order_status === 'unavailable'
  const deliveredMs = isCancelled ? null : time.at(values.order_delivered_customer_date)
  const shippedMs = time.at(values.order_delivered_carrier_date)
  const dueMs = time.endOf(values.order_estimated_delivery_date)
  if (isCancelled) note('status.cancelled', rowNo)
  else if (deliveredMs === null) note('delivered.not_yet', rowNo)
  if (dueMs === null) note('estimate.missing', rowNo)
  if (parts.items.length === 0) note('items.none', rowNo)
  const lines = parts.items.map((item) => lineDraft(item, { dueMs, deliveredMs, shippedMs, time }))
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
    placedMs: time.at(values.order_purchase_timestamp) ?? 0,
    placedBasis: 'recorded',
    deliveredMs,
    cancelReason: isCancelled ? (values.order_status ?? '') : null,
    dueMs: lines.length === 0 ? dueMs : null,
    lines,
    shipments:
      isCancelled && shippedMs === null
        ? []
        : shipmentsOf(values.order_id ?? '', lines, { deliveredMs, shippedMs }),
    answers: parts.reviews.flatMap((review) => answerDraft(review, parts)),
  }
}

const customerKeyOf = (
  values: Record<string, string>,
  customer: Record<string, string> | undefined,
): string => `person:${customer?.customer_unique_id || values.customer_id || 'unknown'}`

function lineDraft(
  { values }: TableRow,
  {
    dueMs,
    deliveredMs,
    shippedMs,
    time,
  }: { dueMs: number | null; deliveredMs: number | null; shippedMs: number | null; time: Times },
): LineDraft {
  const priceMinor = toMinor(Number(values.price || 0), 'BRL')
  return {
    productKey: values.product_id ?? '',
    warehouseKey: `seller:${values.seller_id || 'unknown'}`,
    quantity: 1,
    unitPriceMinor: priceMinor,
    amountMinor: priceMinor,
    externalRef: values.order_item_id ?? '',
    dueMs,
    deliveredMs,
    shipDueMs: time.at(values.shipping_limit_date),
    shippedMs,
    waiting: false,
  }
}

/** One shipment for each seller of an order: the file has one hand-over and one delivery time for all of them. */
function shipmentsOf(
  orderRef: string,
  lines: LineDraft[],
  { deliveredMs, shippedMs }: { deliveredMs: number | null; shippedMs: number | null },
): ShipmentDraft[] {
  return [
    ...Map.groupBy(
      lines.map((line, index) => ({ line, index })),
      ({ line }) => line.warehouseKey ?? '',
    ),
  ].map(([warehouseKey, members], i) => ({
    ref: `${orderRef}-${i + 1}`,
    warehouseKey,
    lineIndexes: members.map((m) => m.index),
    handedOverMs: shippedMs,
    deliveredMs,
    shipByMs:
      members
        .map((m) => m.line.shipDueMs)
        .filter((d) => d !== null)
        .toSorted((a, b) => a - b)[0] ?? null,
    weightG: null,
    freightMinor: null,
  }))
}

function answerDraft(review: TableRow, { time, note, rejectReview }: OrderParts): AnswerDraft[] {
  const { values, rowNo } = review
  const score = Number(values.review_score)
  if (!Number.isInteger(score) || score < 1 || score > 5) {
    rejectReview(review, 'review_score', 'the score must be 1 to 5')
    return []
  }
  const askedMs = time.at(values.review_creation_date)
  const answeredMs = time.at(values.review_answer_timestamp) ?? askedMs
  if (answeredMs === null) {
    rejectReview(review, 'review_answer_timestamp', 'not a time')
    return []
  }
  if (!values.review_answer_timestamp) note('answer.time_missing', rowNo)
  return [
    {
      ref: `${values.review_id ?? ''}/${rowNo}`,
      score,
      title: (values.review_comment_title ?? '').trim(),
      comment: (values.review_comment_message ?? '').trim(),
      askedMs,
      answeredMs,
    },
  ]
}

function assemble(rows: Rows, orders: OrderDraft[], note: OrderParts['note']): History {
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
      if (!row && rows.products.length > 0) note('product.unknown', 0)
      const category = row?.values.product_category_name ?? ''
      const name = english.get(category) || category || 'product'
      return {
        key,
        sku: key,
        name: `${name} ${key.slice(0, 6)}`,
        category: name,
        unit: 'pcs',
        weightG: Math.round(Number(row?.values.product_weight_g) || 0),
        priceMinor: firstPrice.get(key) ?? 0,
      }
    }),
    orders,
    stock: [],
    rejected: [],
  }
}
