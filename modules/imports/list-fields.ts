import { type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { importsApi } from './api.ts'
import { stateNames } from './batch.ts'

type Row = RowOf<typeof importsApi.listImports>

export const importFields: readonly ListField<Row>[] = [
  { key: 'file', title: { zh: '文件', en: 'File' }, value: (batch) => batch.fileName },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (batch) => stateNames[batch.state] },
  { key: 'total', title: { zh: '行数', en: 'Rows' }, value: (batch) => batch.total },
  { key: 'accepted', title: { zh: '已导入', en: 'Imported' }, value: (batch) => batch.accepted },
  { key: 'rejected', title: { zh: '有误', en: 'Not right' }, value: (batch) => batch.rejected },
  { key: 'duplicates', title: { zh: '重复', en: 'Duplicates' }, value: (batch) => batch.duplicates },
  { key: 'by', title: { zh: '上传人', en: 'Uploaded by' }, value: (batch) => batch.createdBy?.name },
  { key: 'at', title: { zh: '上传时间', en: 'Uploaded' }, value: (batch) => at(batch.createdAt) },
]
