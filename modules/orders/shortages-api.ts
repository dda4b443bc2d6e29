import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Day, Id, Quantity, line, page } from '#platform/schema.ts'
import { purchaseStates } from '#modules/purchasing/purchase.ts'
import { shortageCauseKeys } from './shortage-cause.ts'
import { shortageList } from './order-list.ts'
import { ById, DecisionName, OrderResult, Share, Time, Version, Warehouse } from './order-shapes.ts'

export const ShortageRow = z.object({
  id: Id,
  quantity: z.int(),
  valueMinor: z.int(),
  currency: z.string(),
  detectedAt: Time,
  ageHours: z.number(),
  decision: DecisionName.nullable(),
  /** A key of the list of causes; old rows may have words of their own. */ cause: z.string().nullable(),
  backorderUntil: Time.nullable(),
  order: z.object({ id: Id, number: z.string(), urgent: z.boolean(), version: z.int() }),
  customer: z.object({ id: Id, name: z.string() }),
  product: z.object({ id: Id, sku: z.string(), name: z.string(), unit: z.string() }),
  availableNow: z.int(),
  /** What suppliers were ordered to bring, and first when; null: nothing, or not for you to know. */
  onOrder: z.object({ quantity: z.int(), expectedOn: z.string().nullable(), drafted: z.int() }).nullable(),
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
  /** Purchase orders that bring the product, the soonest first. */
  coming: z.array(
    z.object({
      purchaseId: Id,
      number: z.string(),
      state: z.enum(purchaseStates),
      supplierName: z.string(),
      warehouseCode: z.string(),
      open: z.int(),
      expectedOn: z.string(),
      isConfirmed: z.boolean(),
      forThis: z.int(),
    }),
  ),
  /** The day by which enough has come for this shortage and those before it; null when that is not on order. */
  supplyOn: z.string().nullable(),
  /** Where the product was last ordered or received from, and to which warehouse. */
  usualSupply: z
    .object({ supplierId: Id, supplierName: z.string(), warehouseId: Id, warehouseCode: z.string() })
    .nullable(),
  options: z.array(OptionView),
  warehouses: z.array(Warehouse),
})
const DecideInput = z.strictObject({
  option: z.string().max(120),
  version: Version,
  backorderUntil: Day.optional(),
  consentBy: line(80).optional(),
  consentHow: line(200).optional(),
  note: line(300).optional(),
  cause: z.enum(shortageCauseKeys).optional(),
})

export const shortagesApi = {
  listShortages: op({
    method: 'GET',
    path: '/shortages',
    permission: 'inside.read',
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
    permission: 'inside.read',
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
  replenishShortage: op({
    method: 'POST',
    path: '/shortages/{id}/replenishment',
    permission: 'purchase.manage',
    summary: { zh: '为缺货订货', en: 'Order what is missing' },
    params: ById,
    body: z.strictObject({
      supplierId: Id,
      warehouseId: Id,
      quantity: Quantity,
      wantedOn: Day,
      /** The customer's order to the supplier, not ours. */ isOnBehalf: z.boolean().default(false),
    }),
    result: z.object({ id: Id, number: z.string() }),
  }),
} satisfies OperationTable
