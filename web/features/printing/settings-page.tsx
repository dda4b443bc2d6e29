import { documentNames, paperNames, languageNames } from '#modules/printing/names.ts'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { type Template } from '#web/features/printing/print-text.ts'
import { PrivacyRules } from '#web/features/printing/privacy-rules.tsx'
import { TemplateDrawer } from '#web/features/printing/template-drawer.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { OnOff } from '#web/ui/switch-off.tsx'
import { Moment } from '#web/ui/values.tsx'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import '#web/features/printing/printing.css'

const text = {
  title: { zh: '打印设置', en: 'Printing' },
  templates: { zh: '单据模板', en: 'Documents' },
  document: { zh: '单据', en: 'Document' },
  state: { zh: '状态', en: 'State' },
  paper: { zh: '纸张', en: 'Paper' },
  language: { zh: '语言', en: 'Language' },
  changed: { zh: '最近修改', en: 'Last changed' },
  never: { zh: '默认设置', en: 'As delivered' },
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

const columns: readonly Column<Template>[] = [
  {
    key: 'document',
    title: text.document,
    render: (row) => (
      <PageLink to={paths.printTemplate(row.id)}>
        <Said text={documentNames[row.document]} />
      </PageLink>
    ),
  },
  { key: 'state', title: text.state, render: (row) => <OnOff isOff={!row.isOn} /> },
  { key: 'paper', title: text.paper, render: (row) => <Said text={paperNames[row.options.paper]} /> },
  {
    key: 'language',
    title: text.language,
    render: (row) => <Said text={languageNames[row.options.language]} />,
  },
  { key: 'changed', title: text.changed, render: (row) => <Changed template={row} /> },
]

function Templates({ rows }: { rows: Template[] }) {
  const t = useText(text)
  const { values, change } = useUrlState()
  const open = rows.find((row) => row.id === one(values.template))
  const table = {
    label: t.templates,
    rows,
    columns,
    rowKey: (row: Template) => row.document,
  }
  return (
    <>
      <Rows {...table} />
      {open && (
        <TemplateDrawer
          key={open.id}
          template={open}
          all={rows}
          onClose={() => change({ template: undefined })}
        />
      )}
    </>
  )
}

function Said({ text: bilingual }: { text: { zh: string; en: string } }) {
  return useSay()(bilingual)
}

function Changed({ template }: { template: Template }) {
  const t = useText(text)
  if (template.changedAt === null) return <span className="n-quiet">{t.never}</span>
  return <Moment at={template.changedAt} words={[template.changedBy]} />
}
