import { type Cell, type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { customersApi } from './api.ts'
import { channelNames, holdNames, roleNames } from './party.ts'

type Row = RowOf<typeof customersApi.listCustomers>

const active = { zh: '正常', en: 'Active' }
const archived = { zh: '已归档', en: 'Archived' }

export const customerFields: readonly ListField<Row>[] = [
  { key: 'name', title: { zh: '名称', en: 'Name' }, value: (c) => c.name },
  { key: 'number', title: { zh: '编号', en: 'Number' }, value: (c) => c.number },
  {
    key: 'roles',
    title: { zh: '角色', en: 'Roles' },
    value: (c) =>
      joined(
        ' · ',
        c.roles.map((role) => roleNames[role]),
      ),
  },
  { key: 'class', title: { zh: '等级', en: 'Class' }, value: (c) => c.classKey },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: stateOf },
  {
    key: 'channel',
    title: { zh: '首选渠道', en: 'Preferred channel' },
    value: (c) => (c.preferredChannel ? channelNames[c.preferredChannel] : null),
  },
  { key: 'ref', title: { zh: '外部编号', en: 'External reference' }, value: (c) => c.externalRef },
  { key: 'created', title: { zh: '建档时间', en: 'Added' }, value: (c) => at(c.createdAt) },
]

function stateOf(c: Row): Cell {
  if (c.archivedAt) return archived
  const kinds = [...new Set(c.holds.map((hold) => hold.kind))]
  return kinds.length === 0
    ? active
    : joined(
        ' ',
        kinds.map((kind) => holdNames[kind]),
      )
}
