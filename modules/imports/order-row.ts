import { OrderInput } from '#modules/orders/intake-api.ts'
import type { NewLine, NewOrder } from '#modules/orders/order-types.ts'
import type { FieldProblem } from '#platform/errors.ts'
import type { Bilingual } from '#platform/text.ts'
import { check } from '#platform/validate.ts'
import type { RowProblem } from './batch.ts'
import {
  type Read,
  readCode,
  readCountry,
  readDay,
  readPhone,
  readPrice,
  readQuantity,
  readService,
  readText,
  readUrgent,
} from './cells.ts'
import type { Mapping } from './columns.ts'
import { ORDER_FIELDS, type OrderField, orderFields } from './fields-orders.ts'
import type { RawRow } from './kind-work.ts'
import { splitAddress } from './address-text.ts'

export type RowReader = {
  columns: readonly string[]
  mapping: Mapping
  /** The customer of rows that name none. */
  customerNumber: string | null
  /** Numbers of customers by name; null when several have the name. */
  numberOfName: ReadonlyMap<string, string | null>
  zone: string
  currency: string
  batchId: string
}
/** An order and the rows it was read from, line by line. */
export type OrderDraft = { rowNos: number[]; order: NewOrder; values: Values[] }
export type Problems = Map<number, RowProblem[]>

export type Values = {
  customerNumber?: string | undefined
  customerName?: string | undefined
  externalRef?: string | undefined
  sku?: string | undefined
  quantity?: number | undefined
  price?: number | undefined
  requestedAt?: string | undefined
  urgent?: boolean | undefined
  service?: string | undefined
  consigneeName?: string | undefined
  consigneePhone?: string | undefined
  country?: string | undefined
  province?: string | undefined
  city?: string | undefined
  district?: string | undefined
  street?: string | undefined
  postcode?: string | undefined
  deliveryNote?: string | undefined
  note?: string | undefined
  originalAuthor?: string | undefined
  originalAt?: string | undefined
}
type ReadRow = { rowNo: number; values: Values; problems: RowProblem[] }

const NOTE_FIELDS = ['note', 'deliveryNote'] as const
const ADDRESS_FIELDS = ['country', 'province', 'city', 'district', 'street', 'postcode'] as const
/** What the rows of one order must agree on. */
const SHARED_FIELDS = ['service', 'consigneeName', 'consigneePhone', ...ADDRESS_FIELDS] as const

/**
 * Rows as orders: rows with one customer and one customer's order number make one order with a line each, wherever they stand; a row
 * without such a number is an order of its own. Rows that cannot be read carry their problems, and so do the rows of the same order.
 */
export function readOrders(
  rows: readonly RawRow[],
  reader: RowReader,
): { orders: OrderDraft[]; problems: Problems } {
  const problems: Problems = new Map()
  const orders: OrderDraft[] = []
  for (const group of groupsOf(rows.map((row) => readRow(row, reader)))) {
    markDiffering(group, reader)
    const order = orderOf(group, reader.batchId)
    if (group.every((row) => row.problems.length === 0)) {
      for (const problem of check(OrderInput, withoutSource(order)).problems ?? [])
        addProblem(group, problem, reader)
    }
    if (group.every((row) => row.problems.length === 0))
      orders.push({ rowNos: group.map((row) => row.rowNo), order, values: group.map((row) => row.values) })
    else for (const [rowNo, found] of problemsOfGroup(group)) problems.set(rowNo, found)
  }
  return { orders, problems }
}

/** The problems that taking an order met, at the rows they belong to; the other rows of the order say which row is wrong. */
export function problemsOfOrder(
  { rowNos, values }: OrderDraft,
  found: readonly FieldProblem[],
  { mapping }: Pick<RowReader, 'mapping'>,
): Problems {
  const group: ReadRow[] = rowNos.map((rowNo, i) => ({ rowNo, values: values[i] ?? {}, problems: [] }))
  for (const problem of found) addProblem(group, problem, { mapping })
  return new Map(problemsOfGroup(group))
}

/** Which rows belong to one order, by what their cells say. Null for a row that is an order of its own. */
export function orderKey(
  { columns, mapping }: Pick<RowReader, 'columns' | 'mapping'>,
  { cells }: RawRow,
): string | null {
  const text = (field: OrderField) => {
    const result = readCode(cells[columns.indexOf(mapping[field] ?? '')] ?? '')
    return 'value' in result ? (result.value ?? '') : ''
  }
  const ref = text('externalRef')
  return ref === '' ? null : `${text('customerNumber') || text('customerName')}\u0000${ref}`
}

