import { type ListField, at } from '#platform/cells.ts'
import { type ListSource, type RowOf, listSource } from '#platform/list.ts'
import { notificationsApi } from './api.ts'

type Mail = RowOf<typeof notificationsApi.listMails>

const states = {
  waiting: { zh: '等待发送', en: 'Waiting' },
  sent: { zh: '已发出', en: 'Sent' },
  failed: { zh: '发送失败', en: 'Failed' },
  discarded: { zh: '已作废', en: 'Discarded' },
}

const mailFields: readonly ListField<Mail>[] = [
  { key: 'subject', title: { zh: '主题', en: 'Subject' }, value: (mail) => mail.subject },
  { key: 'to', title: { zh: '收件人', en: 'To' }, value: (mail) => mail.to },
  { key: 'state', title: { zh: '状态', en: 'State' }, value: (mail) => states[mail.state] },
  { key: 'queued', title: { zh: '提交时间', en: 'Asked for' }, value: (mail) => at(mail.queuedAt) },
  { key: 'tries', title: { zh: '尝试次数', en: 'Tries' }, value: (mail) => mail.tries },
  { key: 'next', title: { zh: '下次尝试', en: 'Next try' }, value: (mail) => at(mail.nextTryAt) },
]

export const notificationLists: readonly ListSource[] = [
  listSource({
    name: 'mails',
    title: { zh: '邮件发件箱', en: 'Outbox' },
    path: '/settings/mails',
    operation: notificationsApi.listMails,
    fields: mailFields,
  }),
]
