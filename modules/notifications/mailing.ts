import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import { queueMail } from '#platform/mail.ts'
import { type Locale, fill } from '#platform/text.ts'
import { listActors } from '#modules/identity/actors.ts'
import { recordTypes } from '#modules/record-types.ts'
import { type ToldEvent, sentences } from './kind.ts'
import { as, titles } from './queries.ts'

const EVERY_MS = 15_000
const PEOPLE_PER_ROUND = 200
const NEWS_MAX = 50

const words = {
  one: { zh: '{title}：{what}', en: '{title}: {what}' },
  many: { zh: '您有 {count} 条新消息', en: 'You have {count} news' },
  hello: { zh: '{name}，您好：', en: 'Hello {name},' },
  more: { zh: '…… 还有 {count} 条，请登录查看。', en: '… and {count} more. Log in to see them.' },
  open: { zh: '查看全部：{url}', en: 'See all: {url}' },
  why: {
    zh: '接收哪些邮件、何时接收，可在“消息设置”中调整。',
    en: 'Choose which mails you get, and when, under "Notification settings".',
  },
  outbox: { zh: '邮件发件箱', en: 'Outbox' },
} as const

/** Sends news by mail when their time has come: all that is due to a person in one mail. */
export function noticeMailJob(database: Database, clock: () => Date, publicUrl: string | null): Job {
  return {
    name: 'notice_mail',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null))
        await mailTenant(database, tenant, { now: clock(), publicUrl })
      return false
    },
  }
}

/** Writes the mails of one company that are due; says how many. */
export function mailTenant(
  database: Database,
  tenant: Tenant,
  { now, publicUrl }: { now: Date; publicUrl: string | null },
): Promise<number> {
  return withCtx(database, systemSeed(tenant, 'notice_mail', now), async (ctx) => {
    const due = await ctx.db.all(sql<{ userId: string; email: string; locale: Locale | null }>`
      select u.id as "userId", u.email, u.locale from app_user u
      where u.tenant_id = ${ctx.tenant.id} and u.disabled_at is null and u.id in (
        select n.user_id from notification n where n.tenant_id = ${ctx.tenant.id} and n.mail_at <= ${ctx.now} limit ${PEOPLE_PER_ROUND})`)
    let sent = 0
    for (const person of due) sent += await mailPerson(ctx, person, publicUrl)
    return sent
  })
}

type Person = { userId: string; email: string; locale: Locale | null }
type News = { id: string; event: ToldEvent; type: string; recordId: string; by: string | null }

async function mailPerson(ctx: Ctx, person: Person, publicUrl: string | null): Promise<number> {
  // Taken from the queue in the same transaction that queues the mail: once, whoever else runs this job.
  const news = await ctx.db.all(sql<News>`
    with due as (
      update notification set mail_at = null
      where tenant_id = ${ctx.tenant.id} and user_id = ${person.userId} and mail_at <= ${ctx.now}
      returning id, event_type, record_type, record_id, actor_id, at, read_at)
    select d.id, d.event_type as event, d.record_type as "type", d.record_id as "recordId", u.name as by
    from due d left join app_user u on u.tenant_id = ${ctx.tenant.id} and u.id = d.actor_id
    where d.read_at is null order by d.at`)
  const [actor] = await listActors(ctx, [person.userId])
  const [first] = news
  if (!actor || !first) return 0
  const locale = person.locale ?? ctx.tenant.locale
  const titleOf = await titles(
    { ...as(ctx, actor), locale },
    news.map(({ type, recordId }) => ({ type, id: recordId })),
  )
  const lines = news.flatMap((one) => {
    const title = titleOf({ type: one.type, id: one.recordId })
    return title === null ? [] : [lineOf(one, title, locale)]
  })
  if (lines.length === 0) return 0
  await queueMail(ctx, {
    key: `notice:${person.userId}:${first.id}`,
    to: person.email,
    subject: lines.length === 1 ? (lines[0] ?? '') : fill(words.many[locale], { count: lines.length }),
    text: textOf(lines, { name: actor.name, locale, publicUrl }),
  })
  return 1
}

function lineOf(news: News, title: string, locale: Locale): string {
  const kind: Record<string, { zh: string; en: string }> = recordTypes
  const name =
    news.type === 'outbox' ? words.outbox[locale] : `${kind[news.type]?.[locale] ?? ''} ${title}`.trim()
  const what = sentences[news.event][locale]
  return fill(words.one[locale], { title: name, what: news.by ? `${news.by} ${what}` : what })
}

type Frame = { name: string; locale: Locale; publicUrl: string | null }

function textOf(lines: string[], { name, locale, publicUrl }: Frame): string {
  const shown = lines.slice(0, NEWS_MAX)
  return [
    fill(words.hello[locale], { name }),
    '',
    ...shown.map((line) => `· ${line}`),
    ...(lines.length > shown.length
      ? [fill(words.more[locale], { count: lines.length - shown.length })]
      : []),
    '',
    ...(publicUrl ? [fill(words.open[locale], { url: `${publicUrl}/notices` })] : []),
    words.why[locale],
  ].join('\n')
}
