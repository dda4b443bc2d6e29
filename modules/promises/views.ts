import type { RawBuilder } from 'kysely'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { endOfLocalDay } from '#modules/scheduling/calendar.ts'
import type { OpenView } from './promise.ts'
import { AT_RISK_SHARE } from './risk.ts'

/** What the actor may see of the promises `p`. */
export const scoped = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`${inScope(ctx, 'customer', 'p.customer_id')} and ${inScope(ctx, 'warehouse', 'p.warehouse_id')} and ${inScope(ctx, 'carrier', 'p.carrier_id')}`

/** `p` is the last row of its chain. */
export const isHead = sql<boolean>`not exists (
  select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)`

/**
 * `p` is open and belongs to the view; each condition has an index of its own (promise_open, promise_at_risk, promise_moved).
 * Days end where the company's zone ends them. A paused promise waits for somebody else: it is neither late nor at risk.
 */
export function viewIs(ctx: Ctx, view: OpenView): RawBuilder<boolean> {
  switch (view) {
    case 'open':
      return sql<boolean>`p.watch_at is not null`
    case 'late':
      return sql<boolean>`(p.watch_at is not null and p.due_at < ${ctx.now} and not ${isPaused})`
    case 'today':
      return sql<boolean>`(p.watch_at is not null and p.due_at >= ${ctx.now} and p.due_at <= ${endOfToday(ctx)} and not ${isPaused})`
    case 'at_risk':
      return sql<boolean>`(p.watch_at is not null and p.due_at >= ${ctx.now} and p.risk_late >= ${sql.lit(AT_RISK_SHARE)} and not ${isPaused})`
    case 'untold':
      return sql<boolean>`(p.watch_at is not null and p.supersedes_id is not null and not exists (
        select 1 from promise_told t where t.tenant_id = p.tenant_id and t.promise_id = p.id))`
    case 'paused':
      // Told from the pauses, which are few, to the rows that stand for them now.
      return sql<boolean>`(p.watch_at is not null and p.id in (
        select coalesce((
          select n.id from promise n
          where n.tenant_id = u.tenant_id and n.root_id = u.root_id and n.supersedes_id is not null and n.watch_at is not null), u.root_id)
        from promise_pause u where u.tenant_id = ${ctx.tenant.id} and u.to_at is null))`
  }
}

const isPaused = sql<boolean>`exists (
  select 1 from promise_pause u where u.tenant_id = p.tenant_id and u.root_id = p.root_id and u.to_at is null)`

const endOfToday = (ctx: Ctx): Date => new Date(endOfLocalDay(ctx.tenant.zone, ctx.now.getTime()) - 1)
