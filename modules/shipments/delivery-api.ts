import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Count, Id, line, page } from '#platform/schema.ts'
import { IMAGE_MAX_BYTES, IMAGE_TYPES } from './proof.ts'
import { returnReceiptList } from './shipment-list.ts'
import { At, ById, Done, Moment, Named, ReceiptView, ShipmentView } from './shipment-shapes.ts'

export const ListedReceipt = ReceiptView.extend({
  shipment: z.object({ id: Id, number: z.string(), waybill: z.string().nullable(), deliveredAt: Moment }),
  customer: Named,
  carrier: Named.nullable(),
})

export const deliveryApi = {
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
} satisfies OperationTable
