import type { ListField } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { contractsApi } from './api.ts'

type Row = RowOf<typeof contractsApi.listContracts>

const everyone = { zh: '所有客户（默认服务标准）', en: 'Every customer (default set)' }
const openEnd = { zh: '长期', en: 'Open-ended' }
const running = { zh: '有效', en: 'Running' }
const ended = { zh: '已终止', en: 'Ended' }

export const contractFields: readonly ListField<Row>[] = [
  { key: 'name', title: { zh: '名称', en: 'Name' }, value: (k) => k.name },
  { key: 'number', title: { zh: '编号', en: 'Number' }, value: (k) => k.number },
  {
    key: 'customer',
    title: { zh: '客户', en: 'Customer' },
    value: (k) => (k.customerId === null ? everyone : k.customerName),
  },
  { key: 'from', title: { zh: '生效日期', en: 'Valid from' }, value: (k) => ({ day: k.validFrom }) },
  {
    key: 'to',
    title: { zh: '截止日期', en: 'Valid to' },
    value: (k) => (k.validTo ? { day: k.validTo } : openEnd),
  },
  { key: 'published', title: { zh: '生效条款', en: 'Clauses in force' }, value: (k) => k.published },
  { key: 'drafts', title: { zh: '草稿', en: 'Drafts' }, value: (k) => k.drafts },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (k) => (k.endedAt ? ended : running) },
]
