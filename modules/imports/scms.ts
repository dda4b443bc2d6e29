import { toMinor } from '#platform/money.ts'
import { UNKNOWN_COUNTRY, countryCode } from '#modules/customers/country-names.ts'
import { DAY_FORMATS, parseDay } from './source-dates.ts'
import type { TableColumns, TableRow } from './table.ts'

/** Without the needed ones it is not this file; the others may be missing. */
export const SCMS_COLUMNS: TableColumns = {
  needed: [
    'PO / SO #',
    'Item Description',
    'Line Item Quantity',
    'Scheduled Delivery Date',
    'Delivered to Client Date',
  ],
  known: [
    'ID',
    'Project Code',
    'ASN/DN #',
    'Country',
    'Fulfill Via',
    'Shipment Mode',
    'PQ First Sent to Client Date',
    'PO Sent to Vendor Date',
    'Product Group',
    'Vendor',
    'Unit of Measure (Per Pack)',
    'Line Item Value',
    'Pack Price',
    'Weight (Kilograms)',
    'Freight Cost (USD)',
  ],
}

/** One row of the SCMS file, read by the rules below. Days are 'YYYY-MM-DD', money is US cents. */
export type ScmsLine = {
  rowNo: number
  ref: string
  project: string
  order: string
  shipment: string
  country: string
  countryName: string
  fromStore: boolean
  vendor: string
  mode: string
  placedOn: string | null
  placedRecorded: boolean
  dueOn: string | null
  deliveredOn: string | null
  category: string
  item: string
  unit: string
  quantity: number
  amountMinor: number
  unitPriceMinor: number
  weightG: number | null
  freightMinor: number | null
  rules: ScmsRule[]
}
export type ScmsRejection = { column: string; value: string; reason: string }

/** The stated rules for dirty fields. */
export const SCMS_RULES = {
  'placed.not_recorded':
    'The day the order was placed is not in the file ("N/A - From RDC", "Date Not Captured"): the price-quote day or, failing that, the scheduled day stands in, marked as assumed and left out of order-cycle statistics',
  'freight.in_price': 'Freight is included in the commodity cost: no freight amount is kept',
  'freight.separate': 'Freight was invoiced separately: no freight amount is kept',
  'freight.elsewhere': 'Freight is on the row named ("See ..."): counted there once',
  'freight.unreadable': 'The freight cost is not a number: no freight amount is kept',
  'weight.separate': 'Weight was captured separately: no weight is kept',
  'weight.elsewhere': 'Weight is on the row named ("See ..."): counted there once',
  'weight.unreadable': 'The weight is not a number: no weight is kept',
  'mode.not_recorded': 'The mode is "N/A" or empty in the file and stays "N/A"',
  'due.missing': 'No scheduled delivery day: the line is kept without a delivery promise',
  'delivered.missing': 'No delivered day: the line is kept as not delivered',
  'delivered.before_placed':
    'Delivered before the day it was placed: both days are kept as they are; the placing day counts as assumed',
  'country.unknown': 'The country is none that ISO 3166 names: the name is kept and its code is ZZ',
  'country.differs':
    'Another row of the order names another country: the order goes to the country of its first row',
  'vendor.missing': 'No vendor: the line is kept under "Unknown vendor"',
  'value.unreadable': 'The line value is not an amount: kept as 0',
  'price.unreadable': 'The pack price is not an amount: kept as 0',
} as const
export type ScmsRule = keyof typeof SCMS_RULES

const QUANTITY_MAX = 100_000_000
const DOLLARS_MAX = 1_000_000_000
const KILOGRAMS_MAX = 1_000_000

/** Reads one row. A row without order number, item or a whole quantity above 0 cannot be an order line and is rejected. */
export function readScmsRow({ rowNo, values }: TableRow): ScmsLine | ScmsRejection {
  const get = (column: string) => (values[column] ?? '').trim()
  const order = get('PO / SO #')
  if (!order) return { column: 'PO / SO #', value: '', reason: 'the order number is missing' }
  const item = get('Item Description')
  if (!item) return { column: 'Item Description', value: '', reason: 'the item is missing' }
  const quantity = numberOf(get('Line Item Quantity'), QUANTITY_MAX)
  if (quantity === null || !Number.isInteger(quantity) || quantity < 1) {
    return {
      column: 'Line Item Quantity',
      value: get('Line Item Quantity'),
      reason: `the quantity must be a whole number from 1 to ${QUANTITY_MAX}`,
    }
  }
  for (const column of ['Scheduled Delivery Date', 'Delivered to Client Date']) {
    if (get(column) && !parseDay(get(column)))
      return { column, value: get(column), reason: `not a date; dates read as ${DAY_FORMATS}` }
  }
  const rules: ScmsRule[] = []
  return {
    rowNo,
    ref: get('ID') || String(rowNo),
    project: get('Project Code') || 'Unknown project',
    order,
    shipment: get('ASN/DN #') || `${order}-${rowNo}`,
    ...countryOf(get('Country'), rules),
    fromStore: get('Fulfill Via') === 'From RDC',
    vendor: orRule(get('Vendor'), 'Unknown vendor', { rules, rule: 'vendor.missing' }),
    mode: modeOf(get('Shipment Mode'), rules),
    ...daysOf(get, rules),
    category: get('Product Group'),
    item,
    unit: get('Unit of Measure (Per Pack)'),
    quantity,
    ...moneyOf(get, rules),
    weightG: weightOf(get('Weight (Kilograms)'), rules),
    freightMinor: freightOf(get('Freight Cost (USD)'), rules),
    rules,
  }
}

