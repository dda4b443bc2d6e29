import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, Instant, LocalTime, SeenVersion, line, page, prose } from '#platform/schema.ts'
import { shipmentStates } from '#modules/shipments/shipment.ts'
import { handoverItemList, handoverList } from './handover-list.ts'
import { HANDOVER_ITEMS_MAX, handoverStates, requestStates } from './handover.ts'
import { WINDOW_HOURS_MAX, WINDOW_HOURS_MIN, pickupModes } from './pickup-rule.ts'

const ById = z.object({ id: Id })
const Carrier = z.object({ id: Id, name: z.string() })
const Warehouse = z.object({ id: Id, code: z.string(), name: z.string() })
const Destination = z.object({
  country: z.string(),
  province: z.string(),
  city: z.string(),
  name: z.string(),
})
const ShipmentIds = z.array(Id).min(1).max(HANDOVER_ITEMS_MAX)
const Mode = z.enum(pickupModes)
const NOTE_MAX = 500
const REASON_MAX = 300

export const HandoverRow = z.object({
  id: Id,
  number: z.string(),
  state: z.enum(handoverStates),
  request: z.enum(requestStates),
  carrier: Carrier,
  warehouse: Warehouse,
  pickUpFrom: z.string(),
  pickUpTo: z.string(),
  madeAt: z.string(),
  /** Null: made at the cut-off of the carrier's rule. */
  madeBy: z.string().nullable(),
  requestedAt: z.string().nullable(),
  signedAt: z.string().nullable(),
  shipments: z.int(),
  parcels: z.int(),
  units: z.int(),
  weightG: z.int().nullable(),
  /** Shipments that left with less than listed, or not at all. */
  differences: z.int(),
})
export const HandoverItemRow = z.object({
  id: Id,
  list: z.object({ id: Id, number: z.string(), state: z.enum(handoverStates) }),
  carrier: Carrier,
  warehouse: Warehouse,
  pickUpFrom: z.string(),
  signedAt: z.string().nullable(),
  shipmentId: Id,
  shipmentNumber: z.string(),
  shipmentState: z.enum(shipmentStates),
  waybill: z.string().nullable(),
  order: z.object({ id: Id, number: z.string() }),
  destination: Destination,
  parcels: z.int(),
  units: z.int(),
  weightG: z.int().nullable(),
  /** Units on the vehicle; null: not signed yet. */
  loaded: z.int().nullable(),
  reason: z.string(),
})
export const HandoverView = z.object({
  ...HandoverRow.shape,
  note: z.string(),
  /** Masked. */
  driverName: z.string(),
  vehiclePlate: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string(),
  version: z.int(),
  mode: Mode,
  /** To whom a request goes, masked; null: the carrier has no contact with an address. */
  contact: z.object({ name: z.string(), address: z.string() }).nullable(),
  items: z.array(HandoverItemRow),
})
export const HandoverCandidate = z.object({
  id: Id,
  number: z.string(),
  waybill: z.string().nullable(),
  state: z.enum(shipmentStates),
  shipBy: z.string().nullable(),
  /** It has this carrier already; one without a carrier gets it when the list is signed. */
  isAssigned: z.boolean(),
  destination: Destination,
  parcels: z.int(),
  units: z.int(),
  weightG: z.int().nullable(),
})
export const PickupRuleRow = z.object({
  /** Null: the carrier goes by the rule as delivered. */
  id: Id.nullable(),
  version: z.int(),
  carrier: Carrier,
  mode: Mode,
  cutOff: z.string(),
  windowHours: z.int(),
  hasEmail: z.boolean(),
})

