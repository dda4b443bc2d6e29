import type { Ctx } from '#platform/ctx.ts'
import type { Bilingual } from '#platform/text.ts'
import { saveCompanyView } from './views.ts'

/** Views of the demo company for everybody: what people ask for first in the morning. */
export const demoViews: readonly { list: string; name: Bilingual; search: string }[] = [
  { list: 'orders', name: { zh: '等待补货的订单', en: 'Waiting for stock' }, search: 'state=short' },
  { list: 'orders', name: { zh: '冻结待放行', en: 'On hold' }, search: 'state=held' },
  {
    list: 'orders',
    name: { zh: '加急未发运', en: 'Urgent, not sent' },
    search: 'urgent=true&state=held&state=short&state=confirmed',
  },
  { list: 'promises', name: { zh: '今天到期', en: 'Due today' }, search: 'view=today' },
  { list: 'promises', name: { zh: '已逾期', en: 'Overdue' }, search: 'view=late' },
  { list: 'exceptions', name: { zh: '尚无人处理', en: 'Nobody’s yet' }, search: 'state=open' },
  { list: 'exceptions', name: { zh: '我在处理', en: 'Mine' }, search: 'mine=true' },
  { list: 'outbound', name: { zh: '已包装待交接', en: 'Packed, to hand over' }, search: 'state=packed' },
  { list: 'shortages', name: { zh: '等待决定', en: 'To decide' }, search: 'decision=none' },
  { list: 'return-receipts', name: { zh: '超期未回', en: 'Overdue' }, search: 'state=overdue' },
  { list: 'customers', name: { zh: '冻结中的客户', en: 'On hold' }, search: 'hold=any' },
]

export async function makeDemoViews(ctx: Ctx): Promise<void> {
  for (const [position, view] of demoViews.entries()) await saveCompanyView(ctx, { ...view, position })
}
