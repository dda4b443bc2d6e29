import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, Instant, line, page, prose } from '#platform/schema.ts'
import { type ServiceKind, serviceKinds, serviceStates } from './service.ts'
import { serviceList } from './service-list.ts'

export const LINES_MAX = 200
const Channel = z.enum(['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'])
const Kind = z.enum(Object.keys(serviceKinds) as [ServiceKind, ...ServiceKind[]])
const ById = z.object({ id: Id })
const Name = z.string().nullable()
const Result = prose(1_000).min(2)
const OrderRef = z.object({ id: Id, number: z.string() })

export const ServiceRow = z.object({
  id: Id,
  number: z.string(),
  kind: Kind,
  state: z.enum(serviceStates),
  orderId: Id,
  orderNumber: z.string(),
  customer: z.object({ id: Id, name: z.string() }),
  channel: Channel,
  request: z.string(),
  requestedAt: z.string(),
  registeredBy: Name,
  answerBy: z.string(),
  owner: z.object({ id: Id, name: z.string() }).nullable(),
  acceptedAt: Name,
  dueAt: Name,
  replacement: OrderRef.nullable(),
  endedAt: Name,
  endedBy: Name,
  result: z.string(),
})
/** Lines of an order with what of them was sent and is not replaced yet. */
export const Replaceable = z.object({
  lines: z.array(
    z.object({
      orderLineId: Id,
      lineNo: z.int(),
      sku: z.string(),
      productName: z.string(),
      unit: z.string(),
      left: z.int(),
    }),
  ),
})

export const servicesApi = {
  listServices: op({
    method: 'GET',
    path: '/service-orders',
    permission: 'order.read',
    summary: { zh: '服务单', en: 'Service orders' },
    query: z.strictObject({ ...listParams(serviceList), search: line(80).optional() }),
    result: page(ServiceRow),
  }),
  getService: op({
    method: 'GET',
    path: '/service-orders/{id}',
    permission: 'order.read',
    record: 'service_order',
    summary: { zh: '服务单详情', en: 'One service order' },
    params: ById,
    result: ServiceRow,
  }),
  getReplaceable: op({
    method: 'GET',
    path: '/orders/{id}/replaceable',
    permission: 'order.read',
    summary: { zh: '订单可换货的货物', en: 'What of an order can be sent again' },
    params: ById,
    result: Replaceable,
  }),
  requestService: op({
    method: 'POST',
    path: '/service-orders',
    permission: 'service.manage',
    summary: { zh: '登记服务请求', en: 'Register a service request' },
    body: z.strictObject({
      orderId: Id,
      kind: Kind,
      channel: Channel,
      request: Result,
      /** By when the customer hears whether we do it. */ answerBy: Instant,
    }),
    result: ServiceRow,
  }),
  acceptService: op({
    method: 'POST',
    path: '/service-orders/{id}/acceptance',
    permission: 'service.manage',
    summary: { zh: '受理服务请求', en: 'Take a service request on' },
    params: ById,
    body: z.strictObject({
      /** By when it is done: a promise. */ dueAt: Instant,
      ownerId: Id.nullable().default(null),
      /** What an exchange sends again; no other kind sends goods. */
      lines: z
        .array(z.strictObject({ orderLineId: Id, quantity: z.int().min(0).max(100_000_000) }))
        .max(LINES_MAX)
        .default([]),
    }),
    result: ServiceRow,
  }),
  replanService: op({
    method: 'POST',
    path: '/service-orders/{id}/plan',
    permission: 'service.manage',
    summary: { zh: '改约服务时间', en: 'Set another time for a service' },
    params: ById,
    body: z.strictObject({ dueAt: Instant, reason: line(300, 2) }),
    result: ServiceRow,
  }),
  completeService: op({
    method: 'POST',
    path: '/service-orders/{id}/completion',
    permission: 'service.manage',
    summary: { zh: '完成服务', en: 'Complete a service' },
    params: ById,
    body: z.strictObject({ result: Result }),
    result: ServiceRow,
  }),
  declineService: op({
    method: 'POST',
    path: '/service-orders/{id}/refusal',
    permission: 'service.manage',
    summary: { zh: '不予受理', en: 'Decline a service request' },
    params: ById,
    body: z.strictObject({ reason: line(300, 2) }),
    result: ServiceRow,
  }),
  withdrawService: op({
    method: 'POST',
    path: '/service-orders/{id}/withdrawal',
    permission: 'service.manage',
    summary: { zh: '客户撤回请求', en: 'The customer takes a request back' },
    params: ById,
    body: z.strictObject({ reason: line(300, 2) }),
    result: ServiceRow,
  }),
} satisfies OperationTable
