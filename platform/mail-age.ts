import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { forgetFiles } from '#platform/files.ts'
import type { Job } from '#platform/jobs.ts'

const EVERY_MS = 600_000
const DAY_MS = 86_400_000
/** Mails of one transaction. */
const LOT = 500

/** Erases from mails that ended long ago whom they went to, what they said and what was attached. Their rows stay. */
export function mailAgeJob(database: Database, clock: () => Date, keptDays: number): Job {
  return {
    name: 'mail_age',
    everyMs: EVERY_MS,
    async run() {
      let hasMore = false
      for (const tenant of await listTenants(database, null)) {
        const seed = systemSeed(tenant, 'mail_age', clock())
        const erased = await withCtx(database, seed, (ctx) => eraseOldMails(ctx, keptDays))
        hasMore ||= erased === LOT
      }
      return hasMore
    },
  }
}

/** Says how many mails were erased, at most LOT. */
export async function eraseOldMails(ctx: Ctx, keptDays: number): Promise<number> {
  const endedBefore = new Date(ctx.now.getTime() - keptDays * DAY_MS)
  const old = await ctx.db.all(sql<{ id: string; files: string[] }>`
    select id, attachment_ids as files from mail
    where tenant_id = ${ctx.tenant.id} and erased_at is null and state <> 'waiting' and ended_at < ${endedBefore}
    order by ended_at limit ${LOT} for update skip locked`)
  if (old.length === 0) return 0
  await ctx.db.run(sql`
    update mail set to_address = null, body_text = '', body_html = null, attachment_ids = '{}', answer = null, secret = null, erased_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and id = any(${old.map((mail) => mail.id)}::uuid[])`)
  const files = [...new Set(old.flatMap((mail) => mail.files))]
  // One file may go to many people.
  const sharing = await ctx.db.all(sql<{ files: string[] }>`
    select attachment_ids as files from mail where tenant_id = ${ctx.tenant.id} and attachment_ids && ${files}::uuid[]`)
  const needed = new Set(sharing.flatMap((mail) => mail.files))
  await forgetFiles(
    ctx,
    files.filter((file) => !needed.has(file)),
  )
  return old.length
}
