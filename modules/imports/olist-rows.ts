import { endOfLocalDay, localDay, startOfDay } from '#modules/scheduling/calendar.ts'
import { TIME_FORMATS, type WallTime, parseDay, parseWallTime } from './source-dates.ts'
import type { TableColumns, TableRow } from './table.ts'

export const FILES = {
  orders: 'olist_orders_dataset.csv',
  items: 'olist_order_items_dataset.csv',
  customers: 'olist_customers_dataset.csv',
  sellers: 'olist_sellers_dataset.csv',
  products: 'olist_products_dataset.csv',
  reviews: 'olist_order_reviews_dataset.csv',
  payments: 'olist_order_payments_dataset.csv',
  categories: 'product_category_name_translation.csv',
} as const
export type FileName = keyof typeof FILES

export const COLUMNS: Record<FileName, TableColumns> = {
  orders: {
    needed: [
      'order_id',
      'order_status',
      'order_purchase_timestamp',
      'order_delivered_customer_date',
      'order_estimated_delivery_date',
    ],
    known: ['customer_id', 'order_approved_at', 'order_delivered_carrier_date'],
  },
  items: {
    needed: ['order_id', 'product_id'],
    known: ['order_item_id', 'seller_id', 'shipping_limit_date', 'price', 'freight_value'],
  },
  customers: {
    needed: ['customer_id'],
    known: ['customer_unique_id', 'customer_zip_code_prefix', 'customer_city', 'customer_state'],
  },
  sellers: { needed: ['seller_id'], known: ['seller_city', 'seller_state'] },
  products: { needed: ['product_id'], known: ['product_category_name', 'product_weight_g'] },
  reviews: {
    needed: ['order_id', 'review_score'],
    known: [
      'review_id',
      'review_comment_title',
      'review_comment_message',
      'review_creation_date',
      'review_answer_timestamp',
    ],
  },
  payments: { needed: ['order_id'], known: [] },
  categories: { needed: ['product_category_name', 'product_category_name_english'], known: [] },
}

export const RULES = {
  'file.not_read':
    'The file is none of the eight that are read, or the same one is there plain as well: nothing of it is kept',
  'status.cancelled':
    'The status is "canceled": taken as cancelled by the customer, its promises are withdrawn and its lines were not ordered',
  'status.unavailable':
    'The status is "unavailable": taken as cancelled by us for want of goods; its promises count as not kept and its lines as ordered and not filled',
  'items.none': "No item rows: the order is kept without lines and its delivery promise is the order's",
  'estimate.missing': 'No estimated delivery date: the order is kept without a delivery promise',
  'delivered.not_yet':
    'Not delivered in the file: the order is open and its promise counts as late once overdue',
  'customer.unknown': 'The customer is not in the customers file: kept under the id of the order row',
  'limit.missing':
    'The shipping limit is missing or not a time: the line is kept without a hand-over promise',
  'seller.missing': 'No seller: the line is kept under "unknown"',
  'price.missing': 'The price is missing or not an amount: kept as 0',
  'freight.unreadable': 'The freight is missing or not an amount: none is kept',
  'times.reversed': 'Delivered before it was ordered or handed over: the times are kept as they are',
  'status.differs': 'The status is "delivered" without a delivery time: the order counts as open',
  'product.not_ordered': 'No order line of these files names the product: it is not kept',
  'product.unknown': 'The product is not in the products file: kept under its id',
  'payment.not_kept': 'Payments are not kept: an order carries the prices of its items',
  'answer.time_missing': 'A review without an answer time carries the time it was asked',
} as const

export type Rows = Record<FileName, TableRow[]>

export type Note = (rule: keyof typeof RULES, row: number) => void
export type Reject = (file: FileName, row: TableRow, problem: { column: string; reason: string }) => void

/** Orders by their id, in the order of the file. */
export function ordersTaken(orders: TableRow[], reject: Reject): Map<string, TableRow> {
  const taken = new Map<string, TableRow>()
  for (const row of orders) {
    const problem = whyNotOrder(row, taken)
    if (problem) reject('orders', row, problem)
    else taken.set(row.values.order_id ?? '', row)
  }
  return taken
}

type Usable = {
  isTaken: (orderId: string) => boolean
  whyNot: (row: TableRow) => { column: string; reason: string } | null
  reject: (row: TableRow, problem: { column: string; reason: string }) => void
}

