import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, SeenVersion, line, pasteablePage, prose } from '#platform/schema.ts'
import { orderEntryApi } from './entry-api.ts'
import { orderErrorsApi } from './errors-api.ts'
import { orderIntakeApi } from './intake-api.ts'
import { ORDER_NUMBERS_MAX, orderList } from './order-list.ts'
import {
  AddressInput,
  AddressView,
  ById,
  DayOrInstant,
  HoldName,
  LINES_MAX,
  LineInput,
  OrderResult,
  OrderRow,
  Reason,
  Service,
  Version,
} from './order-shapes.ts'
import { shortagesApi } from './shortages-api.ts'

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
    body: z.strictObject({
      version: Version,
      /** Who cancels; the company's own people say it, customers cancel for themselves. */
      by: z.enum(['customer', 'us']).optional(),
      reason: Reason,
    }),
    result: OrderResult,
  }),
  holdOrder: op({
    method: 'POST',
    path: '/orders/{id}/hold',
    permission: 'order.hold',
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
  getUrgentFollowOn: op({
    method: 'GET',
    path: '/customers/{id}/urgent-follow-on',
    permission: 'inside.read',
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
  ...orderEntryApi,
  ...orderIntakeApi,
  ...shortagesApi,
} satisfies OperationTable
