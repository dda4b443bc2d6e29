import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { type BoundOperation, routes } from '#platform/http.ts'
import { newId } from '#platform/ids.ts'
import { discardMail, queueMail, resendMail } from '#platform/mail.ts'
import { notificationsApi } from './api.ts'
import { markNotices, snoozeNotices } from './notices.ts'
import { UNREAD_COUNTED_TO, countUnread, listMails, listNotices } from './queries.ts'
import { getDefaults, getSettings, saveDefaults, saveSettings } from './settings.ts'

const done = { done: true } as const

export const notificationsRoutes = (isConfigured: boolean): BoundOperation[] =>
  routes(notificationsApi, {
    listNotices: (ctx, { query }) => listNotices(ctx, query),
    countNotices: async (ctx) => ({ unread: await countUnread(ctx), countedTo: UNREAD_COUNTED_TO }),
    markNotices: (ctx, { body }) => markNotices(ctx, body).then(() => done),
    snoozeNotices: (ctx, { body }) =>
      snoozeNotices(ctx, { record: body.record, until: body.until ? new Date(body.until) : null }).then(
        () => done,
      ),
    getNoticeSettings: (ctx) => getSettings(ctx),
    saveNoticeSettings: (ctx, { body }) => saveSettings(ctx, body).then(() => done),
    getNoticeDefaults: (ctx) => getDefaults(ctx),
    saveNoticeDefaults: (ctx, { body }) => saveDefaults(ctx, body).then(() => done),
    listMails: async (ctx, { query }) => ({ ...(await listMails(ctx, query)), isConfigured }),
    resendMail: (ctx, { params }) => resendMail(ctx, params.id).then(() => done),
    discardMail: (ctx, { params }) => discardMail(ctx, params.id).then(() => done),
    sendTestMail: (ctx) => sendTestMail(ctx, isConfigured).then(() => done),
  })

async function sendTestMail(ctx: Ctx, isConfigured: boolean): Promise<void> {
  if (!isConfigured) throw new Refused('mail.not_configured')
  const { email } = await ctx.db.one(
    sql<{
      email: string
    }>`select email from app_user where tenant_id = ${ctx.tenant.id} and id = ${ctx.actor.id}`,
    'user',
  )
  const isChinese = ctx.locale === 'zh'
  await queueMail(ctx, {
    key: `test:${newId()}`,
    to: email,
    subject: isChinese ? '测试邮件' : 'Test mail',
    text: isChinese ? '邮件服务器已配置好，可以发信。' : 'The mail server is set up and sends mail.',
  })
}