/** Rows that belong to an order, by its id; the others are rejected. */
export function usable(rows: TableRow[], { isTaken, whyNot, reject }: Usable): Map<string, TableRow[]> {
  const good = rows.filter((row) => {
    const problem = isTaken(row.values.order_id ?? '')
      ? whyNot(row)
      : { column: 'order_id', reason: 'no order of this id was taken' }
    if (problem) reject(row, problem)
    return problem === null
  })
  return Map.groupBy(good, (row) => row.values.order_id ?? '')
}

/** A wall time; a day alone is its midnight. */
function parseTime(text: string): WallTime | null {
  const wall = parseWallTime(text)
  if (wall) return wall
  const day = text.includes(':') ? null : parseDay(text)
  return day ? { day, secondsOfDay: 0, offsetMinutes: null } : null
}

export type Times = {
  at: (text: string | undefined) => number | null
  endOf: (text: string | undefined) => number | null
}

/** Times without a zone, as the public files have them, are wall times of the company's zone. */
export function newTimes(zone: string): Times {
  const starts = new Map<string, number>()
  const startOf = (day: string) => {
    if (!starts.has(day)) starts.set(day, startOfDay(zone, day))
    return starts.get(day) ?? 0
  }
  const instantOf = ({ day, secondsOfDay, offsetMinutes }: WallTime) =>
    offsetMinutes === null
      ? startOf(day) + secondsOfDay * 1000
      : Date.parse(`${day}T00:00:00Z`) + secondsOfDay * 1000 - offsetMinutes * 60_000
  return {
    at(text) {
      const wall = text ? parseTime(text) : null
      return wall && instantOf(wall)
    },
    endOf(text) {
      const wall = text ? parseTime(text) : null
      if (!wall) return null
      const day = wall.offsetMinutes === null ? wall.day : localDay(zone, instantOf(wall))
      return endOfLocalDay(zone, startOf(day)) - 1
    },
  }
}

const TIME_COLUMNS = [
  'order_purchase_timestamp',
  'order_delivered_carrier_date',
  'order_delivered_customer_date',
  'order_estimated_delivery_date',
]
const NOT_A_TIME = `not a time; times read as ${TIME_FORMATS}`

type Problem = { column: string; reason: string }

function whyNotOrder({ values }: TableRow, taken: Map<string, TableRow>): Problem | null {
  if (!values.order_id) return { column: 'order_id', reason: 'the order id is missing' }
  const first = taken.get(values.order_id)
  if (first) return { column: 'order_id', reason: `this order is in row ${first.rowNo} already` }
  if (!values.order_purchase_timestamp)
    return { column: 'order_purchase_timestamp', reason: 'the purchase time is missing' }
  const wrong = TIME_COLUMNS.find((column) => values[column] && parseTime(values[column]) === null)
  return wrong ? { column: wrong, reason: NOT_A_TIME } : null
}

/** An item stands once in its order: a second one would count the same line twice. */
export function whyNotItem(): (row: TableRow) => Problem | null {
  const whyNotTwice = newTwice('order_item_id')
  return (row) => {
    const { values } = row
    if (!values.product_id) return { column: 'product_id', reason: 'the product is missing' }
    return whyNotTwice(row)
  }
}

export function whyNotReview(time: Times): (row: TableRow) => Problem | null {
  const whyNotTwice = newTwice('review_id')
  return (row) => {
    const { values } = row
    const score = Number(values.review_score)
    if (!Number.isInteger(score) || score < 1 || score > 5)
      return { column: 'review_score', reason: 'the score must be 1 to 5' }
    for (const column of ['review_creation_date', 'review_answer_timestamp'])
      if (values[column] && time.at(values[column]) === null) return { column, reason: NOT_A_TIME }
    if (!values.review_creation_date && !values.review_answer_timestamp)
      return { column: 'review_answer_timestamp', reason: 'the time is missing' }
    return whyNotTwice(row)
  }
}

function newTwice(column: string): (row: TableRow) => Problem | null {
  const seen = new Map<string, number>()
  return ({ rowNo, values }) => {
    if (!values[column]) return null
    const key = `${values.order_id} ${values[column]}`
    const first = seen.get(key)
    if (first !== undefined) return { column, reason: `the order has this one in row ${first} already` }
    seen.set(key, rowNo)
    return null
  }
}

const AMOUNT_MAX = 1_000_000_000

/** An amount of the file; null when it is none. */
export function amountOf(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) <= AMOUNT_MAX ? Number(text) : null
}
