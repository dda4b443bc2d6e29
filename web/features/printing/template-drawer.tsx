import { Select } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { type DocumentKind, documentKinds } from '#modules/printing/document.ts'
import { documentNames, languageNames, paperNames, shownNames } from '#modules/printing/names.ts'
import { completeOptions } from '#modules/printing/template.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import type { Template } from '#web/features/printing/print-text.ts'
import { TemplateForm, usePreview } from '#web/features/printing/template-form.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { OnOff, SwitchOff, useSwitchAction } from '#web/ui/switch-off.tsx'
import { Moment } from '#web/ui/values.tsx'

const text = {
  edit: { zh: '修改', en: 'Change' },
  preview: { zh: '预览', en: 'Preview' },
  paper: { zh: '纸张', en: 'Paper' },
  language: { zh: '语言', en: 'Language' },
  shows: { zh: '显示内容', en: 'What it shows' },
  lines: { zh: '公司信息', en: 'Company lines' },
  footer: { zh: '页脚', en: 'Last line' },
  reason: { zh: '补打原因', en: 'Reason for a reprint' },
  asked: { zh: '必须填写', en: 'Needed' },
  notAsked: { zh: '不要求', en: 'Not needed' },
  changed: { zh: '最近修改', en: 'Last changed' },
  never: { zh: '默认设置', en: 'As delivered' },
  prints: { zh: '打印记录', en: 'Prints' },
  printsShow: { zh: '查看用它打印过的', en: 'Show what was printed with it' },
  copy: { zh: '复制到其他单据', en: 'Copy to another document' },
  copyHelp: {
    zh: '纸张、公司信息、页脚、标志和显示内容会填入所选单据，核对后保存；那种单据没有的内容自动略去。',
    en: 'Paper, company lines, last line, logo and contents are filled into the document you choose; check and save. What it does not have is left out.',
  },
  choose: { zh: '选择单据', en: 'Choose a document' },
  offHelp: {
    zh: '停用后不能再打印“{name}”；已有的打印记录不变。随时可以重新启用。',
    en: '{name} cannot be printed any more; what was printed stays. It can be switched on again.',
  },
  onHelp: { zh: '启用后可以再打印。', en: 'It can be printed again.' },
} satisfies Text

type Asking = 'edit' | 'switch' | null
type TemplateDrawerProps = { template: Template; all: readonly Template[]; onClose: () => void }

/** One document: how it looks, what was printed with it, who changed it. */
export function TemplateDrawer({ template, all, onClose }: TemplateDrawerProps) {
  const t = useText(text)
  const say = useSay()
  const [asking, setAsking] = useState<Asking>(null)
  const [target, setTarget] = useState<Template | null>(null)
  const preview = usePreview(template.document)
  const isOff = !template.isOn
  const name = say(documentNames[template.document])
  const stop = () => setAsking(null)
  const switching = useSwitchAction(isOff, { run: () => setAsking('switch') })
  const { version, options, logoId } = template
  return (
    <RecordDrawer
      record={{ type: 'print_template', id: template.id }}
      title={name}
      state={<OnOff isOff={isOff} />}
      actions={[
        { key: 'edit', label: t.edit, isPrimary: true, run: () => setAsking('edit') },
        {
          key: 'preview',
          label: t.preview,
          isBusy: preview.isBusy,
          run: () => void preview.show({ options, logoId }),
        },
        switching,
      ]}
      properties={useTemplateProperties(template)}
      onClose={onClose}
    >
      <Section title={t.copy}>
        <p className="n-quiet">{t.copyHelp}</p>
        <Select<DocumentKind>
          aria-label={t.choose}
          placeholder={t.choose}
          value={null}
          style={{ width: '100%' }}
          options={documentKinds
            .filter((kind) => kind !== template.document)
            .map((value) => ({ value, label: say(documentNames[value]) }))}
          onChange={(kind) => setTarget(all.find((one) => one.document === kind) ?? null)}
        />
      </Section>
      {asking === 'edit' && <TemplateForm template={template} onClose={stop} />}
      {target && (
        <TemplateForm
          template={target}
          from={{ isOn: target.isOn, logoId, options: completeOptions(target.document, options) }}
          onClose={() => setTarget(null)}
        />
      )}
      {asking === 'switch' && (
        <SwitchOff
          name={name}
          isOff={isOff}
          help={{ off: fill(t.offHelp, { name }), on: t.onHelp }}
          operation={printingApi.savePrintTemplate}
          toInput={({ disabled, reason }) => ({
            params: { document: template.document },
            body: { version, options, logoId, isOn: !disabled, reason },
          })}
          onClose={stop}
        />
      )}
    </RecordDrawer>
  )
}

function useTemplateProperties({ document, options, changedAt, changedBy }: Template) {
  const t = useText(text)
  const say = useSay()
  const { paper, language, fields, companyLines, footer, asksReprintReason } = options
  return [
    { label: t.paper, value: say(paperNames[paper]) },
    { label: t.language, value: say(languageNames[language]) },
    {
      label: t.shows,
      value: fields.map((field) => say(shownNames[field])).join(say({ zh: '、', en: ', ' })) || '–',
      isWide: true,
    },
    { label: t.lines, value: companyLines.join(' / ') || '–', isWide: true },
    { label: t.footer, value: footer || '–', isWide: true },
    { label: t.reason, value: asksReprintReason ? t.asked : t.notAsked },
    {
      label: t.changed,
      value: changedAt ? <Moment at={changedAt} words={[changedBy]} /> : t.never,
    },
    {
      label: t.prints,
      value: <PageLink to={paths.printsOf(document)}>{t.printsShow}</PageLink>,
      isWide: true,
    },
  ]
}
