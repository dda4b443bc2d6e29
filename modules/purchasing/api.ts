import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { AmountMinor, Day, Id, Quantity, SeenVersion, line, page, prose } from '#platform/schema.ts'
import { purchaseList } from './purchase-list.ts'
import { purchaseStates } from './purchase.ts'

export const LINES_MAX = 200
export const LETTER_MAX = 30_000
const Channel = z.enum(['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'])
const ById = z.object({ id: Id })
const Name = z.string().nullable()
const Ref = z.object({ id: Id, name: z.string() })
const Place = Ref.extend({ code: z.string() })
const Why = z.strictObject({ reason: line(300, 2) })

export const PurchaseRow = z.object({
  id: Id,
  number: z.string(),
  state: z.enum(purchaseStates),
  supplier: Ref,
  warehouse: Place,
  /** Whose order it is; null: our own. */
  customer: Ref.nullable(),
  customerRef: z.string(),
  supplierRef: z.string(),
  lines: z.int(),
  quantity: z.int(),
  received: z.int(),
  currency: z.string(),
  /** Of the lines that have a price; null: none has, or it is not for this person. */
  amountMinor: z.int().nullable(),
  /** The next day on which something is expected; null when nothing is any more. */
  expectedOn: Name,
  isOverdue: z.boolean(),
  draftedAt: z.string(),
  draftedBy: Name,
  sentAt: Name,
})
export const PurchaseView = z.object({
  ...PurchaseRow.shape,
  note: z.string(),
  channel: Channel.nullable(),
  recipient: z.string(),
  proof: z.string(),
  sentBy: Name,
  /** Whether the supplier has a contact with an e-mail address. */
  hasEmail: z.boolean(),
  confirmedAt: Name,
  confirmedBy: Name,
  endedAt: Name,
  endedBy: Name,
  endReason: z.string(),
  version: z.int(),
  lineRows: z.array(
    z.object({
      id: Id,
      lineNo: z.int(),
      productId: Id,
      sku: z.string(),
      productName: z.string(),
      unit: z.string(),
      barcode: Name,
      quantity: z.int(),
      received: z.int(),
      unitPriceMinor: z.int().nullable(),
      amountMinor: z.int().nullable(),
      wantedOn: z.string(),
      firstConfirmedOn: Name,
      confirmedOn: Name,
      isOverdue: z.boolean(),
    }),
  ),
  receipts: z.array(
    z.object({
      id: Id,
      number: z.string(),
      at: z.string(),
      by: Name,
      accepted: z.int(),
      refused: z.int(),
    }),
  ),
})
export const LetterView = z.object({
  /** Masked; null: the supplier has nobody with an e-mail address. */
  to: z.object({ name: z.string(), address: z.string() }).nullable(),
  subject: z.string(),
  body: z.string(),
})

const Fields = {
  supplierId: Id,
  warehouseId: Id,
  customerId: Id.nullable().default(null),
  customerRef: line(80).default(''),
  note: prose(1_000).default(''),
  lines: z
    .array(z.strictObject({ productId: Id, quantity: Quantity, /** By when it is wanted. */ wantedOn: Day }))
    .min(1)
    .max(LINES_MAX),
}

export const purchasingApi = {
  listPurchases: op({
    method: 'GET',
    path: '/purchase-orders',
    permission: 'purchase.read',
    summary: { zh: '采购订单', en: 'Purchase orders' },
    query: z.strictObject({ ...listParams(purchaseList), search: line(80).optional() }),
    result: page(PurchaseRow),
  }),
  getPurchase: op({
    method: 'GET',
    path: '/purchase-orders/{id}',
    permission: 'purchase.read',
    record: 'purchase_order',
    summary: { zh: '采购订单详情', en: 'One purchase order' },
    params: ById,
    result: PurchaseView,
  }),
  getPurchaseLetter: op({
    method: 'GET',
    path: '/purchase-orders/{id}/letter',
    permission: 'purchase.read',
    summary: { zh: '发给供应商的邮件', en: 'The mail to the supplier' },
    params: ById,
    result: LetterView,
  }),
  draftPurchase: op({
    method: 'POST',
    path: '/purchase-orders',
    permission: 'purchase.manage',
    summary: { zh: '新建采购订单', en: 'Draft a purchase order' },
    body: z.strictObject(Fields),
    result: PurchaseView,
  }),
  updatePurchase: op({
    method: 'PUT',
    path: '/purchase-orders/{id}',
    permission: 'purchase.manage',
    summary: { zh: '修改采购订单草稿', en: 'Change a draft' },
    params: ById,
    body: z.strictObject({ ...Fields, version: SeenVersion }),
    result: PurchaseView,
  }),
  pricePurchase: op({
    method: 'PUT',
    path: '/purchase-orders/{id}/prices',
    permission: 'purchase.price',
    summary: { zh: '登记采购价格', en: 'Record what the supplier asks' },
    params: ById,
    body: z.strictObject({
      currency: z.string().regex(/^[A-Z]{3}$/),
      lines: z
        .array(z.strictObject({ lineId: Id, unitPriceMinor: AmountMinor.min(0).nullable() }))
        .min(1)
        .max(LINES_MAX),
      version: SeenVersion,
    }),
    result: PurchaseView,
  }),
  sendPurchase: op({
    method: 'POST',
    path: '/purchase-orders/{id}/send',
    permission: 'purchase.manage',
    summary: { zh: '用邮件发给供应商', en: 'Send to the supplier by mail' },
    params: ById,
    body: z.strictObject({
      subject: line(200, 1).optional(),
      body: prose(LETTER_MAX).min(1).optional(),
    }),
    result: PurchaseView,
  }),
  tellPurchase: op({
    method: 'POST',
    path: '/purchase-orders/{id}/told',
    permission: 'purchase.manage',
    summary: { zh: '登记已用其他方式告知供应商', en: 'Record that the supplier was told otherwise' },
    params: ById,
    body: z.strictObject({ channel: Channel, recipient: line(200, 1), proof: prose(1_000).optional() }),
    result: PurchaseView,
  }),
  confirmPurchase: op({
    method: 'POST',
    path: '/purchase-orders/{id}/confirmation',
    permission: 'purchase.manage',
    summary: { zh: '登记供应商确认的到货日期', en: 'Record the days the supplier confirms' },
    params: ById,
    body: z.strictObject({
      supplierRef: line(80).optional(),
      lines: z
        .array(z.strictObject({ lineId: Id, day: Day }))
        .min(1)
        .max(LINES_MAX),
      /** Needed where a day he gave before changes. */ reason: line(300).optional(),
      version: SeenVersion,
    }),
    result: PurchaseView,
  }),
  closePurchase: op({
    method: 'POST',
    path: '/purchase-orders/{id}/close',
    permission: 'purchase.manage',
    summary: { zh: '采购订单短交结案', en: 'Close an order whose rest does not come' },
    params: ById,
    body: Why,
    result: PurchaseView,
  }),
  cancelPurchase: op({
    method: 'POST',
    path: '/purchase-orders/{id}/cancel',
    permission: 'purchase.manage',
    summary: { zh: '取消采购订单', en: 'Cancel a purchase order' },
    params: ById,
    body: Why,
    result: PurchaseView,
  }),
} satisfies OperationTable
