import { listSpec } from '#platform/list-spec.ts'
import { type ServiceKind, serviceKinds, serviceStateNames, serviceStates } from './service.ts'

/** What the list of service orders can be filtered and sorted by. */
export const serviceList = listSpec({
  fields: {
    state: {
      kind: 'choice',
      values: serviceStates,
      names: serviceStateNames,
      label: { zh: '状态', en: 'State' },
    },
    kind: {
      kind: 'choice',
      values: Object.keys(serviceKinds) as ServiceKind[],
      names: serviceKinds,
      label: { zh: '服务类型', en: 'Kind of service' },
    },
    customerId: { kind: 'ref', label: { zh: '客户', en: 'Customer' } },
    orderId: { kind: 'ref', label: { zh: '订单', en: 'Order' } },
    ownerId: { kind: 'ref', isNullable: true, label: { zh: '负责人', en: 'Owner' } },
    requested: { kind: 'day', range: ['from', 'to'], label: { zh: '请求日期', en: 'Requested on' } },
    due: { kind: 'day', isNullable: true, label: { zh: '约定完成', en: 'Due' } },
  },
  sorts: {
    requested: { kind: 'instant' },
    due: { kind: 'instant', isNullable: true },
    number: { kind: 'text' },
    state: { kind: 'text' },
  },
  defaultSort: '-requested',
})
