import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { importsApi } from './api.ts'
import { stateNames } from './batch.ts'
import { kinds } from './kind.ts'

type Row = RowOf<typeof importsApi.listImports>

export const importFields: readonly ListField<Row>[] = [
  { key: 'file', title: { zh: '文件', en: 'File' }, value: (batch) => batch.fileName },
  { key: 'kind', title: { zh: '数据', en: 'Kind' }, value: (batch) => kinds[batch.kind].name },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (batch) => stateNames[batch.state] },
  { key: 'total', title: { zh: '行数', en: 'Rows' }, value: (batch) => batch.total },
  { key: 'imported', title: { zh: '已导入', en: 'Imported' }, value: (batch) => batch.counts.imported },
  { key: 'rejected', title: { zh: '有误', en: 'Not right' }, value: (batch) => batch.counts.rejected },
  { key: 'duplicates', title: { zh: '重复', en: 'Duplicates' }, value: (batch) => batch.counts.duplicate },
  { key: 'by', title: { zh: '上传人', en: 'Uploaded by' }, value: (batch) => batch.createdBy?.name },
  { key: 'at', title: { zh: '上传时间', en: 'Uploaded' }, value: (batch) => at(batch.createdAt) },
]
