import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, Instant, Quantity, line, page, prose } from '#platform/schema.ts'
import { LIABLE } from '#modules/promises/promise.ts'
import { errorList } from './error-list.ts'
import { errorKindKeys, errorStates } from './order-error.ts'

const Kind = z.enum(errorKindKeys)
const Party = z.enum(LIABLE)
const Cost = z.int().min(0).max(1_000_000_000_000)
const ById = z.object({ id: Id })

export const OrderErrorRow = z.object({
  id: Id,
  orderId: Id,
  orderNumber: z.string(),
  customer: z.object({ id: Id, name: z.string() }),
  line: z.object({ id: Id, lineNo: z.int(), sku: z.string() }).nullable(),
  kind: Kind,
  description: z.string(),
  quantity: z.int().nullable(),
  liable: Party.nullable(),
  costMinor: z.int().nullable(),
  foundAt: z.string(),
  loggedAt: z.string(),
  loggedBy: z.string().nullable(),
  state: z.enum(errorStates),
  withdrawnAt: z.string().nullable(),
  withdrawReason: z.string().nullable(),
  version: z.int(),
})
export const ErrorSums = z.object({
  /** Errors that count, found in the period; orders they are in; what is known of their cost. */
  errors: z.int(),
  orders: z.int(),
  costMinor: z.int().nullable(),
  /** Of how many the cost is not known yet. */
  uncosted: z.int(),
  byKind: z.array(z.object({ kind: Kind, errors: z.int(), costMinor: z.int().nullable() })),
  byLiable: z.array(z.object({ liable: Party.nullable(), errors: z.int(), costMinor: z.int().nullable() })),
})

const Fields = {
  kind: Kind,
  description: line(500, 2),
  quantity: Quantity.nullable(),
  liable: Party.nullable(),
  costMinor: Cost.nullable(),
}

export const orderErrorsApi = {
  listOrderErrors: op({
    method: 'GET',
    path: '/order-errors',
    permission: 'inside.read',
    summary: { zh: '订单差错', en: 'Errors in orders' },
    query: z.strictObject({ ...listParams(errorList), search: line(80).optional() }),
    result: page(OrderErrorRow),
  }),
  sumOrderErrors: op({
    method: 'GET',
    path: '/order-errors/sums',
    permission: 'inside.read',
    summary: { zh: '订单差错汇总', en: 'Errors in orders, summed up' },
    query: z.strictObject({ ...listParams(errorList), search: line(80).optional() }),
    result: ErrorSums,
  }),
  logOrderError: op({
    method: 'POST',
    path: '/orders/{id}/errors',
    permission: 'order_error.log',
    summary: { zh: '登记订单差错', en: 'Log an error in an order' },
    params: ById,
    body: z.strictObject({
      ...Fields,
      orderLineId: Id.nullable().default(null),
      quantity: Fields.quantity.default(null),
      liable: Fields.liable.default(null),
      costMinor: Fields.costMinor.default(null),
      foundAt: Instant.optional(),
    }),
    result: OrderErrorRow,
  }),
  updateOrderError: op({
    method: 'PATCH',
    path: '/order-errors/{id}',
    permission: 'order_error.log',
    summary: { zh: '修改订单差错', en: 'Change an error in an order' },
    params: ById,
    body: z.strictObject({
      kind: Fields.kind.optional(),
      description: Fields.description.optional(),
      quantity: Fields.quantity.optional(),
      liable: Fields.liable.optional(),
      costMinor: Fields.costMinor.optional(),
      version: z.int().min(1).optional(),
    }),
    result: OrderErrorRow,
  }),
  withdrawOrderError: op({
    method: 'POST',
    path: '/order-errors/{id}/withdrawal',
    permission: 'order_error.log',
    summary: { zh: '撤销订单差错', en: 'Withdraw an error: it was none' },
    params: ById,
    body: z.strictObject({ reason: prose(300).min(2) }),
    result: OrderErrorRow,
  }),
} satisfies OperationTable
