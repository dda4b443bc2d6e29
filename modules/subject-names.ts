import type { Bilingual } from '#platform/text.ts'
import { recordTypes, settingTypes } from './record-types.ts'

/** What events can be about, beside the records that have a page. */
export const subjectNames: Readonly<Record<string, Bilingual>> = {
  ...recordTypes,
  ...settingTypes,
  site: { zh: '地点', en: 'Site' },
  contact: { zh: '联系人', en: 'Contact' },
  tenant: { zh: '公司', en: 'Company' },
  bulk_run: { zh: '批量操作', en: 'Bulk action' },
  mail: { zh: '邮件', en: 'Mail' },
  outbox: { zh: '邮件发件箱', en: 'Outbox' },
  inbox: { zh: '消息', en: 'Notifications' },
  file: { zh: '文件', en: 'File' },
  order_notice: { zh: '受理通知', en: 'Notice of acceptance' },
  delay_notice: { zh: '延误通知', en: 'Delay notice' },
  order_error: { zh: '订单差错', en: 'Order error' },
  inquiry: { zh: '跟踪查询', en: 'Tracking inquiry' },
  shortage: { zh: '缺货', en: 'Shortage' },
  stock_adjustment: { zh: '库存调整', en: 'Stock adjustment' },
}

export const subjectName = (type: string): Bilingual => subjectNames[type] ?? { zh: type, en: type }
