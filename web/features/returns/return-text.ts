import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import type { returnsApi } from '#modules/returns/api.ts'
import { type ReturnState, returnStateNames, returnStates } from '#modules/returns/return.ts'
import type { StateTable, Tone } from '#web/ui/status-tag.tsx'

export type ReturnRow = ResultOf<typeof returnsApi.listReturns>['rows'][number]
export type Return = ResultOf<typeof returnsApi.getReturn>

export const returnText = {
  returns: { zh: '退货单', en: 'Returns' },
  number: { zh: '退货单', en: 'Return' },
  state: { zh: '状态', en: 'State' },
  order: { zh: '原订单', en: 'Order' },
  customer: { zh: '客户', en: 'Customer' },
  reason: { zh: '退货原因', en: 'Reason' },
  quantity: { zh: '应退', en: 'To come' },
  restocked: { zh: '入库', en: 'Into stock' },
  unsaleable: { zh: '不能再售', en: 'Not saleable' },
  condition: { zh: '不能再售的原因', en: 'Why not saleable' },
  warehouse: { zh: '退回仓库', en: 'Warehouse' },
  waybill: { zh: '退回运单号', en: 'Tracking number' },
  expected: { zh: '预计退回', en: 'Expected' },
  announced: { zh: '登记时间', en: 'Announced' },
  note: { zh: '备注', en: 'Note' },
  line: { zh: '第 {n} 行 {product}', en: 'Line {n} {product}' },
} satisfies Text

const tones: Record<ReturnState, Tone> = {
  announced: 'warn',
  receiving: 'info',
  received: 'good',
  closed: 'mute',
  cancelled: 'mute',
}
export const returnStateTags = Object.fromEntries(
  returnStates.map((state) => [state, { text: returnStateNames[state], tone: tones[state] }]),
) as StateTable<ReturnState>
