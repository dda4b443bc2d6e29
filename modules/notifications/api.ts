import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { Id, Instant, LocalTime, Paging, line, page } from '#platform/schema.ts'
import { RecordType } from '#modules/record-types.ts'
import { noticeCountApi } from './count-api.ts'
import { mailChoices, noticeKinds, toldEvents } from './kind.ts'

const Done = z.object({ done: z.literal(true) })
/** A record, or the company's outbox. */
const Subject = z.object({ type: z.union([RecordType, z.literal('outbox')]), id: Id })
const Kind = z.enum(noticeKinds)
const KindSetting = z.object({ kind: Kind, inApp: z.boolean(), mail: z.enum(mailChoices) })
const KindSettings = z.array(KindSetting).max(noticeKinds.length)

export const NoticeGroup = z.object({
  type: z.string(),
  id: Id,
  title: z.string(),
  unread: z.int(),
  snoozedUntil: z.string().nullable(),
  /** The newest of them. */
  news: z.array(
    z.object({
      id: Id,
      kind: Kind,
      event: z.enum(toldEvents),
      at: z.string(),
      by: z.string().nullable(),
      isRead: z.boolean(),
    }),
  ),
})
export const Schedule = z.strictObject({
  quiet: z.enum(['none', 'hours', 'calendar']),
  quietFrom: LocalTime,
  quietTo: LocalTime,
  calendarId: Id.nullable(),
  digestAt: LocalTime,
  zone: line(64, 1),
})
export const MailRow = z.object({
  id: Id,
  /** Masked; '' when the mail was erased. */ to: z.string(),
  subject: z.string(),
  files: z.int(),
  state: z.enum(['waiting', 'sent', 'failed', 'discarded']),
  tries: z.int(),
  answer: z.string().nullable(),
  queuedAt: z.string(),
  lastTryAt: z.string().nullable(),
  nextTryAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** When its address, text and files were erased for age. */ erasedAt: z.string().nullable(),
})

export const notificationsApi = {
  listNotices: op({
    method: 'GET',
    path: '/notices',
    permission: 'signed_in',
    summary: { zh: '我的消息', en: 'My notifications' },
    query: z.strictObject({ ...Paging, view: z.enum(['unread', 'all', 'snoozed']).default('unread') }),
    // What one may not see any more is put away.
    isWriting: true,
    result: page(NoticeGroup),
  }),
  ...noticeCountApi,
  markNotices: op({
    method: 'POST',
    path: '/notices/marks',
    permission: 'signed_in',
    summary: { zh: '标记已读或未读', en: 'Mark as read or unread' },
    body: z.strictObject({ /** All when null. */ record: Subject.nullable(), isRead: z.boolean() }),
    result: Done,
  }),
  snoozeNotices: op({
    method: 'POST',
    path: '/notices/snooze',
    permission: 'signed_in',
    summary: { zh: '稍后提醒', en: 'Snooze' },
    body: z.strictObject({ record: Subject, until: Instant.nullable() }),
    result: Done,
  }),
  getNoticeSettings: op({
    method: 'GET',
    path: '/me/notice-settings',
    permission: 'signed_in',
    summary: { zh: '我的消息设置', en: 'My notification settings' },
    result: z.object({
      kinds: z.array(KindSetting.extend({ isOwn: z.boolean() })),
      schedule: Schedule,
    }),
  }),
  saveNoticeSettings: op({
    method: 'PUT',
    path: '/me/notice-settings',
    permission: 'signed_in',
    summary: { zh: '保存我的消息设置', en: 'Save my notification settings' },
    body: z.strictObject({
      /** Those left out follow the company. */ kinds: KindSettings,
      schedule: Schedule,
    }),
    result: Done,
  }),
  getNoticeDefaults: op({
    method: 'GET',
    path: '/notice-defaults',
    permission: 'notice.manage',
    summary: { zh: '公司的消息默认设置', en: 'The company’s notification defaults' },
    result: z.object({ kinds: z.array(KindSetting) }),
  }),
  saveNoticeDefaults: op({
    method: 'PUT',
    path: '/notice-defaults',
    permission: 'notice.manage',
    summary: { zh: '保存公司的消息默认设置', en: 'Save the company’s notification defaults' },
    body: z.strictObject({ kinds: KindSettings }),
    result: Done,
  }),
  listMails: op({
    method: 'GET',
    path: '/mails',
    permission: 'mail.manage',
    summary: { zh: '邮件发件箱', en: 'Outbox' },
    query: z.strictObject({
      ...Paging,
      state: z.enum(['waiting', 'sent', 'failed', 'discarded']).optional(),
    }),
    result: page(MailRow).extend({ isConfigured: z.boolean() }),
  }),
  resendMail: op({
    method: 'POST',
    path: '/mails/{id}/resend',
    permission: 'mail.manage',
    summary: { zh: '重新发送邮件', en: 'Send a mail again' },
    params: z.object({ id: Id }),
    result: Done,
  }),
  discardMail: op({
    method: 'POST',
    path: '/mails/{id}/discard',
    permission: 'mail.manage',
    summary: { zh: '作废邮件', en: 'Discard a mail' },
    params: z.object({ id: Id }),
    result: Done,
  }),
  sendTestMail: op({
    method: 'POST',
    path: '/mails/test',
    permission: 'mail.manage',
    summary: { zh: '给自己发一封测试邮件', en: 'Send a test mail to myself' },
    result: Done,
  }),
} satisfies OperationTable
