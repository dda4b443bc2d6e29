import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { emit } from '#platform/events.ts'
import { kpiOf } from './read-kpi.ts'

/** Sets the company's own target of a KPI, in the KPI's unit; null goes back to the default. */
export async function setKpiTarget(
  ctx: Ctx,
  { id, target }: { id: string; target: number | null },
): Promise<void> {
  const { id: kpiId } = kpiOf(id)
  if (target === null)
    await ctx.db.run(sql`delete from kpi_target where tenant_id = ${ctx.tenant.id} and kpi_id = ${kpiId}`)
  else {
    await ctx.db.run(sql`
      insert into kpi_target (tenant_id, kpi_id, target, set_at, set_by) values (${ctx.tenant.id}, ${kpiId}, ${target}, ${ctx.now}, ${ctx.actor.id})
      on conflict (tenant_id, kpi_id) do update set target = excluded.target, set_at = excluded.set_at, set_by = excluded.set_by`)
  }
  emit(ctx, 'kpi.target_set', { type: 'tenant', id: ctx.tenant.id }, { kpiId, target })
}
