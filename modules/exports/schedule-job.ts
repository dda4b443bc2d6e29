import { readFile, rm } from 'node:fs/promises'
import { findActor } from '#modules/identity/authentication.ts'
import { type ServedLists, maySee } from '#modules/views/lists.ts'
import { type View, getView } from '#modules/views/queries.ts'
import { type Ctx, type Tenant, can, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { storeFile } from '#platform/files.ts'
import { newId } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'
import { queueMail } from '#platform/mail.ts'
import { type Locale, fill } from '#platform/text.ts'
import { makeListFile } from './list-file.ts'
import { ATTACHED_BYTES_MAX, type Plan, nextRunMs } from './schedule.ts'

const EVERY_MS = 20_000
const DUE_MAX = 20
const STATEMENT_MS = 30_000

const words = {
  subject: { zh: '{view}（{rows} 行）', en: '{view} ({rows} {rows:row|rows})' },
  attached: {
    zh: '附件是视图“{view}”的导出，共 {rows} 行，按 {owner} 的权限生成。',
    en: 'Attached is the view “{view}”, {rows} {rows:row|rows}, made with the rights of {owner}.',
  },
  linked: {
    zh: '视图“{view}”的导出有 {rows} 行，文件过大，请登录后在列表中导出：{url}',
    en: 'The view “{view}” has {rows} {rows:row|rows}; the file is too large for a mail. Log in and export it there: {url}',
  },
  stoppedSubject: { zh: '定时导出已停止：{view}', en: 'A scheduled export has stopped: {view}' },
  'export.not_allowed': {
    zh: '视图“{view}”的定时导出已停止：您已没有查看该列表的权限，或视图已删除。',
    en: 'The scheduled export of “{view}” has stopped: you may no longer see the list, or the view was deleted.',
  },
  'export.view_changed': {
    zh: '视图“{view}”被他人修改，定时导出已停止。请先查看该视图，确认无误后在视图的“定时发送”中恢复。',
    en: 'Somebody else changed the view “{view}”, so its scheduled export has stopped. Look at the view, then resume it under “Send by mail”.',
  },
} as const

type Due = Plan & {
  id: string
  viewId: string
  ownerId: string
  format: 'csv' | 'xlsx'
  recipientIds: string[]
  isViewSeen: boolean
}
type Tools = { lists: ServedLists; publicUrl: string | null }

/** Sends what is due. A run that was missed while the server was down is made up for once. */
export function scheduledExportJob(database: Database, clock: () => Date, tools: Tools): Job {
  return {
    name: 'scheduled_exports',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null))
        await sendDue(database, tenant, { now: clock(), ...tools })
      return false
    },
  }
}

/** Sends the exports of one company that are due; says how many. Each in a transaction of its own. */
export async function sendDue(
  database: Database,
  tenant: Tenant,
  { now, ...tools }: Tools & { now: Date },
): Promise<number> {
  const seed = systemSeed(tenant, 'scheduled_exports', now)
  const ids = await withCtx(database, seed, (ctx) =>
    ctx.db.all(sql<{ id: string }>`
      select id from export_schedule where tenant_id = ${tenant.id} and paused_at is null and next_at <= ${now} order by next_at limit ${DUE_MAX}`),
  )
  for (const { id } of ids)
    await withCtx(database, seed, (ctx) => sendOne(ctx, id, tools), { statementMs: STATEMENT_MS }).catch(() =>
      // What failed for no reason of the business is tried at the next time, not at once and for ever.
      withCtx(database, seed, (ctx) => giveUp(ctx, id)),
    )
  return ids.length
}

