import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, line, page, pasteablePage } from '#platform/schema.ts'
import { deliveryApi } from './delivery-api.ts'
import { exceptionsApi } from './exceptions-api.ts'
import { productTrailApi } from './product-trail.ts'
import { SHIPMENT_NUMBERS_MAX, outboundList, shipmentList } from './shipment-list.ts'
import { ById, ShipmentRow, ShipmentView, State, Waybill, WaybillView } from './shipment-shapes.ts'
import { trackingApi } from './tracking-api.ts'
import { shipmentWorkApi } from './work-api.ts'

export const shipmentsApi = {
  listCarriers: op({
    method: 'GET',
    path: '/carriers',
    permission: 'handover.read',
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
    permission: 'handover.read',
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
      states: z.partialRecord(State, z.int()),
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
  ...productTrailApi,
  ...shipmentWorkApi,
  ...trackingApi,
  ...deliveryApi,
  ...exceptionsApi,
} satisfies OperationTable
