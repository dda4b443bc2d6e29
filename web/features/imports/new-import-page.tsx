import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { UPLOAD_MAX_BYTES, importsApi } from '#modules/imports/api.ts'
import { isRequired } from '#modules/imports/columns.ts'
import { type ImportKind } from '#modules/imports/kind-names.ts'
import { kinds } from '#modules/imports/kind.ts'
import { FileButtons } from '#web/features/imports/file-buttons.tsx'
import { FileDrop } from '#web/features/imports/file-drop.tsx'
import { ImportSteps } from '#web/features/imports/import-steps.tsx'
import { useKinds } from '#web/features/imports/import-text.tsx'
import { kindRules } from '#web/features/imports/kind-rules.ts'
import { ApiProblem, saveFile, useSend } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { DetailPage, Section } from '#web/ui/detail-page.tsx'
import { useGo } from '#web/ui/link.tsx'
import { EmptyState } from '#web/ui/states.tsx'

const text = {
  title: { zh: '导入文件', en: 'Import a file' },
  list: { zh: '数据导入', en: 'Imports' },
  kind: { zh: '导入什么', en: 'What to import' },
  file: { zh: '选择文件', en: 'Choose a file' },
  sending: { zh: '正在上传 {name} …', en: 'Uploading {name} …' },
  template: { zh: '模板', en: 'Template' },
  templateHelp: {
    zh: '没有现成的文件？下载模板填写，里面有示例行和各列说明。用自己的表格也可以，下一步会自动识别列。',
    en: 'No file yet? Fill in the template: it has an example row and explains the columns. A table of your own is fine too: its columns are recognised in the next step.',
  },
  rules: { zh: '文件要求', en: 'What the file may be' },
  size: {
    zh: 'CSV（UTF-8、GBK 或 UTF-16）或 XLSX，不超过 {mb} MB、500,000 行',
    en: 'CSV (UTF-8, GBK or UTF-16) or XLSX, up to {mb} MB and 500,000 rows',
  },
  first: { zh: '第一行为列名', en: 'Column names in the first row' },
  safe: {
    zh: '上传后先检查，不会直接写入；导入后可以整批撤销',
    en: 'Nothing is written by the upload: rows are checked first, and an import can be undone',
  },
  fields: { zh: '可以导入的内容', en: 'What can be imported' },
  required: { zh: '必填', en: 'required' },
  tooLarge: {
    zh: '文件有 {size} MB，超过 {mb} MB，请拆分',
    en: 'The file has {size} MB, more than {mb} MB. Split it',
  },
  unknown: { zh: '上传失败，请重试', en: 'The upload failed. Try again' },
  nothing: { zh: '没有可以导入的数据', en: 'There is nothing you may import' },
  nothingHelp: {
    zh: '您的角色没有新增订单、客户、商品、库存或发运的权限，请联系管理员。',
    en: 'Your role may not add orders, customers, products, stock or shipments. Ask your administrator.',
  },
} satisfies Text

const MB = 1024 * 1024

/** The first step: what to import, and the file, or the template for one. */
export function NewImportPage() {
  const t = useText(text)
  const say = useSay()
  const allowed = useKinds()
  const { values, change } = useUrlState()
  const wanted = one(values['kind'])
  const kind = allowed.find((name) => name === wanted) ?? allowed[0]
  return (
    <DetailPage back={{ to: paths.imports, text: t.list }} title={t.title}>
      <ImportSteps step="upload" />
      {!kind && <EmptyState title={t.nothing} help={t.nothingHelp} />}
      {kind && (
        <>
          <Section title={t.kind}>
            <div className="n-imp-kinds" role="radiogroup" aria-label={t.kind}>
              {allowed.map((name) => (
                <label key={name} className="n-imp-kind" data-on={name === kind}>
                  <input
                    type="radio"
                    name="kind"
                    value={name}
                    checked={name === kind}
                    onChange={() => change({ kind: name }, { replaces: true })}
                  />
                  <b>{say(kinds[name].name)}</b>
                  <span className="n-quiet">{say(kindRules[name].about)}</span>
                </label>
              ))}
            </div>
          </Section>
          <Upload kind={kind} />
          <Help kind={kind} />
        </>
      )}
    </DetailPage>
  )
}

function Upload({ kind }: { kind: ImportKind }) {
  const t = useText(text)
  const go = useGo()
  const [trouble, setTrouble] = useState<string | null>(null)
  const upload = useSend(importsApi.uploadImport, { onDone: (batch) => go(paths.importBatch(batch.id)) })
  const mb = UPLOAD_MAX_BYTES / MB
  const take = (file: File) => {
    setTrouble(null)
    if (file.size > UPLOAD_MAX_BYTES)
      return setTrouble(fill(t.tooLarge, { size: Math.ceil(file.size / MB), mb }))
    // Browsers name tables in many ways; the server looks at the bytes.
    const bytes = file.slice(0, file.size, 'application/octet-stream')
    return upload.mutate(
      { query: { kind }, file: bytes, fileName: file.name },
      { onError: (error) => setTrouble(error instanceof ApiProblem ? error.detail : t.unknown) },
    )
  }
  return (
    <Section title={t.file}>
      {trouble && (
        <div className="n-note n-note-bad" role="alert">
          {trouble}
        </div>
      )}
      <FileDrop
        onFile={take}
        busyText={
          upload.isPending ? fill(t.sending, { name: (upload.variables?.fileName ?? '') as string }) : null
        }
      />
    </Section>
  )
}

function Help({ kind }: { kind: ImportKind }) {
  const t = useText(text)
  const say = useSay()
  return (
    <>
      <div className="n-columns">
        <Section title={t.rules}>
          <ul className="n-imp-rules">
            <li>{fill(t.size, { mb: UPLOAD_MAX_BYTES / MB })}</li>
            <li>{t.first}</li>
            {kindRules[kind].rules.map((rule) => (
              <li key={rule.en}>{say(rule)}</li>
            ))}
            <li>{t.safe}</li>
          </ul>
        </Section>
        <Section title={t.template}>
          <p className="n-imp-gap">{t.templateHelp}</p>
          <FileButtons
            save={(format) => saveFile(importsApi.getImportTemplate, { query: { kind, format } })}
          />
        </Section>
      </div>
      <Section title={t.fields}>
        <dl className="n-imp-fields">
          {Object.entries(kinds[kind].fields).map(([name, field]) => (
            <div key={name}>
              <dt>
                {say(field)} {isRequired(kind, name) && <em>{t.required}</em>}
              </dt>
              <dd className="n-quiet">{field.hint ? say(field.hint) : field.example || '–'}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  )
}
