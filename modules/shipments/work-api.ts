import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Count, Id, Quantity, line } from '#platform/schema.ts'
import { At, ById, ShipmentView, Version, Waybill } from './shipment-shapes.ts'

const Loaded = z
  .array(z.strictObject({ lineId: Id, loaded: Count }))
  .max(1_000)
  .optional()
const HandOverFields = { carrierId: Id.optional(), waybill: Waybill.optional() }

export const shipmentWorkApi = {
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
} satisfies OperationTable