export const handoversApi = {
  listHandoverLists: op({
    method: 'GET',
    path: '/handover-lists',
    permission: 'handover.read',
    summary: { zh: '交接单', en: 'Hand-over lists' },
    query: z.strictObject({ ...listParams(handoverList), search: line(80).optional() }),
    result: page(HandoverRow),
  }),
  listHandoverItems: op({
    method: 'GET',
    path: '/handover-items',
    permission: 'handover.read',
    summary: { zh: '交接明细', en: 'What is on hand-over lists' },
    query: z.strictObject({ ...listParams(handoverItemList), search: line(80).optional() }),
    result: page(HandoverItemRow),
  }),
  getHandoverList: op({
    method: 'GET',
    path: '/handover-lists/{id}',
    permission: 'handover.read',
    record: 'handover_list',
    summary: { zh: '交接单详情', en: 'One hand-over list' },
    params: ById,
    result: HandoverView,
  }),
  listHandoverCandidates: op({
    method: 'GET',
    path: '/handover-candidates',
    permission: 'handover.read',
    summary: { zh: '可列入交接单的发运单', en: 'Shipments that can be listed for a hand-over' },
    query: z.strictObject({ warehouseId: Id, carrierId: Id }),
    result: z.object({ rows: z.array(HandoverCandidate) }),
  }),
  makeHandoverList: op({
    method: 'POST',
    path: '/handover-lists',
    permission: 'shipment.work',
    summary: { zh: '新建交接单', en: 'Make a hand-over list' },
    body: z.strictObject({
      warehouseId: Id,
      carrierId: Id,
      pickUpFrom: Instant,
      pickUpTo: Instant,
      note: prose(NOTE_MAX).default(''),
      /** Left out: all that can be listed and has the carrier, up to 200. */
      shipmentIds: ShipmentIds.optional(),
    }),
    result: HandoverView,
  }),
  updateHandoverList: op({
    method: 'PATCH',
    path: '/handover-lists/{id}',
    permission: 'shipment.work',
    summary: { zh: '修改交接单', en: 'Change a hand-over list' },
    params: ById,
    body: z.strictObject({
      pickUpFrom: Instant.optional(),
      pickUpTo: Instant.optional(),
      note: prose(NOTE_MAX).optional(),
      version: SeenVersion,
    }),
    result: HandoverView,
  }),
  addToHandoverList: op({
    method: 'POST',
    path: '/handover-lists/{id}/items',
    permission: 'shipment.work',
    summary: { zh: '向交接单加入发运单', en: 'Put shipments on a hand-over list' },
    params: ById,
    body: z.strictObject({ shipmentIds: ShipmentIds }),
    result: HandoverView,
  }),
  removeFromHandoverList: op({
    method: 'POST',
    path: '/handover-lists/{id}/removals',
    permission: 'shipment.work',
    summary: { zh: '从交接单移出发运单', en: 'Take shipments off a hand-over list' },
    params: ById,
    body: z.strictObject({ shipmentIds: ShipmentIds }),
    result: HandoverView,
  }),
  requestPickup: op({
    method: 'POST',
    path: '/handover-lists/{id}/request',
    permission: 'shipment.work',
    summary: { zh: '用邮件通知承运商揽收', en: 'Ask the carrier by mail to pick up' },
    params: ById,
    result: HandoverView,
  }),
  signHandoverList: op({
    method: 'POST',
    path: '/handover-lists/{id}/signature',
    permission: 'shipment.work',
    summary: { zh: '登记司机签字，完成交接', en: 'Record that the driver signed' },
    params: ById,
    body: z.strictObject({
      driverName: line(80, 1),
      vehiclePlate: line(20).default(''),
      signedAt: Instant.optional(),
      differences: z
        .array(z.strictObject({ shipmentId: Id, reason: line(REASON_MAX, 2) }))
        .max(HANDOVER_ITEMS_MAX)
        .default([]),
      version: SeenVersion,
    }),
    result: HandoverView,
  }),
  cancelHandoverList: op({
    method: 'POST',
    path: '/handover-lists/{id}/cancel',
    permission: 'shipment.work',
    summary: { zh: '作废交接单', en: 'Cancel a hand-over list' },
    params: ById,
    body: z.strictObject({ reason: line(REASON_MAX, 2) }),
    result: HandoverView,
  }),
  listPickupRules: op({
    method: 'GET',
    path: '/pickup-rules',
    permission: 'handover.read',
    summary: { zh: '揽收通知规则', en: 'How carriers are told of pick-ups' },
    result: z.object({ rows: z.array(PickupRuleRow) }),
  }),
  savePickupRule: op({
    method: 'PUT',
    path: '/pickup-rules',
    permission: 'pickup_rule.manage',
    summary: { zh: '设定承运商的揽收通知规则', en: 'Set how a carrier is told of pick-ups' },
    body: z.strictObject({
      carrierId: Id,
      mode: Mode,
      cutOff: LocalTime,
      windowHours: z.int().min(WINDOW_HOURS_MIN).max(WINDOW_HOURS_MAX),
      version: SeenVersion,
    }),
    result: z.object({ rows: z.array(PickupRuleRow) }),
  }),
} satisfies OperationTable
