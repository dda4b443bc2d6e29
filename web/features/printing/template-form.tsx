import { documentNames, paperNames, languageNames, shownNames } from '#modules/printing/names.ts'
import { App, Button, Checkbox, Form, Input, Select, Switch } from 'antd'
import { useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { type DocumentKind, documents } from '#modules/printing/document.ts'
import { LOGO_MAX_BYTES } from '#modules/printing/logo.ts'
import { COMPANY_LINES_MAX, COMPANY_LINE_MAX, FOOTER_MAX } from '#modules/printing/template.ts'
import type { Template } from '#web/features/printing/print-text.ts'
import { call, problemText, urlOf, useOperation } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '修改 {name}', en: 'Change {name}' },
  isOn: { zh: '启用', en: 'In use' },
  paper: { zh: '纸张', en: 'Paper' },
  language: { zh: '语言', en: 'Language' },
  lines: { zh: '公司信息（每行一条，最多 {n} 行）', en: 'Lines below the company’s name (at most {n})' },
  linesHelp: { zh: '地址、电话、许可证号等', en: 'Address, telephone, licence' },
  tooMany: { zh: '最多 {n} 行，每行不超过 {max} 字', en: 'At most {n} lines of {max} characters' },
  footer: { zh: '页脚', en: 'Last line' },
  fields: { zh: '显示内容', en: 'What it shows' },
  asks: { zh: '补打须填写原因', en: 'A reprint needs a reason' },
  logo: { zh: '标志', en: 'Logo' },
  logoHelp: {
    zh: 'PNG 或 JPEG，不超过 1 MB；ZPL 标签不打印标志。',
    en: 'PNG or JPEG up to 1 MB; not on ZPL labels.',
  },
  upload: { zh: '上传图片', en: 'Upload a picture' },
  remove: { zh: '移除', en: 'Remove' },
  tooLarge: { zh: '图片不能超过 1 MB', en: 'The picture may have 1 MB at most' },
  preview: { zh: '预览（用最近一单，收货信息已隐去）', en: 'Preview (with the newest record, masked)' },
  versions: { zh: '历次修改', en: 'Earlier versions' },
  version: { zh: '第 {n} 版', en: 'Version {n}' },
  restore: { zh: '填入此版', en: 'Fill in this version' },
} satisfies Text

type Values = Pick<Template, 'isOn' | 'options' | 'logoId'>

type TemplateFormProps = {
  template: Template
  /** What the form begins with instead: another document's looks. */
  from?: Values
  onClose: () => void
}

/** Changes how a document looks. */
export function TemplateForm({ template, from = template, onClose }: TemplateFormProps) {
  const t = useText(text)
  const say = useSay()
  return (
    <FormDrawer<typeof printingApi.savePrintTemplate, Values>
      title={fill(t.title, { name: say(documentNames[template.document]) })}
      about={{ id: template.document, version: template.version }}
      onClose={onClose}
      initial={{ isOn: from.isOn, options: from.options, logoId: from.logoId }}
      operation={printingApi.savePrintTemplate}
      toInput={(values) => ({
        params: { document: template.document },
        body: { version: template.version, ...cleaned(values) },
      })}
    >
      <Fields kind={template.document} />
      <Preview kind={template.document} />
      {template.version > 0 && <Versions kind={template.document} />}
    </FormDrawer>
  )
}

function cleaned({ isOn, options, logoId }: Values): Values {
  const companyLines = options.companyLines.map((line) => line.trim()).filter((line) => line !== '')
  return { isOn, logoId: logoId ?? null, options: { ...options, companyLines } }
}

