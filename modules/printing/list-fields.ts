import { type Cell, type ListField, at } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { printingApi } from './api.ts'
import { documentNames, formatNames, languageNames, paperNames, partNames } from './names.ts'

type Row = RowOf<typeof printingApi.listPrints>

export const printFields: readonly ListField<Row>[] = [
  { key: 'at', title: { zh: '时间', en: 'When' }, value: (p) => at(p.printedAt) },
  { key: 'document', title: { zh: '单据', en: 'Document' }, value: (p) => documentNames[p.document] },
  { key: 'subject', title: { zh: '单号', en: 'Record' }, value: (p) => p.subject.number },
  { key: 'nth', title: { zh: '次数', en: 'Print' }, value: nthOf },
  { key: 'reason', title: { zh: '原因', en: 'Reason' }, value: (p) => p.reason },
  { key: 'who', title: { zh: '打印人', en: 'Who' }, value: (p) => p.printedBy },
  { key: 'copies', title: { zh: '份数', en: 'Copies' }, value: (p) => p.copies },
  { key: 'format', title: { zh: '格式', en: 'Format' }, value: (p) => formatNames[p.format] },
  { key: 'personal', title: { zh: '收货信息', en: 'Personal data' }, value: personalOf },
  { key: 'paper', title: { zh: '纸张', en: 'Paper' }, value: (p) => paperNames[p.paper] },
  { key: 'language', title: { zh: '语言', en: 'Language' }, value: (p) => languageNames[p.language] },
]

function nthOf({ nth }: Row): Cell {
  return nth === 1 ? { zh: '首次', en: 'First' } : { zh: `补打（第 ${nth} 次）`, en: `Reprint (no. ${nth})` }
}

function personalOf({ fullParts }: Row): Cell {
  if (fullParts.length === 0) return { zh: '已隐去', en: 'Masked' }
  const parts = fullParts.map((part) => partNames[part])
  return {
    zh: `完整：${parts.map((part) => part.zh).join('、')}`,
    en: `In full: ${parts.map((part) => part.en).join(', ')}`,
  }
}
