import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import {
  Country,
  Day,
  Id,
  Instant,
  Quantity,
  SeenVersion,
  line,
  page,
  pasteablePage,
  patterned,
  prose,
} from '#platform/schema.ts'
import { orderErrorsApi } from './errors-api.ts'
import { orderKinds } from './order-kind.ts'
import { ORDER_NUMBERS_MAX, orderList, shortageList } from './order-list.ts'

const LINES_MAX = 200
const BATCH_MAX = 1_000

export const StateName = z.enum(['held', 'short', 'confirmed', 'shipping', 'delivered', 'cancelled'])
const HoldName = z.enum(['credit', 'compliance', 'manual', 'address', 'duplicate', 'product'])
const DecisionName = z.enum(['other_warehouse', 'split', 'substitute', 'backorder', 'cancel'])
const Service = patterned(/^[a-z][a-z0-9_]{0,39}$/, {
  zh: '请以小写字母开头，只用小写字母、数字和下划线',
  en: 'Begin with a small letter; use small letters, digits and underscores',
})
const DayOrInstant = z.union([Day, Instant])
const Mode = line(40)

const AddressInput = z.strictObject({
  country: Country.optional(),
  province: line(60).optional(),
  city: line(60).optional(),
  district: line(60).optional(),
  street: line(200).optional(),
  postcode: line(20).optional(),
})
const Price = z.int().min(0).max(1_000_000_000_000)
const LineInput = z.strictObject({
  productId: Id.optional(),
  sku: line(80, 1).optional(),
  quantity: Quantity,
  unitPriceMinor: Price.optional(),
  requestedAt: DayOrInstant.optional(),
  externalRef: line(80).optional(),
})

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

const Time = z.string()
const Share = z.object({ warehouseId: Id, quantity: z.int() })
const AddressView = z.object({
  country: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  street: z.string(),
  postcode: z.string(),
  /** What stands above the street, as people write it. */
  areaName: z.string(),
})
const Warehouse = z.object({ id: Id, code: z.string(), name: z.string() })
const Rejected = z.object({
  warehouseId: Id,
  reason: z.enum([
    'does_not_serve',
    'no_stock',
    'misses_promise',
    'ship_complete',
    'split_limit',
    'costs_more',
  ]),
  extraCostMinor: z.int().optional(),
})
const Explained = z.object({
  lineNo: z.int(),
  chosen: z.array(z.object({ warehouseId: Id, quantity: z.int(), missesPromise: z.boolean() })),
  rejected: z.array(Rejected),
  others: z.record(z.string(), z.int()),
})
export const AllocationResult = z.object({
  at: Time,
  costMinor: z.int(),
  cost: z.object({ freight: z.int(), split: z.int(), late: z.int(), short: z.int() }),
  exact: z.boolean(),
  shipComplete: z.boolean(),
  lines: z.array(Explained),
})
export const LineResult = z.object({
  id: Id,
  lineNo: z.int(),
  productId: Id,
  sku: z.string(),
  productName: z.string(),
  unit: z.string(),
  quantity: z.int(),
  cancelled: z.int(),
  shipped: z.int(),
  delivered: z.int(),
  damaged: z.int(),
  reserved: z.int(),
  short: z.int(),
  unitPriceMinor: z.int(),
  amountMinor: z.int(),
  requestedAt: Time.nullable(),
  externalRef: z.string().nullable(),
  substitutedFrom: Id.nullable(),
  consentBy: z.string().nullable(),
  consentAt: Time.nullable(),
  deliveredAt: Time.nullable(),
  shipBy: Time.nullable(),
  deliverBy: Time.nullable(),
  contractDeliverBy: Time.nullable(),
  sources: z.array(Share),
})
export const HoldResult = z.object({
  id: Id.nullable(),
  kind: HoldName,
  reason: z.string(),
  placedAt: Time,
  releasedAt: Time.nullable(),
  releaseReason: z.string().nullable(),
})
export const ShortageResult = z.object({
  id: Id.nullable(),
  orderLineId: Id,
  productId: Id,
  quantity: z.int(),
  detectedAt: Time,
  decision: DecisionName.nullable(),
  decidedAt: Time.nullable(),
  backorderUntil: Time.nullable(),
  closedAt: Time.nullable(),
  note: z.string(),
})
const OrderHead = {
  id: Id,
  number: z.string(),
  externalRef: z.string().nullable(),
  channel: z.enum(['form', 'paste', 'import', 'api']),
  kind: z.enum(orderKinds),
  state: StateName,
  urgent: z.boolean(),
  service: z.string(),
  customer: z.object({ id: Id, number: z.string(), name: z.string() }),
  placedAt: Time,
  requestedAt: Time.nullable(),
  amountMinor: z.int(),
  currency: z.string(),
}
export const OrderResult = z.object({
  ...OrderHead,
  origin: z.object({ id: Id, number: z.string() }).nullable(),
  mode: z.string(),
  siteId: Id.nullable(),
  acknowledgedAt: Time.nullable(),
  deliveredAt: Time.nullable(),
  cancelledAt: Time.nullable(),
  cancelledBy: z.enum(['customer', 'us']).nullable(),
  cancelReason: z.string().nullable(),
  consigneeName: z.string(),
  consigneePhone: z.string(),
  address: AddressView,
  goodsClass: z.string(),
  deliveryNote: z.string(),
  note: z.string(),
  version: z.int(),
  lines: z.array(LineResult),
  holds: z.array(HoldResult),
  shortages: z.array(ShortageResult),
  allocation: AllocationResult.nullable(),
  warehouses: z.array(Warehouse),
})
export const OrderRow = z.object({
  ...OrderHead,
  note: z.string(),
  version: z.int(),
  lines: z.int(),
  quantity: z.int(),
  city: z.string(),
  province: z.string(),
  country: z.string(),
  deliverBy: Time.nullable(),
  late: z.boolean(),
})
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

