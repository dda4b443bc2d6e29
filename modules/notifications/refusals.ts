import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'notice.zone_unknown': {
    zh: '时区名称无法识别，请从列表中选择',
    en: 'This time zone is not known. Choose one from the list',
  },
  'notice.calendar_unknown': {
    zh: '请选择一份工作日历，在它的休息时间不发邮件',
    en: 'Choose the calendar outside whose hours no mail is sent',
  },
  'mail.not_configured': {
    zh: '还没有配置邮件服务器（SMTP_URL），请系统管理员设置后再试',
    en: 'No mail server is configured (SMTP_URL). Ask the operator to set it',
  },
} satisfies Record<string, Bilingual>

declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof typeof refusals, true> {}
}
