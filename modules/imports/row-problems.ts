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

export const barcodeTaken: RowProblem = {
  column: '',
  field: 'barcode',
  code: 'undo.barcode_taken',
  message: {
    zh: '原来的条码已被别的商品使用，未撤销',
    en: 'Another product has its earlier barcode now, so it stays',
  },
}

export const referenceTaken: RowProblem = {
  column: '',
  field: 'externalRef',
  code: 'undo.reference_taken',
  message: {
    zh: '原来的外部编号已被别的客户使用，未撤销',
    en: 'Another customer has its earlier external reference now, so it stays',
  },
}

export const waybillTaken: RowProblem = {
  column: '',
  field: 'waybill',
  code: 'undo.waybill_taken',
  message: {
    zh: '原来的运单号已被别的发运单使用，未撤销',
    en: 'Another shipment has its earlier waybill now, so it stays',
  },
}
