import type { Permission } from '#platform/api.ts'
import type { Bilingual } from '#platform/text.ts'
import { menu } from '#web/menu.ts'
import { paths } from '#web/paths.ts'
import type { IconName } from '#web/ui/icons.tsx'

/** A page one can go to, or something one can begin there. */
export type Place = { path: string; permission: Permission | null; icon: IconName; text: Bilingual }

/** What people begin from anywhere. */
export const beginnings: readonly Place[] = [
  {
    path: paths.newOrder,
    permission: 'order.create',
    icon: 'plus',
    text: { zh: '新建订单', en: 'New order' },
  },
  {
    path: paths.pasteOrders,
    permission: 'order.create',
    icon: 'plus',
    text: { zh: '粘贴下单', en: 'Paste orders' },
  },
  {
    path: paths.newPurchase,
    permission: 'purchase.manage',
    icon: 'plus',
    text: { zh: '新建采购订单', en: 'New purchase order' },
  },
  {
    path: paths.newImport,
    permission: 'import.run',
    icon: 'import',
    text: { zh: '导入文件', en: 'Import a file' },
  },
  {
    path: paths.newReceipt,
    permission: 'stock.receive',
    icon: 'layers',
    text: { zh: '登记收货', en: 'Receive goods' },
  },
  {
    path: paths.waybills,
    permission: 'shipment.read',
    icon: 'search',
    text: { zh: '批量查运单', en: 'Look up many waybills' },
  },
  { path: paths.account, permission: null, icon: 'user', text: { zh: '个人设置', en: 'My account' } },
]

export const pages: readonly Place[] = menu

/** Whether a text of ours is what somebody types, in either language; nothing typed matches all. */
export function isMeant(text: Bilingual, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  return `${text.zh} ${text.en}`.toLowerCase().includes(wanted)
}
