import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, line, prose } from '#platform/schema.ts'
import {
  AddressInput,
  AllocationResult,
  DayOrInstant,
  HoldName,
  LINES_MAX,
  LineInput,
  Mode,
  OrderResult,
  Price,
  Service,
  Share,
  StateName,
  Time,
  Warehouse,
} from './order-shapes.ts'

const BATCH_MAX = 1_000
const OrderFields = {
  channel: z.enum(['form', 'paste', 'api']).optional(),
  customerId: Id.optional(),
  customerNumber: line(60, 1).optional(),
  externalRef: line(80, 1).optional(),
  siteId: Id.optional(),
  address: AddressInput.optional(),
  consigneeName: line(80).optional(),
  consigneePhone: line(40).optional(),
  service: Service.optional(),
  mode: Mode.optional(),
  urgent: z.boolean().optional(),
  requestedAt: DayOrInstant.optional(),
  goodsClass: line(60).optional(),
  deliveryNote: prose(500).optional(),
  note: prose(1_000).optional(),
  shipComplete: z.boolean().optional(),
  notDuplicate: z.boolean().optional(),
}
export const OrderInput = z.strictObject({ ...OrderFields, lines: z.array(LineInput).min(1).max(LINES_MAX) })
const PlacedLine = z.object({
  id: Id,
  lineNo: z.int(),
  sku: z.string(),
  quantity: z.int(),
  short: z.int(),
  shipBy: Time.nullable(),
  deliverBy: Time.nullable(),
  sources: z.array(Share),
})
export const PlacedResult = z.object({
  id: Id,
  number: z.string(),
  externalRef: z.string().nullable(),
  state: StateName,
  placedAt: Time,
  acknowledgedAt: Time.nullable(),
  amountMinor: z.int(),
  currency: z.string(),
  holds: z.array(z.object({ kind: HoldName, reason: z.string() })),
  lines: z.array(PlacedLine),
})
const RowProblemResult = z.object({
  code: z.string(),
  detail: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })),
})
const BatchRow = z.discriminatedUnion('ok', [
  z.object({ index: z.int(), ok: z.literal(true), order: PlacedResult }),
  z.object({ index: z.int(), ok: z.literal(false), problem: RowProblemResult }),
])
export const BatchResult = z.object({ placed: z.int(), refused: z.int(), results: z.array(BatchRow) })
const PreviewLineInput = z.strictObject({
  productId: Id.optional(),
  sku: line(80).optional(),
  quantity: z.int().min(0).max(100_000_000).optional(),
  unitPriceMinor: Price.optional(),
  requestedAt: DayOrInstant.optional(),
})
const PreviewLine = z.object({
  index: z.int(),
  productId: Id.nullable(),
  sku: z.string(),
  productName: z.string(),
  unit: z.string(),
  unitPriceMinor: z.int(),
  available: z.int(),
  filled: z.int(),
  short: z.int(),
  shipBy: Time.nullable(),
  deliverBy: Time.nullable(),
  contractDeliverBy: Time.nullable(),
  sources: z.array(Share),
})
export const PreviewResult = z.object({
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  holds: z.array(z.object({ kind: HoldName, reason: z.string() })),
  duplicateOf: z.string().nullable(),
  lines: z.array(PreviewLine),
  amountMinor: z.int(),
  currency: z.string(),
  allocation: AllocationResult.nullable(),
  warehouses: z.array(Warehouse),
})
const PastedRow = z.object({
  row: z.int(),
  customer: z.string(),
  externalRef: z.string(),
  sku: z.string(),
  quantity: z.int().nullable(),
  requestedAt: z.string().nullable(),
  urgent: z.boolean(),
  service: z.string(),
  consigneeName: z.string(),
  consigneePhone: z.string(),
  country: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  street: z.string(),
  note: z.string(),
  order: z.int().nullable(),
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
})
export const PasteResultView = z.object({
  separator: z.enum(['tab', 'comma', 'semicolon', 'space']),
  header: z.boolean(),
  columns: z.array(z.string().nullable()),
  rows: z.array(PastedRow),
  truncated: z.boolean(),
  /** The orders the good rows make, ready for POST /orders/batch; rows with one customer and number become one order. */
  orders: z.array(OrderInput),
})
const anyOrder = z.unknown().meta({
  title: 'Order',
  description: 'As the body of POST /orders; a row that is not right is answered by its own problem.',
})

export const orderIntakeApi = {
  placeOrder: op({
    method: 'POST',
    path: '/orders',
    permission: 'order.create',
    summary: { zh: '下单', en: 'Place an order' },
    body: OrderInput,
    isPlannedOnce: true,
    result: OrderResult,
  }),
  placeOrders: op({
    method: 'POST',
    path: '/orders/batch',
    permission: 'order.create',
    summary: { zh: '批量下单（每行单独答复）', en: 'Place up to 1,000 orders, answered row by row' },
    body: z.strictObject({ orders: z.array(anyOrder).min(1).max(BATCH_MAX) }),
    result: BatchResult,
    slow: true,
    inTurn: true,
  }),
  previewOrder: op({
    method: 'POST',
    path: '/orders/preview',
    permission: 'order.create',
    summary: { zh: '预览可用库存与承诺日期（不下单）', en: 'See stock and promised dates without placing' },
    body: z.strictObject({ ...OrderFields, lines: z.array(PreviewLineInput).max(LINES_MAX) }),
    result: PreviewResult,
  }),
  parsePaste: op({
    method: 'POST',
    path: '/orders/parse-paste',
    permission: 'order.create',
    summary: { zh: '识别粘贴的订单行', en: 'Read pasted order rows' },
    body: z.strictObject({ text: z.string().max(400_000) }),
    result: PasteResultView,
  }),
} satisfies OperationTable