async function giveUp(ctx: Ctx, id: string): Promise<void> {
  const plan = await ctx.db.maybe(
    sql<Plan>`select every, day, time from export_schedule where tenant_id = ${ctx.tenant.id} and id = ${id} for update`,
  )
  if (!plan) return
  const nextAt = new Date(nextRunMs(plan, ctx.tenant.zone, ctx.now.getTime()))
  await ctx.db.run(
    sql`update export_schedule set next_at = ${nextAt} where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  await logRun(ctx, id, { outcome: 'failed', code: 'export.failed', rows: null, bytes: null, recipients: 0 })
}

async function sendOne(house: Ctx, id: string, tools: Tools): Promise<void> {
  const due = await house.db.maybe(sql<Due>`
    select s.id, s.view_id as "viewId", s.owner_id as "ownerId", s.format, s.every, s.day, s.time, s.recipient_ids as "recipientIds",
      v.version = s.view_version or v.changed_by is not distinct from s.owner_id as "isViewSeen"
    from export_schedule s join saved_view v on v.tenant_id = s.tenant_id and v.id = s.view_id
    where s.tenant_id = ${house.tenant.id} and s.id = ${id} and s.paused_at is null and s.next_at <= ${house.now} for update of s skip locked`)
  if (!due) return
  const nextAt = new Date(nextRunMs(due, house.tenant.zone, house.now.getTime()))
  await house.db.run(
    sql`update export_schedule set next_at = ${nextAt} where tenant_id = ${house.tenant.id} and id = ${id}`,
  )
  // Its file is made with the owner's rights: nobody else may say what goes into it.
  if (!due.isViewSeen) return stop(house, due, 'export.view_changed')
  const actor = await findActor(house, due.ownerId)
  // The same transaction, with the eyes of the owner: what he may not see is not in the file.
  const owner: Ctx | null = actor && { ...house, actor, locale: await localeOf(house, due.ownerId) }
  const view = owner && (await viewOf(owner, due.viewId))
  const list = view && tools.lists.get(view.list)
  if (!owner || !view || !list || !maySee(owner, list) || !can(owner.actor, 'export.schedule'))
    return stop(house, due, 'export.not_allowed')
  try {
    const { file, rows } = await makeListFile(owner, list, {
      format: due.format,
      search: view.search,
      columns: Array.isArray(view.layout['keys']) ? (view.layout['keys'] as string[]) : [],
    })
    const url = urlOf(tools.publicUrl, list.path, view)
    const recipients = await mailAll(owner, due, { view, file, rows, url }).finally(() =>
      rm(file.bytes.path, { force: true }),
    )
    await logRun(house, due.id, { outcome: 'sent', code: null, rows, bytes: file.bytes.size, recipients })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    await logRun(house, due.id, {
      outcome: 'failed',
      code: error.code,
      rows: null,
      bytes: null,
      recipients: 0,
    })
  }
}

const viewOf = (ctx: Ctx, id: string): Promise<View | null> =>
  getView(ctx, id).catch((error: unknown) => {
    if (error instanceof NotFound) return null
    throw error
  })

const urlOf = (publicUrl: string | null, path: string, view: View): string =>
  `${publicUrl ?? ''}${path}?${[view.search, `saved=${view.id}`].filter(Boolean).join('&')}`

type Made = { view: View; file: Awaited<ReturnType<typeof makeListFile>>['file']; rows: number; url: string }

async function mailAll(ctx: Ctx, due: Due, { view, file, rows, url }: Made): Promise<number> {
  const people = await ctx.db.all(sql<{ id: string; email: string; locale: Locale | null }>`
    select id, email, locale from app_user where tenant_id = ${ctx.tenant.id} and id = any(${due.recipientIds}::uuid[]) and disabled_at is null`)
  const isAttached = file.bytes.size <= ATTACHED_BYTES_MAX
  const stored = isAttached
    ? [
        await storeFile(ctx, {
          name: file.name,
          contentType: file.contentType,
          bytes: await readFile(file.bytes.path),
        }),
      ]
    : []
  const values = { view: view.name, rows, owner: ctx.actor.name, url }
  for (const person of people) {
    const locale = person.locale ?? ctx.tenant.locale
    await queueMail(ctx, {
      key: `export:${due.id}:${ctx.now.toISOString()}:${person.id}`,
      to: person.email,
      subject: fill(words.subject[locale], values),
      text: fill((isAttached ? words.attached : words.linked)[locale], values),
      attachmentIds: stored,
    })
  }
  return people.length
}

/** Nothing is sent any more, and the owner is told why where he can still be. */
async function stop(ctx: Ctx, due: Due, code: 'export.not_allowed' | 'export.view_changed'): Promise<void> {
  await ctx.db.run(sql`
    update export_schedule set paused_at = ${ctx.now}, stopped = ${code} where tenant_id = ${ctx.tenant.id} and id = ${due.id}`)
  await logRun(ctx, due.id, {
    outcome: 'failed',
    code,
    rows: null,
    bytes: null,
    recipients: 0,
  })
  emit(ctx, 'export.stopped', { type: 'export_schedule', id: due.id }, {})
  const owner = await ctx.db.maybe(sql<{ email: string; locale: Locale | null; view: string }>`
    select u.email, u.locale, v.name as view from app_user u
    join saved_view v on v.tenant_id = u.tenant_id and v.id = ${due.viewId}
    where u.tenant_id = ${ctx.tenant.id} and u.id = ${due.ownerId} and u.disabled_at is null`)
  if (!owner) return
  const locale = owner.locale ?? ctx.tenant.locale
  await queueMail(ctx, {
    key: `export-stopped:${due.id}:${ctx.now.toISOString()}`,
    to: owner.email,
    subject: fill(words.stoppedSubject[locale], owner),
    text: fill(words[code][locale], owner),
  })
}

type Run = {
  outcome: 'sent' | 'failed'
  code: string | null
  rows: number | null
  bytes: number | null
  recipients: number
}

async function logRun(ctx: Ctx, scheduleId: string, run: Run): Promise<void> {
  await ctx.db.run(sql`
    insert into export_run (tenant_id, id, schedule_id, at, outcome, code, rows, bytes, recipients)
    values (${ctx.tenant.id}, ${newId()}, ${scheduleId}, ${ctx.now}, ${run.outcome}, ${run.code}, ${run.rows}, ${run.bytes}, ${run.recipients})`)
}

async function localeOf(ctx: Ctx, userId: string): Promise<Locale> {
  const row = await ctx.db.maybe(
    sql<{
      locale: Locale | null
    }>`select locale from app_user where tenant_id = ${ctx.tenant.id} and id = ${userId}`,
  )
  return row?.locale ?? ctx.tenant.locale
}
