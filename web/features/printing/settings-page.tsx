import { documentNames, paperNames, languageNames } from '#modules/printing/names.ts'
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { type Template } from '#web/features/printing/print-text.ts'
import { PrivacyRules } from '#web/features/printing/privacy-rules.tsx'
import { TemplateForm } from '#web/features/printing/template-form.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { DataTable } from '#web/ui/data-table.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { RowCards } from '#web/ui/row-cards.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'
import { useIsNarrow } from '#web/lib/narrow.ts'
import '#web/features/printing/printing.css'

const text = {
  title: { zh: '打印设置', en: 'Printing' },
  templates: { zh: '单据模板', en: 'Documents' },
  document: { zh: '单据', en: 'Document' },
  state: { zh: '状态', en: 'State' },
  paper: { zh: '纸张', en: 'Paper' },
  language: { zh: '语言', en: 'Language' },
  changed: { zh: '最近修改', en: 'Last changed' },
  on: { zh: '启用', en: 'On' },
  off: { zh: '停用', en: 'Off' },
  never: { zh: '默认设置', en: 'As delivered' },
  edit: { zh: '修改', en: 'Change' },
  editOf: { zh: '修改 {name}', en: 'Change {name}' },
} satisfies Text

/** What documents look like, and how much of a person stands on them. */
export function PrintingSettingsPage() {
  const t = useText(text)
  const templates = useOperation(printingApi.listPrintTemplates, {})
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <Section title={t.templates}>
        <Loaded read={templates}>{({ rows }) => <Templates rows={rows} />}</Loaded>
      </Section>
      <PrivacyRules />
    </div>
  )
}

const columns = (open: (template: Template) => void): readonly Column<Template>[] => [
  { key: 'document', title: text.document, render: (row) => <Said text={documentNames[row.document]} /> },
  { key: 'state', title: text.state, render: (row) => <State isOn={row.isOn} /> },
  { key: 'paper', title: text.paper, render: (row) => <Said text={paperNames[row.options.paper]} /> },
  {
    key: 'language',
    title: text.language,
    render: (row) => <Said text={languageNames[row.options.language]} />,
  },
  { key: 'changed', title: text.changed, render: (row) => <Changed template={row} /> },
  {
    key: 'edit',
    title: { zh: '操作', en: 'Action' },
    render: (row) => <Edit template={row} onOpen={open} />,
  },
]

function Templates({ rows }: { rows: Template[] }) {
  const t = useText(text)
  const isNarrow = useIsNarrow()
  const [open, setOpen] = useState<Template | null>(null)
  const table = {
    label: t.templates,
    rows,
    columns: columns(setOpen),
    rowKey: (row: Template) => row.document,
  }
  return (
    <>
      {isNarrow ? <RowCards {...table} /> : <DataTable {...table} />}
      {open && <TemplateForm template={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function Said({ text: bilingual }: { text: { zh: string; en: string } }) {
  return useSay()(bilingual)
}

function State({ isOn }: { isOn: boolean }) {
  const t = useText(text)
  return <StatusTag tone={isOn ? 'good' : 'mute'}>{isOn ? t.on : t.off}</StatusTag>
}

function Changed({ template }: { template: Template }) {
  const t = useText(text)
  if (template.changedAt === null) return <span className="n-quiet">{t.never}</span>
  return (
    <>
      <Time at={template.changedAt} /> {template.changedBy}
    </>
  )
}

function Edit({ template, onOpen }: { template: Template; onOpen: (template: Template) => void }) {
  const t = useText(text)
  const say = useSay()
  const name = say(documentNames[template.document])
  return (
    <Button size="small" aria-label={fill(t.editOf, { name })} onClick={() => onOpen(template)}>
      {t.edit}
    </Button>
  )
}
