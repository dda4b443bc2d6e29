import type { ListSource } from '#platform/list.ts'
import { shipmentsApi } from './api.ts'

export const shipmentLists: readonly ListSource[] = [
  {
    name: 'shipments',
    title: { zh: '发运', en: 'Shipments' },
    path: '/shipments',
    operation: shipmentsApi.listShipments,
  },
  {
    name: 'outbound',
    title: { zh: '待出库', en: 'Outbound' },
    path: '/shipments/outbound',
    operation: shipmentsApi.listOutbound,
  },
  {
    name: 'exceptions',
    title: { zh: '运输异常', en: 'Exceptions' },
    path: '/exceptions',
    operation: shipmentsApi.listExceptions,
  },
  {
    name: 'return-receipts',
    title: { zh: '回单', en: 'Signed receipts' },
    path: '/return-receipts',
    operation: shipmentsApi.listReceipts,
  },
]
