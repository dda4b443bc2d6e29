import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { viewsApi } from './api.ts'
import { visibilityNames } from './view.ts'

type View = RowOf<typeof viewsApi.listViews>

const company = { zh: '公司内置', en: 'comes with the company' }

export const viewFields: readonly ListField<View>[] = [
  { key: 'name', title: { zh: '视图名称', en: 'Name of the view' }, value: (view) => view.name },
  { key: 'list', title: { zh: '列表', en: 'List' }, value: (view) => view.listTitle },
  {
    key: 'scope',
    title: { zh: '谁能看到', en: 'Seen by' },
    value: (view) => view.team?.name ?? visibilityNames[view.visibility],
  },
  { key: 'owner', title: { zh: '创建人', en: 'Made by' }, value: (view) => view.ownerName ?? company },
  { key: 'changed', title: { zh: '最近修改', en: 'Changed' }, value: (view) => at(view.changedAt) },
]
