import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { wavesApi } from './api.ts'
import { hasBegun, savingOf, waveStateNames } from './wave.ts'

type Row = RowOf<typeof wavesApi.listWaves>

const ALL = { zh: '全部未拣货的订单', en: 'All not picked yet' }

export const waveFields: readonly ListField<Row>[] = [
  { key: 'number', title: { zh: '编号', en: 'Number' }, value: (w) => w.number },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (w) => waveStateNames[w.state] },
  {
    key: 'scope',
    title: { zh: '范围', en: 'Orders' },
    value: (w) => (w.chosen === null ? ALL : { zh: `选定的 ${w.chosen} 张订单`, en: `${w.chosen} chosen` }),
  },
  {
    key: 'changed',
    title: { zh: '变动订单', en: 'Orders changed' },
    value: (w) => w.summary?.changedOrders,
  },
  {
    key: 'saving',
    title: { zh: '节省', en: 'Saves' },
    value: (w) => w.summary && { minor: savingOf(w.summary), currency: w.summary.currency },
  },
  {
    key: 'moved',
    title: { zh: '已调整', en: 'Moved' },
    value: (w) => (hasBegun(w.state) ? w.moved : null),
  },
  {
    key: 'unmoved',
    title: { zh: '保持原样', en: 'Left as they were' },
    value: (w) => (hasBegun(w.state) ? w.unmoved : null),
  },
  { key: 'by', title: { zh: '发起人', en: 'Asked by' }, value: (w) => w.by },
  { key: 'created', title: { zh: '发起时间', en: 'Asked' }, value: (w) => at(w.createdAt) },
  { key: 'ended', title: { zh: '结束时间', en: 'Ended' }, value: (w) => at(w.endedAt) },
  { key: 'reason', title: { zh: '原因', en: 'Reason' }, value: (w) => w.reason },
]
