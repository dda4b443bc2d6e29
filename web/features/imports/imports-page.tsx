import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { stateNames } from '#modules/imports/batch.ts'
import { type BatchRow, batchStates } from '#web/features/imports/import-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '订单导入', en: 'Order imports' },
  add: { zh: '导入文件', en: 'Import a file' },
  none: { zh: '还没有导入过文件', en: 'No file was imported yet' },
  noneHelp: {
    zh: '把 Excel 或 CSV 里的订单一次导入，先检查、后下单，导错可以整批撤销。',
    en: 'Bring in orders from Excel or CSV: they are checked first and can be undone as a whole.',
  },
} satisfies Text

const filters: readonly Filter[] = [
  {
    kind: 'choice',
    name: 'state',
    label: { zh: '状态', en: 'State' },
    choices: (['uploaded', 'checked', 'done', 'undone'] as const).map((value) => ({
      value,
      text: stateNames[value],
    })),
  },
]

const columns: readonly Column<BatchRow>[] = [
  { key: 'file', title: { zh: '文件', en: 'File' }, render: (batch) => batch.fileName },
  {
    key: 'state',
    title: { zh: '状态', en: 'State' },
    render: (batch) => <StateTag of={batchStates} state={batch.state} />,
  },
  {
    key: 'total',
    title: { zh: '行数', en: 'Rows' },
    render: (batch) => <Figure value={batch.total} />,
    align: 'end',
  },
  {
    key: 'accepted',
    title: { zh: '已导入', en: 'Imported' },
    render: (batch) => <Figure value={batch.accepted} />,
    align: 'end',
  },
  {
    key: 'rejected',
    title: { zh: '有误', en: 'Not right' },
    render: (batch) => <Count n={batch.rejected} />,
    align: 'end',
  },
  {
    key: 'duplicates',
    title: { zh: '重复', en: 'Duplicates' },
    render: (batch) => <Figure value={batch.duplicates} />,
    align: 'end',
    isOffPhone: true,
  },
  { key: 'by', title: { zh: '上传人', en: 'Uploaded by' }, render: (batch) => batch.createdBy?.name ?? '–' },
  { key: 'at', title: { zh: '上传时间', en: 'Uploaded' }, render: (batch) => <Time at={batch.createdAt} /> },
]

/** Files that were brought in, newest first. */
export function ImportsPage() {
  const t = useText(text)
  const go = useGo()
  const add = (
    <Button type="primary" icon={<Icon name="import" size={15} />} onClick={() => go(paths.newImport)}>
      {t.add}
    </Button>
  )
  return (
    <ListPage
      title={t.title}
      name="imports"
      operation={importsApi.listImports}
      columns={columns}
      filters={filters}
      rowKey={(batch) => batch.id}
      open={(batch) => paths.importBatch(batch.id)}
      actions={add}
      empty={{ title: t.none, help: t.noneHelp, action: add }}
    />
  )
}

function Count({ n }: { n: number }) {
  return (
    <span className={n > 0 ? 'n-count-bad' : ''}>
      <Figure value={n} />
    </span>
  )
}
