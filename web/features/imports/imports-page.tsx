import { Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { importList } from '#modules/imports/import-list.ts'
import { importKindNames } from '#modules/imports/kind-names.ts'
import { type BatchRow, batchStates } from '#web/features/imports/import-text.tsx'
import { useLookups } from '#web/features/lookups.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { Icon } from '#web/ui/icons.tsx'
import { useGo } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Figure, Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '数据导入', en: 'Imports' },
  add: { zh: '导入文件', en: 'Import a file' },
  none: { zh: '还没有导入过文件', en: 'No file was imported yet' },
  noneHelp: {
    zh: '把 Excel 或 CSV 里的订单、客户、商品、库存或发运一次导入，先检查、后写入，导错可以整批撤销。',
    en: 'Bring in orders, customers, products, stock or shipments from Excel or CSV: they are checked first and can be undone as a whole.',
  },
} satisfies Text

const columns: readonly Column<BatchRow>[] = [
  {
    key: 'file',
    title: { zh: '文件', en: 'File' },
    render: (batch) => batch.fileName,
    sort: 'file',
    isLine: true,
  },
  { key: 'kind', title: { zh: '数据', en: 'Kind' }, render: (batch) => <KindName kind={batch.kind} /> },
  {
    key: 'state',
    title: { zh: '状态', en: 'State' },
    render: (batch) => <StateTag of={batchStates} state={batch.state} />,
  },
  {
    key: 'total',
    title: { zh: '行数', en: 'Rows' },
    render: (batch) => <Figure value={batch.total} />,
    sort: 'total',
    align: 'end',
  },
  {
    key: 'imported',
    title: { zh: '已导入', en: 'Imported' },
    render: (batch) => <Figure value={batch.counts.imported} />,
    align: 'end',
  },
  {
    key: 'rejected',
    title: { zh: '有误', en: 'Not right' },
    render: (batch) => <Count n={batch.counts.rejected} />,
    align: 'end',
  },
  {
    key: 'duplicates',
    title: { zh: '重复', en: 'Duplicates' },
    render: (batch) => <Figure value={batch.counts.duplicate} />,
    align: 'end',
    isOffPhone: true,
  },
  { key: 'by', title: { zh: '上传人', en: 'Uploaded by' }, render: (batch) => batch.createdBy?.name ?? '–' },
  {
    key: 'at',
    title: { zh: '上传时间', en: 'Uploaded' },
    render: (batch) => <Time at={batch.createdAt} />,
    sort: 'created',
  },
]

/** Files that were brought in, newest first. */
export function ImportsPage() {
  const t = useText(text)
  const go = useGo()
  const { user } = useLookups()
  const filters = fieldFilters(importList, {
    first: ['kind', 'state', 'created'],
    lookups: { createdBy: user },
  })
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
      defaultSort={importList.defaultSort}
      rowKey={(batch) => batch.id}
      open={(batch) => paths.importBatch(batch.id)}
      actions={add}
      empty={{ title: t.none, help: t.noneHelp, action: add }}
    />
  )
}

function KindName({ kind }: { kind: BatchRow['kind'] }) {
  return <>{useSay()(importKindNames[kind])}</>
}

function Count({ n }: { n: number }) {
  return (
    <span className={n > 0 ? 'n-count-bad' : ''}>
      <Figure value={n} />
    </span>
  )
}
