import type { Text } from '#platform/text.ts'
import { UPLOAD_MAX_BYTES, importsApi } from '#modules/imports/api.ts'
import { FileDrop } from '#web/features/imports/file-drop.tsx'
import { ImportSteps } from '#web/features/imports/import-steps.tsx'
import { FileButtons } from '#web/features/imports/file-buttons.tsx'
import { ApiProblem, saveFile, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { DetailPage, Section } from '#web/ui/detail-page.tsx'
import { useGo } from '#web/ui/link.tsx'
import { useState } from 'react'

const text = {
  title: { zh: '导入订单文件', en: 'Import an order file' },
  list: { zh: '订单导入', en: 'Order imports' },
  file: { zh: '选择文件', en: 'Choose a file' },
  reading: { zh: '正在读取 {name} …', en: 'Reading {name} …' },
  template: { zh: '空白模板', en: 'Empty template' },
  templateHelp: {
    zh: '没有现成的文件？下载模板填写。用自己的表格也可以，下一步会自动识别列。',
    en: 'No file yet? Fill in the template. A table of your own is fine too: its columns are recognised in the next step.',
  },
  rules: { zh: '文件要求', en: 'What the file may be' },
  rule1: {
    zh: 'CSV（UTF-8 或 GBK）或 XLSX，不超过 {mb} MB、20,000 行',
    en: 'CSV (UTF-8 or GBK) or XLSX, up to {mb} MB and 20,000 rows',
  },
  rule2: {
    zh: '第一行为列名；每行一个商品，必须有客户、商品编码、数量和地址',
    en: 'Column names in the first row; one product a row with customer, SKU, quantity and address',
  },
  rule3: {
    zh: '同一客户、同一单号的多行合为一张订单；已有的单号不会重复下单',
    en: 'Rows with one customer and order number make one order; a number that is taken is never placed twice',
  },
  rule4: {
    zh: '上传后先检查，不会直接下单；导入后可以整批撤销',
    en: 'Nothing is placed by the upload: rows are checked first, and an import can be undone',
  },
  tooLarge: {
    zh: '文件有 {size} MB，超过 {mb} MB，请拆分',
    en: 'The file has {size} MB, more than {mb} MB. Split it',
  },
  unknown: { zh: '上传失败，请重试', en: 'The upload failed. Try again' },
} satisfies Text

const MB = 1024 * 1024

/** The first step: a file, or the template for one. */
export function NewImportPage() {
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
      { query: { kind: 'orders' }, file: bytes, fileName: file.name },
      { onError: (error) => setTrouble(error instanceof ApiProblem ? error.detail : t.unknown) },
    )
  }
  return (
    <DetailPage back={{ to: paths.imports, text: t.list }} title={t.title}>
      <ImportSteps step="upload" />
      <Section title={t.file}>
        {trouble && (
          <div className="n-note n-note-bad" role="alert">
            {trouble}
          </div>
        )}
        <FileDrop
          onFile={take}
          busyText={
            upload.isPending ? fill(t.reading, { name: (upload.variables?.fileName ?? '') as string }) : null
          }
        />
      </Section>
      <div className="n-columns">
        <Section title={t.rules}>
          <ul className="n-imp-rules">
            <li>{fill(t.rule1, { mb })}</li>
            <li>{t.rule2}</li>
            <li>{t.rule3}</li>
            <li>{t.rule4}</li>
          </ul>
        </Section>
        <Section title={t.template}>
          <p className="n-imp-gap">{t.templateHelp}</p>
          <FileButtons
            save={(format) => saveFile(importsApi.getImportTemplate, { query: { kind: 'orders', format } })}
          />
        </Section>
      </div>
    </DetailPage>
  )
}
