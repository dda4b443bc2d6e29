import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { Forbidden } from '#platform/errors.ts'
import type { Job } from '#platform/jobs.ts'

export const DRAFT_DAYS = 14
/** Of one person; the oldest makes room. */
export const DRAFTS_MAX = 50
const DAY_MS = 86_400_000
const EVERY_MS = 3_600_000

export type DraftPlace = { form: string; record: string }
export type Draft = { version: number | null; content: Record<string, unknown>; savedAt: string }

/** What the actor typed into this form and has not saved; null when there is nothing, or it is too old. */
export async function getDraft(ctx: Ctx, { form, record }: DraftPlace): Promise<Draft | null> {
  const row = await ctx.db.maybe(sql<Omit<Draft, 'savedAt'> & { savedAt: Date }>`
    select version, content, saved_at as "savedAt" from form_draft
    where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and form = ${form} and record = ${record}
      and saved_at > ${oldest(ctx)}`)
  return row ? { ...row, savedAt: row.savedAt.toISOString() } : null
}

export async function saveDraft(
  ctx: Ctx,
  draft: DraftPlace & { version?: number | undefined; content: Record<string, unknown> },
): Promise<{ savedAt: string }> {
  if (ctx.actor.kind !== 'user') throw new Forbidden('signed_in')
  const { form, record, version = null, content } = draft
  await ctx.db.run(sql`
    insert into form_draft (tenant_id, user_id, form, record, version, content, saved_at)
    values (${ctx.tenant.id}, ${ctx.actor.id}, ${form}, ${record}, ${version}, ${JSON.stringify(content)}::jsonb, ${ctx.now})
    on conflict (tenant_id, user_id, form, record) do update
      set version = excluded.version, content = excluded.content, saved_at = excluded.saved_at`)
  await ctx.db.run(sql`
    delete from form_draft d where d.tenant_id = ${ctx.tenant.id} and d.user_id = ${ctx.actor.id} and (d.form, d.record) in (
      select o.form, o.record from form_draft o where o.tenant_id = ${ctx.tenant.id} and o.user_id = ${ctx.actor.id}
      order by o.saved_at desc, o.form, o.record offset ${DRAFTS_MAX})`)
  return { savedAt: ctx.now.toISOString() }
}

export async function discardDraft(ctx: Ctx, { form, record }: DraftPlace): Promise<void> {
  await ctx.db.run(sql`
    delete from form_draft
    where tenant_id = ${ctx.tenant.id} and user_id = ${ctx.actor.id} and form = ${form} and record = ${record}`)
}

/** Drafts nobody came back to hold personal data for nothing: they go after two weeks. */
export function draftAgeJob(database: Database, clock: () => Date): Job {
  return {
    name: 'draft_age',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null))
        await withCtx(database, systemSeed(tenant, 'draft_age', clock()), removeOldDrafts)
      return false
    },
  }
}

export async function removeOldDrafts(ctx: Ctx): Promise<number> {
  return ctx.db.run(
    sql`delete from form_draft where tenant_id = ${ctx.tenant.id} and saved_at <= ${oldest(ctx)}`,
  )
}

const oldest = (ctx: Ctx): Date => new Date(ctx.now.getTime() - DRAFT_DAYS * DAY_MS)
