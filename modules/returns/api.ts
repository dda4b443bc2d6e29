import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Day, Id, line, page, prose } from '#platform/schema.ts'
import { type Condition, type ReturnReason, conditions, returnReasons, returnStates } from './return.ts'
import { returnList } from './return-list.ts'

const keysOf = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as [K, ...K[]]
const Reason = z.enum(keysOf<ReturnReason>(returnReasons))
const ConditionName = z.enum(keysOf<Condition>(conditions))
export const LINES_MAX = 200
const Units = z.int().min(0).max(100_000_000)
const ById = z.object({ id: Id })
const Why = z.strictObject({ reason: line(300, 2) })
const Ref = z.object({ id: Id, name: z.string() })

export const ReturnRow = z.object({
  id: Id,
  number: z.string(),
  orderId: Id,
  orderNumber: z.string(),
  customer: Ref,
  warehouse: Ref,
  reason: Reason,
  state: z.enum(returnStates),
  waybill: z.string(),
  expectedOn: z.string().nullable(),
  announcedAt: z.string(),
  announcedBy: z.string().nullable(),
  quantity: z.int(),
  restocked: z.int(),
  unsaleable: z.int(),
})
export const ReturnView = z.object({
  ...ReturnRow.shape,
  note: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string(),
  version: z.int(),
  lines: z.array(
    z.object({
      id: Id,
      lineNo: z.int(),
      productId: Id,
      sku: z.string(),
      productName: z.string(),
      unit: z.string(),
      quantity: z.int(),
      restocked: z.int(),
      unsaleable: z.int(),
    }),
  ),
  arrivals: z.array(
    z.object({
      id: Id,
      at: z.string(),
      by: z.string().nullable(),
      receiptId: Id.nullable(),
      receiptNumber: z.string().nullable(),
      note: z.string(),
      lines: z.array(
        z.object({
          lineId: Id,
          lineNo: z.int(),
          sku: z.string(),
          restocked: z.int(),
          unsaleable: z.int(),
          condition: ConditionName.nullable(),
        }),
      ),
    }),
  ),
})
/** Lines of an order with what of them left and is not on its way back yet. */
export const Returnable = z.object({
  orderId: Id,
  orderNumber: z.string(),
  lines: z.array(
    z.object({
      orderLineId: Id,
      lineNo: z.int(),
      sku: z.string(),
      productName: z.string(),
      unit: z.string(),
      shipped: z.int(),
      returning: z.int(),
      left: z.int(),
    }),
  ),
  /** Those the goods came from. */
  warehouses: z.array(Ref),
})

export const returnsApi = {
  listReturns: op({
    method: 'GET',
    path: '/returns',
    permission: 'order.read',
    summary: { zh: '退货单', en: 'Returns' },
    query: z.strictObject({ ...listParams(returnList), search: line(80).optional() }),
    result: page(ReturnRow),
  }),
  getReturn: op({
    method: 'GET',
    path: '/returns/{id}',
    permission: 'order.read',
    record: 'return_order',
    summary: { zh: '退货单详情', en: 'One return' },
    params: ById,
    result: ReturnView,
  }),
  getReturnable: op({
    method: 'GET',
    path: '/orders/{id}/returnable',
    permission: 'order.read',
    summary: { zh: '订单可退的货物', en: 'What of an order can come back' },
    params: ById,
    result: Returnable,
  }),
  announceReturn: op({
    method: 'POST',
    path: '/returns',
    permission: 'return.manage',
    summary: { zh: '登记退货', en: 'Announce a return' },
    body: z.strictObject({
      orderId: Id,
      warehouseId: Id,
      reason: Reason,
      note: prose(1_000).default(''),
      waybill: line(60).default(''),
      expectedOn: Day.nullable().default(null),
      lines: z
        .array(z.strictObject({ orderLineId: Id, /** 0: stays with the customer. */ quantity: Units }))
        .min(1)
        .max(LINES_MAX),
    }),
    result: ReturnView,
  }),
  updateReturn: op({
    method: 'PATCH',
    path: '/returns/{id}',
    permission: 'return.manage',
    summary: { zh: '修改退货单', en: 'Change a return' },
    params: ById,
    body: z.strictObject({
      reason: Reason.optional(),
      note: prose(1_000).optional(),
      waybill: line(60).optional(),
      expectedOn: Day.nullable().optional(),
      version: z.int().min(1).optional(),
    }),
    result: ReturnView,
  }),
  receiveReturn: op({
    method: 'POST',
    path: '/returns/{id}/arrivals',
    permission: 'stock.receive',
    summary: { zh: '退货入库', en: 'Receive returned goods' },
    params: ById,
    body: z.strictObject({
      note: prose(500).default(''),
      lines: z
        .array(
          z.strictObject({
            lineId: Id,
            restocked: Units.default(0),
            unsaleable: Units.default(0),
            condition: ConditionName.nullable().default(null),
          }),
        )
        .min(1)
        .max(LINES_MAX),
    }),
    result: ReturnView,
  }),
  closeReturn: op({
    method: 'POST',
    path: '/returns/{id}/close',
    permission: 'return.manage',
    summary: { zh: '退货短少结案', en: 'Close a return whose rest does not come' },
    params: ById,
    body: Why,
    result: ReturnView,
  }),
  cancelReturn: op({
    method: 'POST',
    path: '/returns/{id}/cancel',
    permission: 'return.manage',
    summary: { zh: '取消退货', en: 'Cancel a return' },
    params: ById,
    body: Why,
    result: ReturnView,
  }),
} satisfies OperationTable