function groupsOf(rows: readonly ReadRow[]): ReadRow[][] {
  const groups = Map.groupBy(rows, ({ rowNo, values }) => {
    const customer = values.customerNumber ?? values.customerName ?? ''
    return values.externalRef ? `${customer}\u0000${values.externalRef}` : rowNo
  })
  return [...groups.values()]
}

function readRow({ rowNo, cells }: RawRow, reader: RowReader): ReadRow {
  const problems: RowProblem[] = []
  const indexOf = new Map(reader.columns.map((column, index) => [column, index]))
  const text = (field: OrderField): string => {
    const column = reader.mapping[field]
    return column === undefined ? '' : (cells[indexOf.get(column) ?? -1] ?? '')
  }
  const read = <T>(field: OrderField, from: (text: string) => Read<T>): T | undefined => {
    const result = from(text(field))
    if (!('problem' in result)) return result.value
    problems.push(problemAt(field, { code: 'row.unreadable', message: result.problem }, reader.mapping))
    return undefined
  }
  const values: Values = {
    customerNumber: read('customerNumber', readCode),
    customerName: read('customerName', readText),
    externalRef: read('externalRef', readCode),
    sku: read('sku', readCode),
    quantity: read('quantity', readQuantity),
    price: read('price', (given) => readPrice(given, reader.currency)),
    requestedAt: read('requestedAt', (given) => readDay(given, reader.zone)),
    urgent: read('urgent', readUrgent),
    service: read('service', readService),
    consigneeName: read('consigneeName', readText),
    consigneePhone: read('consigneePhone', readPhone),
    country: read('country', readCountry),
    province: read('province', readText),
    city: read('city', readText),
    district: read('district', readText),
    street: read('street', readText),
    postcode: read('postcode', readCode),
    deliveryNote: read('deliveryNote', readText),
    note: read('note', readText),
    originalAuthor: read('originalAuthor', readText),
    originalAt: read('originalAt', (given) => readDay(given, reader.zone)),
  }
  nameCustomer(values, problems, reader)
  for (const field of ['sku', 'quantity'] as const)
    requireValue(field, { values, problems, mapping: reader.mapping })
  return { rowNo, values: { ...values, ...splitAddress(values) }, problems }
}

/** A customer given by name only gets its number. */
function nameCustomer(
  values: Values,
  problems: RowProblem[],
  { numberOfName, customerNumber, mapping }: RowReader,
): void {
  if (values.customerNumber !== undefined) return
  const add = (field: OrderField, code: string, message: Bilingual) =>
    void problems.push(problemAt(field, { code, message }, mapping))
  if (values.customerName !== undefined) {
    const number = numberOfName.get(values.customerName)
    if (number) values.customerNumber = number
    else if (number === null)
      add('customerName', 'row.customer_ambiguous', {
        zh: `有多个客户名为“${values.customerName}”，请改填客户编号`,
        en: `Several customers are named “${values.customerName}”. Give the number`,
      })
    else
      add('customerName', 'row.customer_unknown', {
        zh: `没有名为“${values.customerName}”的下单客户，请核对名称或改填编号`,
        en: `No customer who may order is named “${values.customerName}”. Check the name or give the number`,
      })
    return
  }
  if (customerNumber !== null) values.customerNumber = customerNumber
  else
    add('customerNumber', 'row.missing', {
      zh: '缺少客户，请填写客户编号',
      en: 'No customer. Give the customer’s number',
    })
}

type Required = { values: Values; problems: RowProblem[]; mapping: Mapping }

function requireValue(field: 'sku' | 'quantity', { values, problems, mapping }: Required): void {
  if (values[field] !== undefined || problems.some((problem) => problem.field === field)) return
  const name = orderFields[field]
  problems.push(
    problemAt(
      field,
      {
        code: 'row.missing',
        message: { zh: `缺少${name.zh}`, en: `No ${name.en === 'SKU' ? 'SKU' : name.en.toLowerCase()}` },
      },
      mapping,
    ),
  )
}

