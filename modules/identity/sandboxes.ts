import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type Reset, isSandbox, resetOf, whyNotReset } from './sandbox.ts'

export async function getSandbox(ctx: Ctx) {
  const settings = await readSettings(ctx)
  return { isSandbox: isSandbox({ settings }), reset: resetOf(settings) }
}

/** Asks for the first state of the demo; a job of the server does it (`sandbox.ts` at the root). */
export async function resetSandbox(ctx: Ctx, { confirmation }: { confirmation: string }): Promise<void> {
  const settings = await readSettings(ctx, true)
  const refusal = whyNotReset({ settings, slug: ctx.tenant.slug }, { confirmation, reset: resetOf(settings) })
  if (refusal) throw new Refused(refusal)
  await noteReset(ctx, { state: 'asked', at: ctx.now.toISOString(), by: ctx.actor.name })
  emit(ctx, 'tenant.reset_asked', { type: 'tenant', id: ctx.tenant.id }, {})
}

/** Where a reset stands, for the page that shows it. */
export async function noteReset(ctx: Ctx, reset: Reset): Promise<void> {
  await ctx.db.run(sql`
    update tenant set settings = jsonb_set(settings, '{reset}', ${JSON.stringify(reset)}::jsonb) where id = ${ctx.tenant.id}`)
}

async function readSettings(ctx: Ctx, isLocked = false): Promise<Record<string, unknown>> {
  const lock = isLocked ? sql`for no key update` : sql``
  const row = await ctx.db.one(
    sql<{
      settings: Record<string, unknown>
    }>`select settings from tenant where id = ${ctx.tenant.id} ${lock}`,
  )
  return row.settings
}