function Fields({ kind }: { kind: DocumentKind }) {
  const t = useText(text)
  const say = useSay()
  const { papers, fields } = documents[kind]
  const linesRule = {
    validator: async (_: unknown, lines: string[]) => {
      const given = lines.filter((line) => line.trim() !== '')
      if (given.length > COMPANY_LINES_MAX || given.some((line) => line.trim().length > COMPANY_LINE_MAX))
        throw new Error(fill(t.tooMany, { n: COMPANY_LINES_MAX, max: COMPANY_LINE_MAX }))
    },
  }
  return (
    <>
      <Form.Item name="isOn" label={t.isOn} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name={['options', 'paper']} label={t.paper} hidden={papers.length < 2}>
        <Select options={papers.map((value) => ({ value, label: say(paperNames[value]) }))} />
      </Form.Item>
      <Form.Item name={['options', 'language']} label={t.language}>
        <Select
          options={(['customer', 'zh', 'en'] as const).map((value) => ({
            value,
            label: say(languageNames[value]),
          }))}
        />
      </Form.Item>
      {fields.includes('logo') && (
        <Form.Item name="logoId" label={t.logo} extra={t.logoHelp}>
          <LogoField />
        </Form.Item>
      )}
      <Form.Item
        name={['options', 'companyLines']}
        label={fill(t.lines, { n: COMPANY_LINES_MAX })}
        extra={t.linesHelp}
        rules={[linesRule]}
        getValueProps={(lines: string[] | undefined) => ({ value: (lines ?? []).join('\n') })}
        normalize={(value: string) => value.split('\n')}
      >
        <Input.TextArea rows={COMPANY_LINES_MAX} />
      </Form.Item>
      <Form.Item name={['options', 'footer']} label={t.footer}>
        <Input maxLength={FOOTER_MAX} />
      </Form.Item>
      <Form.Item name={['options', 'fields']} label={t.fields}>
        <Checkbox.Group options={fields.map((value) => ({ value, label: say(shownNames[value]) }))} />
      </Form.Item>
      <Form.Item name={['options', 'asksReprintReason']} label={t.asks} valuePropName="checked">
        <Switch />
      </Form.Item>
    </>
  )
}

type LogoFieldProps = { id?: string; value?: string | null; onChange?: (value: string | null) => void }

function LogoField({ id, value, onChange }: LogoFieldProps) {
  const t = useText(text)
  const { message } = App.useApp()
  const picker = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const take = async (file: File | undefined) => {
    if (!file) return
    if (file.size > LOGO_MAX_BYTES) return void message.error(t.tooLarge)
    setBusy(true)
    try {
      const { logoId } = await call(printingApi.addPrintLogo, { file, fileName: file.name })
      onChange?.(logoId)
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="n-prt-buttons">
      {value && (
        <img
          className="n-prt-logo"
          alt={t.logo}
          src={urlOf(printingApi.getPrintLogo, { params: { id: value } })}
        />
      )}
      <Button loading={isBusy} onClick={() => picker.current?.click()}>
        {t.upload}
      </Button>
      <input
        ref={picker}
        id={id}
        type="file"
        accept="image/png,image/jpeg"
        hidden
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {value && (
        <Button size="small" onClick={() => onChange?.(null)}>
          {t.remove}
        </Button>
      )}
    </div>
  )
}

/** The document as it would be with what stands in the form, in a window of its own. */
function Preview({ kind }: { kind: DocumentKind }) {
  const t = useText(text)
  const form = Form.useFormInstance<Values>()
  const { isBusy, show } = usePreview(kind)
  return (
    <Button loading={isBusy} onClick={() => void show(cleaned(form.getFieldsValue(true) as Values))}>
      {t.preview}
    </Button>
  )
}

/** Draws a document by these options, in a window of its own. */
export function usePreview(kind: DocumentKind) {
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const show = async ({ options, logoId }: Pick<Values, 'options' | 'logoId'>) => {
    setBusy(true)
    try {
      const { blob } = await call(printingApi.previewPrintTemplate, {
        params: { document: kind },
        body: { options, logoId },
      })
      const url = URL.createObjectURL(blob)
      window.open(url, '_blank')
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, show }
}

function Versions({ kind }: { kind: DocumentKind }) {
  const t = useText(text)
  const form = Form.useFormInstance<Values>()
  const versions = useOperation(printingApi.listTemplateVersions, { params: { document: kind } })
  return (
    <details>
      <summary>{t.versions}</summary>
      <ul className="n-prt-list">
        {versions.data?.rows.map((row) => (
          <li key={row.version}>
            <strong>{fill(t.version, { n: row.version })}</strong> <Time at={row.changedAt} /> {row.changedBy}{' '}
            <Button
              size="small"
              onClick={() =>
                form.setFieldsValue({ isOn: row.isOn, options: row.options, logoId: row.logoId })
              }
            >
              {t.restore}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
