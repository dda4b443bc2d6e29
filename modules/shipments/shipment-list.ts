import { listSpec } from '#platform/list-spec.ts'
import { exceptionKindNames } from './exception-names.ts'
import { exceptionKinds } from './exception.ts'
import { shipmentStateNames } from './names.ts'
import { shipmentStates } from './shipment.ts'
import { statusNames } from './tracking-names.ts'
import { trackingStatuses } from './tracking.ts'

export const SHIPMENT_NUMBERS_MAX = 50

const customerId = { kind: 'ref', label: { zh: '客户', en: 'Customer' } } as const
const carrierId = { kind: 'ref', isNullable: true, label: { zh: '承运商', en: 'Carrier' } } as const

const shipmentFields = {
  warehouseId: { kind: 'ref', label: { zh: '仓库', en: 'Warehouse' } },
  carrierId,
  customerId,
  orderId: { kind: 'ref', label: { zh: '订单', en: 'Order' } },
  created: { kind: 'day', label: { zh: '生成日期', en: 'Made on' } },
  shipBy: { kind: 'day', isNullable: true, label: { zh: '发货时限', en: 'Ship by' } },
  waybill: { kind: 'text', isNullable: true, label: { zh: '运单号', en: 'Waybill' } },
  number: { kind: 'text', label: { zh: '发运单号', en: 'Shipment number' } },
  mode: { kind: 'text', label: { zh: '运输方式', en: 'Mode' } },
  service: { kind: 'text', label: { zh: '服务', en: 'Service' } },
} as const
const shipmentSorts = {
  created: { kind: 'instant' },
  number: { kind: 'text' },
  waybill: { kind: 'text', isNullable: true },
  state: { kind: 'text' },
  shipBy: { kind: 'instant', isNullable: true },
  handedOver: { kind: 'instant', isNullable: true },
  lastEvent: { kind: 'instant', isNullable: true },
  expected: { kind: 'instant', isNullable: true },
  delivered: { kind: 'instant', isNullable: true },
} as const

/** What the list of shipments can be filtered and sorted by. */
export const shipmentList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: shipmentStates,
      names: shipmentStateNames,
      label: { zh: '作业状态', en: 'State' },
    },
    status: {
      kind: 'choice',
      values: trackingStatuses,
      names: statusNames,
      label: { zh: '运输状态', en: 'Tracking status' },
    },
    ...shipmentFields,
    handedOver: { kind: 'day', isNullable: true, label: { zh: '交接日期', en: 'Handed over on' } },
    expected: { kind: 'day', isNullable: true, label: { zh: '预计送达', en: 'Expected on' } },
    delivered: { kind: 'day', isNullable: true, label: { zh: '签收日期', en: 'Delivered on' } },
    attempts: { kind: 'number', label: { zh: '派送失败次数', en: 'Failed attempts' } },
  },
  sorts: shipmentSorts,
  defaultSort: '-created',
})

/** What has not left yet. */
export const outboundList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: ['planned', 'picking', 'packed'],
      names: shipmentStateNames,
      label: { zh: '作业状态', en: 'State' },
    },
    ...shipmentFields,
  },
  sorts: shipmentSorts,
  defaultSort: 'shipBy',
})

export const exceptionList = listSpec({
  fields: {
    kind: {
      kind: 'choice',
      values: exceptionKinds,
      names: exceptionKindNames,
      label: { zh: '异常', en: 'Exception' },
    },
    carrierId,
    customerId,
    ownerId: { kind: 'ref', isNullable: true, label: { zh: '负责人', en: 'Owner' } },
    opened: { kind: 'day', label: { zh: '发现日期', en: 'Opened on' } },
    resolved: { kind: 'day', isNullable: true, label: { zh: '解决日期', en: 'Resolved on' } },
    waybill: { kind: 'text', isNullable: true, label: { zh: '运单号', en: 'Waybill' } },
    status: {
      kind: 'choice',
      values: trackingStatuses,
      names: statusNames,
      label: { zh: '运输状态', en: 'Tracking status' },
    },
  },
  sorts: {
    opened: { kind: 'instant' },
    kind: { kind: 'text' },
    state: { kind: 'text' },
    lastEvent: { kind: 'instant', isNullable: true },
  },
  defaultSort: 'opened',
})

export const returnReceiptList = listSpec({
  fields: {
    carrierId,
    customerId,
    due: { kind: 'day', isNullable: true, label: { zh: '应收回', en: 'Due back' } },
    delivered: { kind: 'day', isNullable: true, label: { zh: '签收日期', en: 'Delivered on' } },
    sent: { kind: 'day', isNullable: true, label: { zh: '承运商寄回', en: 'Sent back' } },
    received: { kind: 'day', isNullable: true, label: { zh: '收到日期', en: 'Received on' } },
    waybill: { kind: 'text', isNullable: true, label: { zh: '运单号', en: 'Waybill' } },
  },
  sorts: {
    added: { kind: 'id' },
    due: { kind: 'instant', isNullable: true },
    delivered: { kind: 'instant', isNullable: true },
    received: { kind: 'instant', isNullable: true },
  },
  defaultSort: 'added',
})
