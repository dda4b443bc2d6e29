import { Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { whyNotChooseSheet } from '#modules/imports/batch.ts'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { problemText, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'

const text = {
  told: {
    zh: '文件有 {n} 张工作表，每次只导入一张；现在是：',
    en: 'The file has {n} sheets, and one is imported at a time. This is:',
  },
  choose: { zh: '工作表', en: 'Sheet' },
} satisfies Text

/** Says which sheet of a workbook was read, and has another one read. */
export function SheetChoice({ batch }: { batch: Batch }) {
  const t = useText(text)
  const choose = useSend(importsApi.chooseImportSheet)
  if (whyNotChooseSheet(batch, batch.sheets) !== null) return null
  return (
    <div className="n-note n-imp-sheet">
      <span>{fill(t.told, { n: batch.sheets.length })}</span>
      <Select
        aria-label={t.choose}
        value={batch.sheet}
        loading={choose.isPending}
        options={batch.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
        onChange={(sheet) => sheet && choose.mutate({ params: { id: batch.id }, body: { sheet } })}
        popupMatchSelectWidth={false}
      />
      {choose.error && <span role="alert">{problemText(choose.error)}</span>}
    </div>
  )
}
