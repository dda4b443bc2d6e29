import { documentNames, paperNames, formatNames, languageNames, partNames } from '#modules/printing/names.ts'
import type { Text } from '#platform/text.ts'
import { type PrintRow } from '#web/features/printing/print-text.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { recordPath } from '#web/lib/records.ts'
import { PageLink } from '#web/ui/link.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

const text = {
  first: { zh: '首次', en: 'First' },
  again: { zh: '补打（第 {n} 次）', en: 'Reprint (no. {n})' },
  full: { zh: '完整：{parts}', en: 'In full: {parts}' },
  masked: { zh: '已隐去', en: 'Masked' },
} satisfies Text

export const printColumns: readonly Column<PrintRow>[] = [
  { key: 'at', title: { zh: '时间', en: 'When' }, render: (p) => <Time at={p.printedAt} />, width: 160 },
  {
    key: 'document',
    title: { zh: '单据', en: 'Document' },
    render: (p) => <Said text={documentNames[p.document]} />,
  },
  { key: 'subject', title: { zh: '单号', en: 'Record' }, render: (p) => <Subject print={p} /> },
  { key: 'nth', title: { zh: '次数', en: 'Print' }, render: (p) => <Nth nth={p.nth} /> },
  { key: 'reason', title: { zh: '原因', en: 'Reason' }, render: (p) => p.reason || '–' },
  { key: 'who', title: { zh: '打印人', en: 'Who' }, render: (p) => p.printedBy },
  {
    key: 'copies',
    title: { zh: '份数', en: 'Copies' },
    render: (p) => <Figure value={p.copies} />,
    align: 'end',
  },
  {
    key: 'format',
    title: { zh: '格式', en: 'Format' },
    render: (p) => <Said text={formatNames[p.format]} />,
    isOffPhone: true,
  },
  { key: 'personal', title: { zh: '收货信息', en: 'Personal data' }, render: (p) => <Personal print={p} /> },
  {
    key: 'paper',
    title: { zh: '纸张', en: 'Paper' },
    render: (p) => <Said text={paperNames[p.paper]} />,
    isHidden: true,
  },
  {
    key: 'language',
    title: { zh: '语言', en: 'Language' },
    render: (p) => <Said text={languageNames[p.language]} />,
    isHidden: true,
  },
]

function Said({ text: bilingual }: { text: { zh: string; en: string } }) {
  return useSay()(bilingual)
}

function Subject({ print: { subject } }: { print: PrintRow }) {
  return <PageLink to={recordPath(subject)}>{subject.number}</PageLink>
}

export function Nth({ nth }: { nth: number }) {
  const t = useText(text)
  return nth === 1 ? t.first : <StatusTag tone="warn">{fill(t.again, { n: nth })}</StatusTag>
}

function Personal({ print }: { print: PrintRow }) {
  const t = useText(text)
  const say = useSay()
  if (print.fullParts.length === 0) return <span className="n-quiet">{t.masked}</span>
  const parts = print.fullParts.map((part) => say(partNames[part])).join(say({ zh: '、', en: ', ' }))
  return <StatusTag tone="bad">{fill(t.full, { parts })}</StatusTag>
}
