import { type ListSource, listSource } from '#platform/list.ts'
import { productTrailApi, trailFields } from './product-trail.ts'
import { shipmentsApi } from './api.ts'
import { exceptionFields, outboundFields, returnReceiptFields, shipmentFields } from './list-fields.ts'

export const shipmentLists: readonly ListSource[] = [
  listSource({
    name: 'shipments',
    title: { zh: '发运单', en: 'Shipments' },
    path: '/shipments',
    operation: shipmentsApi.listShipments,
    fields: shipmentFields,
  }),
  listSource({
    name: 'outbound',
    title: { zh: '待出库', en: 'To send out' },
    path: '/shipments/outbound',
    operation: shipmentsApi.listOutbound,
    fields: outboundFields,
  }),
  listSource({
    name: 'exceptions',
    title: { zh: '运输异常', en: 'Exceptions' },
    path: '/exceptions',
    operation: shipmentsApi.listExceptions,
    fields: exceptionFields,
  }),
  listSource({
    name: 'return-receipts',
    title: { zh: '回单', en: 'Signed receipts' },
    path: '/return-receipts',
    operation: shipmentsApi.listReceipts,
    fields: returnReceiptFields,
    idOf: (row) => row.shipment.id,
  }),
  listSource({
    name: 'product-trail',
    title: { zh: '商品去向', en: 'Where products went' },
    path: '/product-deliveries',
    operation: productTrailApi.listProductTrail,
    fields: trailFields,
  }),
]
