import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

/**
 * What the order `o` keeps of its lines and promises for the lists: how many lines, units that are not cancelled, and when the
 * last of them is promised to be there. Withdrawn and ended promises count: they say what was promised.
 */
const sums = (ctx: Ctx) => sql`
  (select count(*)::int from order_line l where l.tenant_id = ${ctx.tenant.id} and l.order_id = o.id) as line_count,
  (select coalesce(sum(l.quantity - l.cancelled), 0)::bigint from order_line l where l.tenant_id = ${ctx.tenant.id} and l.order_id = o.id) as units,
  (select max(p.due_at) from promise p where p.tenant_id = ${ctx.tenant.id} and p.order_id = o.id and p.kind = 'deliver'
    and not exists (select 1 from promise n where n.tenant_id = ${ctx.tenant.id} and n.root_id = p.root_id and n.supersedes_id = p.id)) as deliver_by`

/** Counts anew for these orders, after their lines or promises changed. */
export async function refreshSums(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  await ctx.db.run(sql`
    update sales_order o set line_count = s.line_count, units = s.units, deliver_by = s.deliver_by
    from (select o.id, ${sums(ctx)} from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = any(${orderIds}::uuid[])) s
    where o.tenant_id = ${ctx.tenant.id} and o.id = s.id
      and (o.line_count, o.units, o.deliver_by) is distinct from (s.line_count, s.units, s.deliver_by)`)
}

/** Orders whose sums are not those of their lines and promises. A date given at the promise board arrives a moment later. */
export const wrongSums = (ctx: Ctx) => sql`
  select o.number, o.line_count as "lineCount", o.units, o.deliver_by as "deliverBy"
  from sales_order o cross join lateral (select ${sums(ctx)}) s
  where o.tenant_id = ${ctx.tenant.id} and ((o.line_count, o.units) <> (s.line_count, s.units) or (o.deliver_by is distinct from s.deliver_by
    and not exists (select 1 from promise p where p.tenant_id = ${ctx.tenant.id} and p.order_id = o.id and p.made_at > now() - interval '1 minute')))`
