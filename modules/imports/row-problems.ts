import type { RowProblem } from './batch.ts'
import type { Setup } from './kind-work.ts'

/** Problems that several kinds know. */
export const existsAlready = ({ mapping }: Setup, field: string, name: string): RowProblem => ({
  column: mapping[field] ?? '',
  field,
  code: 'row.exists',
  message: { zh: `${name} 已存在`, en: `${name} is there already` },
})

export const changedSince: RowProblem = {
  column: '',
  field: '',
  code: 'undo.changed_since',
  message: { zh: '导入之后有人修改过，未撤销', en: 'Somebody changed it after the import, so it stays' },
}

export const inUse: RowProblem = {
  column: '',
  field: '',
  code: 'undo.in_use',
  message: { zh: '已被使用或修改，未撤销', en: 'It is used or was changed since, so it stays' },
}
