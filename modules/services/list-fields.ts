import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { servicesApi } from './api.ts'
import { serviceKinds, serviceStateNames } from './service.ts'

type Row = RowOf<typeof servicesApi.listServices>

export const serviceFields: readonly ListField<Row>[] = [
  { key: 'number', title: { zh: '服务单', en: 'Service order' }, value: (s) => s.number },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (s) => serviceStateNames[s.state] },
  { key: 'kind', title: { zh: '服务类型', en: 'Kind' }, value: (s) => serviceKinds[s.kind] },
  { key: 'due', title: { zh: '时限', en: 'Due' }, value: (s) => at(s.dueAt ?? s.answerBy) },
  { key: 'order', title: { zh: '原订单', en: 'Order' }, value: (s) => s.orderNumber },
  { key: 'customer', title: { zh: '客户', en: 'Customer' }, value: (s) => s.customer.name },
  { key: 'request', title: { zh: '请求内容', en: 'What is asked' }, value: (s) => s.request },
  { key: 'requested', title: { zh: '请求时间', en: 'Requested' }, value: (s) => at(s.requestedAt) },
  { key: 'owner', title: { zh: '负责人', en: 'Owner' }, value: (s) => s.owner?.name },
  {
    key: 'replacement',
    title: { zh: '补发订单', en: 'Replacement' },
    value: (s) => s.replacement?.number,
  },
  { key: 'result', title: { zh: '结果', en: 'Result' }, value: (s) => s.result },
]
