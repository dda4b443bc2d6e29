import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { purchasingApi } from '#modules/purchasing/api.ts'
import { type PurchaseState, purchaseStateNames, purchaseStates } from '#modules/purchasing/purchase.ts'
import { useText } from '#web/lib/i18n.ts'
import { type StateTable, StatusTag, type Tone } from '#web/ui/status-tag.tsx'
import { Day } from '#web/ui/values.tsx'

export type Purchase = ResultOf<typeof purchasingApi.getPurchase>
export type PurchaseRow = ResultOf<typeof purchasingApi.listPurchases>['rows'][number]
export type PurchaseLine = Purchase['lineRows'][number]

export const purchaseText = {
  purchases: { zh: '采购订单', en: 'Purchase orders' },
  number: { zh: '采购订单', en: 'Purchase order' },
  state: { zh: '状态', en: 'State' },
  supplier: { zh: '供应商', en: 'Supplier' },
  customer: { zh: '代订客户', en: 'On behalf of' },
  customerRef: { zh: '客户订货号', en: 'Customer’s number' },
  supplierRef: { zh: '供应商单号', en: 'Supplier’s number' },
  warehouse: { zh: '收货仓库', en: 'Warehouse' },
  expected: { zh: '预计到货', en: 'Expected' },
  wanted: { zh: '要求到货', en: 'Wanted by' },
  confirmedDay: { zh: '供应商确认', en: 'Confirmed for' },
  quantity: { zh: '订货数', en: 'Ordered' },
  price: { zh: '单价', en: 'Unit price' },
  amount: { zh: '采购金额', en: 'Amount' },
  currency: { zh: '币种', en: 'Currency' },
  received: { zh: '已到货', en: 'Received' },
  missing: { zh: '未到', en: 'Still to come' },
  lines: { zh: '行数', en: 'Lines' },
  drafted: { zh: '制单时间', en: 'Drafted' },
  by: { zh: '制单人', en: 'By' },
  note: { zh: '备注', en: 'Note' },
  sku: { zh: '商品编码', en: 'SKU' },
  product: { zh: '商品', en: 'Product' },
  overdue: { zh: '逾期未到', en: 'Overdue' },
  reason: { zh: '原因', en: 'Reason' },
} satisfies Text

const tones: Record<PurchaseState, Tone> = {
  draft: 'mute',
  queued: 'info',
  failed: 'bad',
  sent: 'warn',
  confirmed: 'info',
  receiving: 'info',
  received: 'good',
  closed: 'mute',
  cancelled: 'mute',
}
export const purchaseStateTags = Object.fromEntries(
  purchaseStates.map((state) => [state, { text: purchaseStateNames[state], tone: tones[state] }]),
) as StateTable<PurchaseState>

/** The day something is expected, with a word when it is over. */
export function Expected({ day, isOverdue }: { day: string | null; isOverdue: boolean }) {
  const t = useText(purchaseText)
  if (!day) return <span className="n-quiet">–</span>
  return (
    <span className="n-tags">
      <Day day={day} />
      {isOverdue && <StatusTag tone="bad">{t.overdue}</StatusTag>}
    </span>
  )
}
