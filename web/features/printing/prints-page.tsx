import { documentNames } from '#modules/printing/names.ts'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { documentKinds } from '#modules/printing/document.ts'
import { printColumns } from '#web/features/printing/print-columns.tsx'
import { useText } from '#web/lib/i18n.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Filter } from '#web/ui/list-types.ts'

const text = {
  title: { zh: '打印记录', en: 'Print log' },
  empty: { zh: '还没有打印过', en: 'Nothing was printed yet' },
  emptyHelp: {
    zh: '在订单或发运单上点“打印”，每次打印都会记在这里。',
    en: 'Press Print on an order or a shipment; every print is kept here.',
  },
  emptyHelpOthers: {
    zh: '打印过的单据都会记在这里。',
    en: 'Every document that is printed is kept here.',
  },
} satisfies Text

const filters: readonly Filter[] = [
  { kind: 'search', name: 'search', label: { zh: '发运单号、订单号', en: 'Shipment or order number' } },
  {
    kind: 'choice',
    name: 'document',
    label: { zh: '单据', en: 'Document' },
    choices: documentKinds.map((value) => ({ value, text: documentNames[value] })),
  },
  {
    kind: 'choice',
    name: 'kind',
    label: { zh: '首次或补打', en: 'First or again' },
    choices: [
      { value: 'first', text: { zh: '首次', en: 'First' } },
      { value: 'again', text: { zh: '补打', en: 'Again' } },
    ],
  },
  {
    kind: 'choice',
    name: 'personalData',
    label: { zh: '收货信息', en: 'Personal data' },
    choices: [
      { value: 'full', text: { zh: '完整打印', en: 'In full' } },
      { value: 'masked', text: { zh: '已隐去', en: 'Masked' } },
    ],
  },
  { kind: 'days', name: 'from', to: 'to', label: { zh: '打印日期', en: 'Printed on' } },
]

/** Everything that was printed, newest first. */
export function PrintsPage() {
  const t = useText(text)
  return (
    <ListPage
      title={t.title}
      name="prints"
      operation={printingApi.listPrints}
      columns={printColumns}
      filters={filters}
      rowKey={(row) => row.id}
      empty={{
        title: t.empty,
        help: t.emptyHelp,
        doer: { permission: 'document.print', otherwise: t.emptyHelpOthers },
      }}
    />
  )
}
