import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { productTrailApi } from './product-trail.ts'
import { Count, Id, Instant, Quantity, line, page, prose, pasteablePage } from '#platform/schema.ts'
import {
  SHIPMENT_NUMBERS_MAX,
  exceptionList,
  outboundList,
  returnReceiptList,
  shipmentList,
} from './shipment-list.ts'
import { exceptionKinds, exceptionStates } from './exception.ts'
import { IMAGE_MAX_BYTES, IMAGE_TYPES, proofKinds } from './proof.ts'
import { shipmentStates } from './shipment.ts'
import { type ExceptionReason, type LiableParty, liableFor, trackingStatuses } from './tracking.ts'

const liableParties = [
  'carrier',
  'shipper',
  'consignee',
  'warehouse',
  'authority',
  'force_majeure',
  'unknown',
] as const satisfies readonly LiableParty[]
const reasons = Object.keys(liableFor) as [ExceptionReason, ...ExceptionReason[]]

const State = z.enum(shipmentStates)
const Status = z.enum(trackingStatuses)
const Liable = z.enum(liableParties)
export const WAYBILL_MAX = 60
const Waybill = line(WAYBILL_MAX, 1)
const Version = z.int().min(1)
const At = Instant.transform((text) => new Date(text))
const Named = z.object({ id: Id, name: z.string() })
const Moment = z.string().nullable()
const ById = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })

export const ShipmentRow = z.object({
  id: Id,
  number: z.string(),
  order: z.object({ id: Id, number: z.string(), urgent: z.boolean() }),
  customer: Named,
  warehouse: z.object({ id: Id, code: z.string(), name: z.string() }),
  carrier: Named.nullable(),
  waybill: z.string().nullable(),
  state: State,
  status: Status,
  liable: Liable.nullable(),
  mode: z.string(),
  service: z.string(),
  /** `name`: the area as people write it, '' when only the country is known. */
  destination: z.object({ country: z.string(), province: z.string(), city: z.string(), name: z.string() }),
  createdAt: z.string(),
  shipBy: Moment,
  handedOverAt: Moment,
  lastEventAt: Moment,
  expectedAt: Moment,
  deliveredAt: Moment,
  failedAttempts: z.int(),
  lines: z.int(),
  quantity: z.int(),
  openExceptions: z.int(),
})

export const TrackingRow = z.object({
  id: Id,
  at: z.string(),
  recordedAt: z.string(),
  status: Status,
  scheme: z.string(),
  code: z.string(),
  reason: z.string().nullable(),
  liable: Liable.nullable(),
  location: z.string(),
  note: z.string(),
  source: z.string(),
  revokesId: Id.nullable(),
  revoked: z.boolean(),
})
export const ExceptionRow = z.object({
  id: Id,
  kind: z.enum(exceptionKinds),
  reason: z.string().nullable(),
  liable: Liable.nullable(),
  owner: Named.nullable(),
  state: z.enum(exceptionStates),
  openedAt: z.string(),
  resolvedAt: Moment,
  resolution: z.string().nullable(),
})
export const ListedException = ExceptionRow.extend({
  shipment: z.object({
    id: Id,
    number: z.string(),
    waybill: z.string().nullable(),
    status: Status,
    lastEventAt: Moment,
  }),
  customer: Named,
  carrier: Named.nullable(),
})
export const ReceiptView = z.object({
  sentAt: Moment,
  receivedAt: Moment,
  dueAt: Moment,
  note: z.string(),
  hasScan: z.boolean(),
})
export const ListedReceipt = ReceiptView.extend({
  shipment: z.object({ id: Id, number: z.string(), waybill: z.string().nullable(), deliveredAt: Moment }),
  customer: Named,
  carrier: Named.nullable(),
})

export const LineRow = z.object({
  id: Id,
  orderLineId: Id,
  productId: Id,
  sku: z.string(),
  barcode: z.string().nullable(),
  name: z.string(),
  unit: z.string(),
  quantity: z.int(),
  picked: z.int(),
  packed: z.int(),
  shortLoaded: z.int(),
  delivered: z.int(),
  damaged: z.int(),
})
export const ShipmentView = ShipmentRow.extend({
  version: z.int(),
  weightG: z.int().nullable(),
  pickedAt: Moment,
  packedAt: Moment,
  receiptNeeded: z.boolean(),
  consignee: z.object({ name: z.string(), phone: z.string(), district: z.string(), street: z.string() }),
  lineRows: z.array(LineRow),
  parcels: z.array(z.object({ id: Id, number: z.string(), weightG: z.int().nullable() })),
  events: z.array(TrackingRow),
  exceptions: z.array(ExceptionRow),
  proofs: z.array(
    z.object({
      id: Id,
      kind: z.enum(proofKinds),
      signedBy: z.string(),
      at: z.string(),
      hasFile: z.boolean(),
    }),
  ),
  receipt: ReceiptView.nullable(),
  promise: z.object({ deliverBy: Moment, expectedAt: Moment, cases: z.int().nullable() }),
})
/** A parcel as its waybill finds it. */
export const WaybillView = ShipmentRow.omit({ lines: true, quantity: true, openExceptions: true }).extend({
  events: z.array(TrackingRow),
})

