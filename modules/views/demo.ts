import type { Ctx } from '#platform/ctx.ts'
import { saveCompanyView } from './views.ts'

/** Views of the demo company for everybody: what people ask for first in the morning. */
export const demoViews: readonly { list: string; name: string; search: string }[] = [
  { list: 'orders', name: '等待补货的订单', search: 'state=short' },
  { list: 'orders', name: '冻结待放行', search: 'state=held' },
  { list: 'orders', name: '加急未发运', search: 'urgent=true&state=held&state=short&state=confirmed' },
  { list: 'promises', name: '今天到期', search: 'view=today' },
  { list: 'promises', name: '已逾期', search: 'view=late' },
  { list: 'exceptions', name: '尚无人处理', search: 'state=open' },
  { list: 'exceptions', name: '我在处理', search: 'mine=true' },
  { list: 'outbound', name: '已包装待交接', search: 'state=packed' },
  { list: 'shortages', name: '等待决定', search: 'decision=none' },
  { list: 'return-receipts', name: '超期未回', search: 'state=overdue' },
  { list: 'customers', name: '冻结中的客户', search: 'hold=any' },
]

export async function makeDemoViews(ctx: Ctx): Promise<void> {
  for (const [position, view] of demoViews.entries()) await saveCompanyView(ctx, { ...view, position })
}