/** An order goes to one country; rows that name another one than its first row are told. */
export function* rowsOfOtherCountries(lines: readonly ScmsLine[]): Generator<ScmsLine> {
  const countries = new Map<string, string>()
  for (const line of lines) {
    const order = `${line.project}\n${line.order}`
    const country = countries.get(order) ?? line.countryName
    countries.set(order, country)
    if (country !== line.countryName) yield line
  }
}

type Get = (column: string) => string

function countryOf(name: string, rules: ScmsRule[]): { country: string; countryName: string } {
  const country = countryCode(name)
  if (!country) rules.push('country.unknown')
  return { country: country ?? UNKNOWN_COUNTRY, countryName: name || 'Unknown country' }
}

function orRule(
  value: string,
  otherwise: string,
  { rules, rule }: { rules: ScmsRule[]; rule: ScmsRule },
): string {
  if (value) return value
  rules.push(rule)
  return otherwise
}

function modeOf(mode: string, rules: ScmsRule[]): string {
  if (mode && mode !== 'N/A') return mode
  rules.push('mode.not_recorded')
  return 'N/A'
}

function daysOf(
  get: Get,
  rules: ScmsRule[],
): Pick<ScmsLine, 'placedOn' | 'placedRecorded' | 'dueOn' | 'deliveredOn'> {
  const sentOn = parseDay(get('PO Sent to Vendor Date'))
  const dueOn = parseDay(get('Scheduled Delivery Date'))
  const deliveredOn = parseDay(get('Delivered to Client Date'))
  if (!sentOn) rules.push('placed.not_recorded')
  if (!dueOn) rules.push('due.missing')
  if (!deliveredOn) rules.push('delivered.missing')
  const isReversed = sentOn !== null && deliveredOn !== null && sentOn > deliveredOn
  if (isReversed) rules.push('delivered.before_placed')
  return {
    placedOn: sentOn ?? parseDay(get('PQ First Sent to Client Date')) ?? dueOn ?? deliveredOn,
    placedRecorded: sentOn !== null && !isReversed,
    dueOn,
    deliveredOn,
  }
}

function moneyOf(get: Get, rules: ScmsRule[]): Pick<ScmsLine, 'amountMinor' | 'unitPriceMinor'> {
  const value = numberOf(get('Line Item Value'), DOLLARS_MAX)
  const price = numberOf(get('Pack Price'), DOLLARS_MAX)
  if (value === null) rules.push('value.unreadable')
  if (price === null) rules.push('price.unreadable')
  return {
    amountMinor: toMinor(value ?? 0, 'USD'),
    unitPriceMinor: toMinor(price ?? 0, 'USD'),
  }
}

function weightOf(text: string, rules: ScmsRule[]): number | null {
  const kilograms = numberOf(text, KILOGRAMS_MAX)
  if (kilograms !== null) return Math.round(kilograms * 1000)
  rules.push(
    text.startsWith('See ')
      ? 'weight.elsewhere'
      : text === 'Weight Captured Separately'
        ? 'weight.separate'
        : 'weight.unreadable',
  )
  return null
}

function freightOf(text: string, rules: ScmsRule[]): number | null {
  const dollars = numberOf(text, DOLLARS_MAX)
  if (dollars !== null) return toMinor(dollars, 'USD')
  rules.push(
    text.startsWith('See ')
      ? 'freight.elsewhere'
      : text === 'Freight Included in Commodity Cost'
        ? 'freight.in_price'
        : text === 'Invoiced Separately'
          ? 'freight.separate'
          : 'freight.unreadable',
  )
  return null
}

function numberOf(text: string, max: number): number | null {
  const clean = text.replaceAll(',', '').trim()
  return /^\d+(\.\d+)?$/.test(clean) && Number(clean) <= max ? Number(clean) : null
}
