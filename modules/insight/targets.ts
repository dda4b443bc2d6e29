import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { emit } from '#platform/events.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { kpiOf } from './read-kpi.ts'

/** Sets the company's own target of a KPI, in the KPI's unit; null goes back to the default. */
export async function setKpiTarget(
  ctx: Ctx,
  { id, version, target: typed }: { id: string; version?: number | undefined; target: number | null },
): Promise<void> {
  const { id: kpiId } = kpiOf(id)
  const now = await ctx.db.maybe(sql<{ target: number | null; version: number }>`
    select target, version from kpi_target where tenant_id = ${ctx.tenant.id} and kpi_id = ${kpiId} for update`)
  // The targets of a company are one record of it; a KPI's version says which of its changes were seen.
  const field = `target.${kpiId}`
  const record: EditedRecord<Record<string, number | null>> = {
    subject: { type: 'tenant', id: ctx.tenant.id },
    version: now?.version ?? 0,
    values: { [field]: now?.target ?? null },
  }
  const { [field]: target = null } = await reconcile(ctx, record, version, { [field]: typed })
  await ctx.db.run(sql`
    insert into kpi_target (tenant_id, kpi_id, target, set_at, set_by) values (${ctx.tenant.id}, ${kpiId}, ${target}, ${ctx.now}, ${ctx.actor.id})
    on conflict (tenant_id, kpi_id) do update set target = excluded.target, set_at = excluded.set_at, set_by = excluded.set_by,
      version = kpi_target.version + 1`)
  recordChange(ctx, record, { [field]: target })
  emit(ctx, 'kpi.target_set', record.subject, { kpiId, target })
}