/** A row may leave blank what an earlier row of its order says; it may not say something else. */
function markDiffering(group: readonly ReadRow[], { mapping }: Pick<RowReader, 'mapping'>): void {
  for (const field of SHARED_FIELDS) {
    const first = group.find((row) => row.values[field] !== undefined)
    if (!first) continue
    for (const row of group) {
      if (row.values[field] === undefined || row.values[field] === first.values[field]) continue
      const name = orderFields[field]
      const message = {
        zh: `${name.zh}与同一订单的第 ${first.rowNo} 行不一致`,
        en: `${name.en} differs from row ${first.rowNo} of the same order`,
      }
      row.problems.push(problemAt(field, { code: 'row.differs', message }, mapping))
    }
  }
}

function orderOf(group: readonly ReadRow[], batchId: string): NewOrder {
  const shared = <F extends keyof Values>(field: F): Values[F] =>
    group.find((row) => row.values[field] !== undefined)?.values[field]
  const joined = (field: (typeof NOTE_FIELDS)[number]) =>
    [...new Set(group.flatMap((row) => row.values[field] ?? []))].join('；') || undefined
  const requestedAt = shared('requestedAt')
  return {
    channel: 'import',
    batchId,
    customerNumber: shared('customerNumber'),
    externalRef: shared('externalRef'),
    address: Object.fromEntries(
      ADDRESS_FIELDS.flatMap((field) => (shared(field) === undefined ? [] : [[field, shared(field)]])),
    ),
    consigneeName: shared('consigneeName'),
    consigneePhone: shared('consigneePhone'),
    service: shared('service'),
    urgent: group.some((row) => row.values.urgent) || undefined,
    requestedAt,
    deliveryNote: joined('deliveryNote'),
    note: joined('note'),
    lines: group.map(({ values }) => lineOf(values, requestedAt)),
  }
}

function lineOf(values: Values, requestedAt: string | undefined): NewLine {
  const own = values.requestedAt === requestedAt ? undefined : values.requestedAt
  return {
    sku: values.sku ?? '',
    quantity: values.quantity ?? 0,
    unitPriceMinor: values.price,
    requestedAt: own,
  }
}

/** What the people's own input may hold: the source is ours to say. */
function withoutSource(order: NewOrder): object {
  const { channel, batchId, ...given } = order
  void [channel, batchId]
  return given
}

/** A problem of an order by its path, at the row and column it comes from. */
function addProblem(
  group: readonly ReadRow[],
  { path, message }: FieldProblem,
  { mapping }: Pick<RowReader, 'mapping'>,
): void {
  const field = fieldOfPath(path)
  const line = /^lines\[(\d+)\]/.exec(path)?.[1]
  // What is wrong with the order as a whole stands in the row that says it.
  const row =
    line === undefined
      ? group.find(({ values }) => field !== null && values[field] !== undefined)
      : group[Number(line)]
  const at = row ?? group[0]
  at?.problems.push(problemAt(field, { code: 'order.invalid', message }, mapping))
}

const FIELD_OF_PART: Record<string, OrderField> = {
  customerId: 'customerNumber',
  productId: 'sku',
  unitPriceMinor: 'price',
}

function fieldOfPath(path: string): OrderField | null {
  const part = path.split('.').at(-1) ?? ''
  const field = FIELD_OF_PART[part] ?? part
  return ORDER_FIELDS.find((one) => one === field) ?? null
}

function problemAt(
  field: OrderField | null,
  { code, message }: { code: string; message: Bilingual },
  mapping: Mapping,
): RowProblem {
  // A customer found by its name is wrong in the column of names.
  const column =
    field === null
      ? ''
      : (mapping[field] ?? (field === 'customerNumber' ? mapping.customerName : undefined) ?? '')
  return { column, field: field ?? '', code, message }
}

function problemsOfGroup(group: readonly ReadRow[]): [number, RowProblem[]][] {
  const wrong = group.find((row) => row.problems.length > 0)
  if (!wrong) return []
  const other: RowProblem = {
    column: '',
    field: '',
    code: 'row.other_row',
    message: {
      zh: `同一订单的第 ${wrong.rowNo} 行有误`,
      en: `Row ${wrong.rowNo} of the same order is not right`,
    },
  }
  return group.map((row) => [row.rowNo, row.problems.length > 0 ? row.problems : [other]])
}
