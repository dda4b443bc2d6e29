import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, line } from '#platform/schema.ts'
import { carrierSchemes } from './data/carrier-codes.ts'
import { At, ById, Done, Liable, Moment, ShipmentView, Status, Waybill, reasons } from './shipment-shapes.ts'

export const TrackingRowInput = z
  .strictObject({
    carrier: line(60, 1).optional(),
    waybill: Waybill,
    scheme: line(40, 1)
      .optional()
      .describe(
        `Whose codes: ${carrierSchemes.join(', ')}, in any case. Without one the code is a status of ours. Other schemes and codes are kept as info, and the answer says so in "unread".`,
      ),
    code: line(60, 1).optional(),
    status: Status.optional(),
    reason: z.enum(reasons).optional(),
    at: At,
    location: line(200).optional(),
    note: line(500).optional(),
    revokes: Id.optional(),
  })
  .refine((e) => e.code !== undefined || e.status !== undefined, {
    path: ['code'],
    message: '请填写承运商代码或状态 · Give a carrier code or a status',
  })
const TrackingOutcome = z.object({
  index: z.int(),
  outcome: z.enum(['recorded', 'duplicate', 'problem']),
  eventId: Id.nullable().optional(),
  shipmentId: Id.optional(),
  /** Of the shipment, after all rows. */ status: Status.optional(),
  /** Kept as information: no table knows this scheme or code. */
  unread: z.enum(['scheme', 'code']).nullable().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
})

export const trackingApi = {
  postTracking: op({
    method: 'POST',
    path: '/tracking/events',
    permission: 'tracking.write',
    summary: { zh: '上传轨迹（1 至 1000 条）', en: 'Post 1 to 1,000 tracking events' },
    body: z.strictObject({ events: z.array(TrackingRowInput).min(1).max(1_000) }),
    result: z.object({
      recorded: z.int(),
      duplicates: z.int(),
      problems: z.int(),
      unread: z.int(),
      rows: z.array(TrackingOutcome),
    }),
  }),
  reportTracking: op({
    method: 'POST',
    path: '/shipments/{id}/events',
    permission: 'tracking.write',
    summary: { zh: '登记一条轨迹', en: 'Report where a shipment is' },
    params: ById,
    body: z.strictObject({
      status: Status,
      reason: z.enum(reasons).optional(),
      at: At,
      location: line(200).optional(),
      note: line(500).optional(),
    }),
    result: ShipmentView,
  }),
  revokeTracking: op({
    method: 'POST',
    path: '/shipments/{id}/events/{eventId}/revocation',
    permission: 'shipment.deliver',
    summary: { zh: '更正错误轨迹', en: 'Revoke a wrong event' },
    params: z.object({ id: Id, eventId: Id }),
    body: z.strictObject({ note: line(500, 1) }),
    result: ShipmentView,
  }),
  rerouteShipment: op({
    method: 'POST',
    path: '/shipments/{id}/route',
    permission: 'exception.manage',
    summary: { zh: '变更运输路线', en: 'Change the route' },
    params: ById,
    body: z.strictObject({ initiator: Liable, reason: line(300, 1) }),
    result: ShipmentView,
  }),
  listTrackingLinks: op({
    method: 'GET',
    path: '/orders/{id}/tracking-links',
    permission: 'tracking_link.manage',
    summary: { zh: '订单的查询链接', en: 'Tracking links of an order' },
    params: ById,
    result: z.object({
      rows: z.array(
        z.object({
          id: Id,
          createdAt: z.string(),
          createdBy: z.string().nullable(),
          expiresAt: z.string(),
          revokedAt: Moment,
        }),
      ),
    }),
  }),
  createTrackingLink: op({
    method: 'POST',
    path: '/orders/{id}/tracking-links',
    permission: 'tracking_link.manage',
    tellsSecret: true,
    summary: { zh: '生成查询链接', en: 'Make a tracking link' },
    params: ById,
    body: z.strictObject({ days: z.int().min(1).max(90).default(30) }),
    result: z.object({ id: Id, token: z.string(), path: z.string(), expiresAt: z.string() }),
  }),
  revokeTrackingLink: op({
    method: 'DELETE',
    path: '/tracking-links/{id}',
    permission: 'tracking_link.manage',
    summary: { zh: '停用查询链接', en: 'Revoke a tracking link' },
    params: ById,
    result: Done,
  }),
} satisfies OperationTable
