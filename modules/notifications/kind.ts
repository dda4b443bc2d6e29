import type { Bilingual } from '#platform/text.ts'
import type { EventName } from '#platform/events.ts'

/**
 * Pure: which news there are, whom each concerns, and what a person gets unless they or their company say otherwise.
 * An event that concerns a person in several ways is told once, as the first of these kinds.
 */
export const noticeKinds = [
  'mentioned',
  'assigned',
  'promise_late',
  'promise_due',
  'shortage',
  'exception',
  'import_done',
  'mail_failed',
  'commented',
  'followed',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

export const mailChoices = ['off', 'now', 'hourly', 'daily'] as const
export type MailChoice = (typeof mailChoices)[number]
export type Setting = { inApp: boolean; mail: MailChoice }

type Kind = { text: Bilingual; setting: Setting }

export const kinds: Record<NoticeKind, Kind> = {
  mentioned: {
    text: { zh: '有人提到我', en: 'Somebody mentions me' },
    setting: { inApp: true, mail: 'now' },
  },
  assigned: {
    text: { zh: '有承诺或异常交给我', en: 'A promise or exception is given to me' },
    setting: { inApp: true, mail: 'hourly' },
  },
  promise_late: {
    text: { zh: '我负责的承诺逾期', en: 'A promise of mine is overdue' },
    setting: { inApp: true, mail: 'now' },
  },
  promise_due: {
    text: { zh: '我负责的承诺即将到期', en: 'A promise of mine is due soon' },
    setting: { inApp: true, mail: 'off' },
  },
  shortage: {
    text: { zh: '我关注的订单缺货', en: 'An order I follow is short' },
    setting: { inApp: true, mail: 'hourly' },
  },
  exception: {
    text: { zh: '我关注的货物出现异常', en: 'Something goes wrong with goods I follow' },
    setting: { inApp: true, mail: 'hourly' },
  },
  import_done: {
    text: { zh: '我的导入有结果', en: 'An import of mine has ended' },
    setting: { inApp: true, mail: 'off' },
  },
  mail_failed: {
    text: { zh: '有邮件没能发出（管理员）', en: 'A mail could not be sent (administrators)' },
    setting: { inApp: true, mail: 'off' },
  },
  commented: {
    text: { zh: '我关注的记录有新备注', en: 'A note on something I follow' },
    setting: { inApp: true, mail: 'daily' },
  },
  followed: {
    text: { zh: '我关注的记录有变化', en: 'Something I follow changes' },
    setting: { inApp: true, mail: 'off' },
  },
}

/** What is told, in words. What is not listed is not told. */
export const sentences = {
  'record.mentioned': { zh: '提到了您', en: 'mentioned you' },
  'note.added': { zh: '写了备注', en: 'wrote a note' },
  'promise.assigned': { zh: '把承诺交给您负责', en: 'gave you a promise to look after' },
  'promise.warned': { zh: '承诺即将到期', en: 'Promise due soon' },
  'promise.overdue': { zh: '承诺逾期未兑现', en: 'Promise overdue' },
  'promise.repromised': { zh: '重新承诺了时间', en: 'gave a new date' },
  'promise.broken': { zh: '承诺失信', en: 'Promise broken' },
  'exception.assigned': { zh: '把异常交给您处理', en: 'gave you an exception to work on' },
  'exception.opened': { zh: '出现运输异常', en: 'Exception opened' },
  'exception.resolved': { zh: '异常已处理完', en: 'Exception resolved' },
  'order.short': { zh: '订单缺货，待处理', en: 'Order is short' },
  'order.held': { zh: '订单被冻结', en: 'Order put on hold' },
  'order.released': { zh: '订单解除冻结', en: 'Order released' },
  'order.amended': { zh: '修改了订单', en: 'amended the order' },
  'order.cancelled': { zh: '订单已取消', en: 'Order cancelled' },
  'order.delivered': { zh: '订单已送达', en: 'Order delivered' },
  'shortage.decided': { zh: '缺货已有处理决定', en: 'Shortage decided' },
  'purchase.failed': { zh: '采购订单没能发出', en: 'The purchase order could not be sent' },
  'purchase.confirmed': { zh: '供应商确认了到货日期', en: 'The supplier confirmed the day' },
  'purchase.rescheduled': { zh: '供应商更改了到货日期', en: 'The supplier gave another day' },
  'purchase.overdue': { zh: '采购订单逾期未到', en: 'Ordered goods are overdue' },
  'purchase.goods_came': { zh: '采购订单到货', en: 'Ordered goods came' },
  'supply.rescheduled': {
    zh: '所缺货物的到货日期有变，请确认是否要告知客户',
    en: 'The goods it waits for come on another day. See whether the customer must be told',
  },
  'supply.overdue': {
    zh: '所缺货物逾期未到，请确认是否要告知客户',
    en: 'The goods it waits for are overdue. See whether the customer must be told',
  },
  'shipment.handed_over': { zh: '货已交给承运商', en: 'Handed over to the carrier' },
  'shipment.delivered': { zh: '货已签收', en: 'Delivered' },
  'shipment.cancelled': { zh: '发运单已取消', en: 'Shipment cancelled' },
  'customer.held': { zh: '客户被冻结', en: 'Customer put on hold' },
  'customer.released': { zh: '客户解除冻结', en: 'Customer released' },
  'customer.changed': { zh: '修改了客户资料', en: 'changed the customer' },
  'contract.changed': { zh: '修改了合同', en: 'changed the contract' },
  'contract.ended': { zh: '合同已终止', en: 'Contract ended' },
  'clause.drafted': { zh: '起草了条款', en: 'drafted a clause' },
  'attachment.added': { zh: '添加了附件', en: 'added a file' },
  'import.run': { zh: '导入已完成', en: 'Import done' },
  'import.stopped': { zh: '导入中止', en: 'Import stopped' },
  'import.undone': { zh: '导入已撤销', en: 'Import undone' },
  'mail.failed': { zh: '邮件发送失败', en: 'A mail could not be sent' },
} as const satisfies Partial<Record<EventName, Bilingual>>
export type ToldEvent = keyof typeof sentences

export const toldEvents = Object.keys(sentences) as ToldEvent[]

/** As which kind followers of the record hear of it; null: they do not. */
export function kindForFollowers(type: ToldEvent): NoticeKind | null {
  switch (type) {
    case 'note.added':
      return 'commented'
    case 'order.short':
      return 'shortage'
    case 'exception.opened':
    case 'exception.resolved':
      return 'exception'
    case 'record.mentioned':
    case 'promise.assigned':
    case 'promise.warned':
    case 'exception.assigned':
    case 'import.run':
    case 'import.stopped':
    case 'import.undone':
    case 'mail.failed':
      return null
    default:
      return 'followed'
  }
}

/** The settings of a person: their own choices, else the company's, else ours. */
export function settingOf(
  kind: NoticeKind,
  own: ReadonlyMap<string, Setting> | undefined,
  company: ReadonlyMap<string, Setting> | undefined,
): Setting {
  return own?.get(kind) ?? company?.get(kind) ?? kinds[kind].setting
}
