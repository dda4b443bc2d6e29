import { listSpec } from '#platform/list-spec.ts'
import { BATCH_STATES, stateNames } from './batch.ts'
import { IMPORT_KINDS, importKindNames } from './kind-names.ts'

/** What the list of imports can be filtered and sorted by. */
export const importList = listSpec({
  fields: {
    kind: { kind: 'choice', values: IMPORT_KINDS, names: importKindNames, label: { zh: '数据', en: 'Kind' } },
    state: { kind: 'choice', values: BATCH_STATES, names: stateNames, label: { zh: '状态', en: 'State' } },
    created: { kind: 'day', label: { zh: '上传日期', en: 'Uploaded on' } },
    createdBy: { kind: 'ref', isNullable: true, label: { zh: '上传人', en: 'Uploaded by' } },
    file: { kind: 'text', label: { zh: '文件名', en: 'File name' } },
  },
  sorts: { created: { kind: 'instant' }, file: { kind: 'text' }, total: { kind: 'number' } },
  defaultSort: '-created',
})