export const ShortageRow = z.object({
  id: Id,
  quantity: z.int(),
  valueMinor: z.int(),
  currency: z.string(),
  detectedAt: Time,
  ageHours: z.number(),
  decision: DecisionName.nullable(),
  backorderUntil: Time.nullable(),
  order: z.object({ id: Id, number: z.string(), urgent: z.boolean(), version: z.int() }),
  customer: z.object({ id: Id, name: z.string() }),
  product: z.object({ id: Id, sku: z.string(), name: z.string(), unit: z.string() }),
  availableNow: z.int(),
  deliverBy: Time.nullable(),
  requestedAt: Time.nullable(),
})
export const OptionView = z.object({
  key: z.string(),
  decision: DecisionName,
  product: z.object({ id: Id, sku: z.string(), name: z.string() }).nullable(),
  sources: z.array(Share),
  fills: z.int(),
  remaining: z.int(),
  costMinor: z.int(),
  cost: z.object({ freight: z.int(), split: z.int(), revenueLost: z.int(), priceDifference: z.int() }),
  deliverBy: Time.nullable(),
  promisedBy: Time.nullable(),
  lateHours: z.number().nullable(),
  needsConsent: z.boolean(),
  needsDate: z.boolean(),
})
export const OptionsResult = z.object({
  shortage: ShortageRow,
  options: z.array(OptionView),
  warehouses: z.array(Warehouse),
})

const ById = z.object({ id: Id })
const Reason = line(300, 2)
const Version = z.int().min(1)
const LineChange = z.strictObject({ lineId: Id, quantity: z.int().min(0).max(100_000_000) })
const AmendInput = z.strictObject({
  version: SeenVersion,
  reason: Reason,
  lines: z.array(LineChange).max(LINES_MAX).default([]),
  addLines: z.array(LineInput).max(LINES_MAX).default([]),
  address: AddressInput.optional(),
  consigneeName: line(80).optional(),
  consigneePhone: line(40).optional(),
  requestedAt: DayOrInstant.nullable().optional(),
  service: Service.optional(),
  urgent: z.boolean().optional(),
  deliveryNote: prose(500).optional(),
  note: prose(1_000).optional(),
})
const DecideInput = z.strictObject({
  option: z.string().max(120),
  version: Version,
  backorderUntil: Day.optional(),
  consentBy: line(80).optional(),
  consentHow: line(200).optional(),
  note: line(300).optional(),
  cause: line(60).optional(),
})