export const TrackingRowInput = z
  .strictObject({
    carrier: line(60, 1).optional(),
    waybill: Waybill,
    scheme: line(40, 1).optional(),
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
  status: Status.optional(),
  code: z.string().optional(),
  message: z.string().optional(),
})
const Loaded = z
  .array(z.strictObject({ lineId: Id, loaded: Count }))
  .max(1_000)
  .optional()
const HandOverFields = { carrierId: Id.optional(), waybill: Waybill.optional() }

export const shipmentsApi = {
  listCarriers: op({
    method: 'GET',
    path: '/carriers',
    permission: 'shipment.read',
    summary: { zh: '承运商', en: 'Carriers' },
    result: z.object({ rows: z.array(z.object({ id: Id, number: z.string(), name: z.string() })) }),
  }),
  listShipments: op({
    method: 'GET',
    path: '/shipments',
    permission: 'shipment.read',
    summary: { zh: '发运列表', en: 'Shipments' },
    query: z.strictObject({
      ...listParams(shipmentList),
      search: line(60).optional(),
      /** Up to 50 waybills, shipment or order numbers, each on its line or parted by commas or spaces. */
      numbers: z
        .string()
        .max(SHIPMENT_NUMBERS_MAX * 90)
        .optional(),
    }),
    result: pasteablePage(ShipmentRow),
  }),
  listOutbound: op({
    method: 'GET',
    path: '/shipments/outbound',
    permission: 'shipment.read',
    summary: { zh: '待出库列表（按发货时限）', en: 'Outbound work, by the time it must leave' },
    query: z.strictObject({ ...listParams(outboundList), search: line(60).optional() }),
    result: page(ShipmentRow),
  }),
  countShipments: op({
    method: 'GET',
    path: '/shipments/counts',
    permission: 'shipment.read',
    summary: { zh: '各状态数量', en: 'Shipments by state' },
    query: z.strictObject({ warehouseId: Id.optional() }),
    result: z.object({
      states: z.record(State, z.int()),
      overdueToShip: z.int(),
      openExceptions: z.int(),
      receiptsOverdue: z.int(),
    }),
  }),
  findByWaybill: op({
    method: 'GET',
    path: '/shipments/by-waybill/{waybill}',
    permission: 'shipment.read',
    summary: { zh: '按运单号查询', en: 'Find by waybill' },
    params: z.object({ waybill: Waybill }),
    result: WaybillView,
  }),
  findWaybills: op({
    method: 'POST',
    path: '/shipments/by-waybills',
    permission: 'shipment.read',
    summary: { zh: '批量查询运单（最多 50 个）', en: 'Find up to 50 waybills' },
    body: z.strictObject({ waybills: z.array(Waybill).min(1).max(50) }),
    result: z.object({ rows: z.array(z.object({ waybill: z.string(), shipments: z.array(ShipmentRow) })) }),
  }),
  getShipment: op({
    method: 'GET',
    path: '/shipments/{id}',
    permission: 'shipment.read',
    record: 'shipment',
    summary: { zh: '发运详情', en: 'A shipment' },
    params: ById,
    result: ShipmentView,
  }),
  pickShipment: op({
    method: 'POST',
    path: '/shipments/{id}/picks',
    permission: 'shipment.work',
    summary: { zh: '登记拣货', en: 'Record picking' },
    params: ById,
    body: z.strictObject({
      version: Version.optional(),
      scans: z
        .array(z.strictObject({ code: line(80, 1), quantity: Quantity.default(1) }))
        .max(500)
        .optional(),
      lines: z
        .array(z.strictObject({ lineId: Id, picked: Count }))
        .max(1_000)
        .optional(),
    }),
    result: ShipmentView,
  }),
  packShipment: op({
    method: 'POST',
    path: '/shipments/{id}/packing',
    permission: 'shipment.work',
    summary: { zh: '包装', en: 'Pack' },
    params: ById,
    body: z.strictObject({
      version: Version.optional(),
      parcels: z
        .array(z.strictObject({ weightG: Quantity.optional() }))
        .min(1)
        .max(100),
    }),
    result: ShipmentView,
  }),
  unpackShipment: op({
    method: 'POST',
    path: '/shipments/{id}/unpacking',
    permission: 'shipment.work',
    summary: { zh: '拆包', en: 'Unpack' },
    params: ById,
    body: z.strictObject({ version: Version.optional() }),
    result: ShipmentView,
  }),
  handOverShipment: op({
    method: 'POST',
    path: '/shipments/{id}/hand-over',
    permission: 'shipment.work',
    summary: { zh: '交接给承运商', en: 'Hand over to the carrier' },
    params: ById,
    body: z.strictObject({
      ...HandOverFields,
      at: At.optional(),
      whole: z.boolean().default(false),
      lines: Loaded,
      version: Version.optional(),
    }),
    result: ShipmentView,
  }),
  handOverShipments: op({
    method: 'POST',
    path: '/shipments/hand-over',
    permission: 'shipment.work',
    summary: { zh: '批量交接', en: 'Hand over many' },
    body: z.strictObject({
      at: At.optional(),
      whole: z.boolean().default(false),
      rows: z
        .array(z.strictObject({ shipmentId: Id, ...HandOverFields }))
        .min(1)
        .max(200),
    }),
    result: z.object({
      rows: z.array(
        z.object({
          shipmentId: Id,
          ok: z.boolean(),
          code: z.string().optional(),
          message: z.string().optional(),
        }),
      ),
    }),
  }),
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
      rows: z.array(TrackingOutcome),
    }),
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
  recordDelivery: op({
    method: 'POST',
    path: '/shipments/{id}/delivery',
    permission: 'shipment.deliver',
    summary: { zh: '登记签收', en: 'Record the delivery' },
    params: ById,
    body: z.strictObject({
      at: At.optional(),
      signedBy: line(80).optional(),
      code: line(20).optional(),
      note: line(300).optional(),
      lines: z
        .array(z.strictObject({ lineId: Id, delivered: Count, damaged: Count.default(0) }))
        .max(1_000)
        .optional(),
    }),
    result: ShipmentView,
  }),
  addProof: op({
    method: 'POST',
    path: '/shipments/{id}/proofs',
    permission: 'shipment.deliver',
    summary: { zh: '上传签收凭证（PNG/JPEG）', en: 'Add a proof of delivery (PNG or JPEG)' },
    params: ById,
    query: z.strictObject({
      kind: z.enum(['signature', 'photo', 'paper']).default('photo'),
      signedBy: line(80).default(''),
    }),
    upload: { maxBytes: IMAGE_MAX_BYTES, contentTypes: IMAGE_TYPES },
    result: z.object({ proofId: Id }),
  }),
  getProofFile: op({
    method: 'GET',
    path: '/shipments/{id}/proofs/{proofId}/file',
    permission: 'personal_data.reveal',
    summary: { zh: '查看签收凭证图片', en: 'The image of a proof' },
    params: z.object({ id: Id, proofId: Id }),
    result: z.unknown(),
    download: true,
  }),
  listReceipts: op({
    method: 'GET',
    path: '/receipts',
    permission: 'shipment.read',
    summary: { zh: '回单列表', en: 'Signed receipts' },
    query: z.strictObject({
      ...listParams(returnReceiptList),
      state: z.enum(['outstanding', 'overdue', 'received']).default('outstanding'),
    }),
    result: page(ListedReceipt),
  }),
  recordReceipt: op({
    method: 'POST',
    path: '/shipments/{id}/receipt',
    permission: 'shipment.deliver',
    summary: { zh: '登记回单寄出或收到', en: 'Record the receipt sent or received' },
    params: ById,
    body: z.strictObject({
      step: z.enum(['sent', 'received']),
      at: At.optional(),
      note: line(300).optional(),
    }),
    result: ShipmentView,
  }),
  attachReceipt: op({
    method: 'POST',
    path: '/shipments/{id}/receipt/scan',
    permission: 'shipment.deliver',
    summary: { zh: '上传回单扫描件', en: 'Attach the scan of the receipt' },
    params: ById,
    upload: { maxBytes: IMAGE_MAX_BYTES, contentTypes: IMAGE_TYPES },
    result: Done,
  }),
  listExceptions: op({
    method: 'GET',
    path: '/exceptions',
    permission: 'shipment.read',
    summary: { zh: '运输异常列表', en: 'Exceptions' },
    query: z.strictObject({
      ...listParams(exceptionList),
      state: z.enum([...exceptionStates, 'unresolved']).default('unresolved'),
      mine: z.enum(['true', 'false']).optional(),
    }),
    result: page(ListedException),
  }),
  openException: op({
    method: 'POST',
    path: '/shipments/{id}/exceptions',
    permission: 'exception.manage',
    summary: { zh: '登记异常', en: 'Report an exception' },
    params: ById,
    body: z.strictObject({ kind: z.enum(exceptionKinds), reason: line(300, 1), liable: Liable.optional() }),
    result: z.object({ exceptionId: Id }),
  }),
  assignException: op({
    method: 'POST',
    path: '/exceptions/{id}/owner',
    permission: 'exception.manage',
    summary: { zh: '指派异常负责人', en: 'Give an exception to somebody' },
    params: ById,
    body: z.strictObject({ ownerId: Id.nullable() }),
    result: ListedException,
  }),
  resolveException: op({
    method: 'POST',
    path: '/exceptions/{id}/resolution',
    isUndoable: true,
    permission: 'exception.manage',
    summary: { zh: '处理完毕', en: 'Resolve an exception' },
    params: ById,
    body: z.strictObject({ resolution: prose(1_000).pipe(z.string().min(1)), liable: Liable.optional() }),
    result: ListedException,
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
  ...productTrailApi,
} satisfies OperationTable