const anyOrder = z.unknown().meta({
  title: 'Order',
  description: 'As the body of POST /orders; a row that is not right is answered by its own problem.',
})

export const ordersApi = {
  listOrders: op({
    method: 'GET',
    path: '/orders',
    permission: 'order.read',
    summary: { zh: '订单列表', en: 'Orders' },
    query: z.strictObject({
      ...listParams(orderList),
      search: line(80).optional(),
      /** Up to 50 order numbers or references, each on its line or parted by commas or spaces. */
      numbers: z
        .string()
        .max(ORDER_NUMBERS_MAX * 90)
        .optional(),
    }),
    result: pasteablePage(OrderRow),
  }),
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
  getOrder: op({
    method: 'GET',
    path: '/orders/{id}',
    permission: 'order.read',
    record: 'order',
    summary: { zh: '订单详情', en: 'An order' },
    params: ById,
    result: OrderResult,
  }),
  amendOrder: op({
    method: 'POST',
    path: '/orders/{id}/amendment',
    permission: 'order.amend',
    summary: { zh: '修改订单', en: 'Amend an order' },
    params: ById,
    body: AmendInput,
    result: OrderResult,
  }),
  cancelOrder: op({
    method: 'POST',
    path: '/orders/{id}/cancellation',
    isUndoable: true,
    permission: 'order.amend',
    summary: { zh: '取消订单', en: 'Cancel an order' },
    params: ById,
    body: z.strictObject({ version: Version, by: z.enum(['customer', 'us']), reason: Reason }),
    result: OrderResult,
  }),
  holdOrder: op({
    method: 'POST',
    path: '/orders/{id}/hold',
    permission: 'order.amend',
    summary: { zh: '冻结订单', en: 'Hold an order' },
    params: ById,
    body: z.strictObject({
      version: Version,
      kind: HoldName.exclude(['duplicate', 'product']).default('manual'),
      reason: Reason,
    }),
    result: OrderResult,
  }),
  releaseOrder: op({
    method: 'POST',
    path: '/orders/{id}/release',
    permission: 'order.release',
    summary: { zh: '解除冻结', en: 'Release a held order' },
    params: ById,
    body: z.strictObject({
      version: Version,
      reason: Reason,
      /** All open holds when absent. */ holdIds: z.array(Id).max(20).optional(),
    }),
    result: OrderResult,
  }),
  revealOrder: op({
    method: 'POST',
    path: '/orders/{id}/reveal',
    permission: 'personal_data.reveal',
    summary: { zh: '查看收货人完整信息', en: 'Reveal the consignee' },
    params: ById,
    body: z.strictObject({ reason: Reason }),
    result: z.object({ consigneeName: z.string(), consigneePhone: z.string(), address: AddressView }),
  }),
  listShortages: op({
    method: 'GET',
    path: '/shortages',
    permission: 'order.read',
    summary: { zh: '缺货清单', en: 'Open shortages' },
    query: z.strictObject({
      ...listParams(shortageList),
      search: line(80).optional(),
    }),
    result: page(ShortageRow),
  }),
  getShortageOptions: op({
    method: 'GET',
    path: '/shortages/{id}/options',
    permission: 'order.read',
    summary: { zh: '缺货处理方案及其代价', en: 'What can be done about a shortage, and its cost' },
    params: ById,
    result: OptionsResult,
  }),
  decideShortage: op({
    method: 'POST',
    path: '/shortages/{id}/decision',
    permission: 'shortage.decide',
    summary: { zh: '处理缺货', en: 'Decide a shortage' },
    params: ById,
    body: DecideInput,
    result: OrderResult,
  }),
  getUrgentFollowOn: op({
    method: 'GET',
    path: '/customers/{id}/urgent-follow-on',
    permission: 'order.read',
    summary: { zh: '加急订单之后的业务', en: 'Business after urgent orders' },
    params: ById,
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    result: z.object({
      days: z.int(),
      /** Urgent orders judged, and those too new to be. */
      urgent: z.int(),
      tooNew: z.int(),
      before: z.object({ orders: z.int(), amountMinor: z.int() }),
      after: z.object({ orders: z.int(), amountMinor: z.int() }),
    }),
  }),
  ...orderErrorsApi,
} satisfies OperationTable
