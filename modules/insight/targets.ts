import { sql } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { emit } from '#platform/events.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { namedId } from '#platform/ids.ts'
import { kpiOf } from './read-kpi.ts'

/** A KPI of a company as a record: its history is that of its target. */
export const kpiRecordId = (tenantId: string, kpiId: string): string => namedId(tenantId, 'kpi', kpiId)

/** Sets the company's own target of a KPI, in the KPI's unit; null goes back to the default. */
export async function setKpiTarget(
  ctx: Ctx,
  { id, version, target: typed }: { id: string; version?: number | undefined; target: number | null },
): Promise<void> {
  const { id: kpiId } = kpiOf(id)
  const now = await ctx.db.maybe(sql<{ target: number | null; version: number }>`
    select target, version from kpi_target where tenant_id = ${ctx.tenant.id} and kpi_id = ${kpiId} for update`)
  const record: EditedRecord<{ target: number | null }> = {
    subject: { type: 'kpi', id: kpiRecordId(ctx.tenant.id, kpiId) },
    version: now?.version ?? 0,
    values: { target: now?.target ?? null },
  }
  const { target } = await reconcile(ctx, record, version, { target: typed })
  await ctx.db.run(sql`
    insert into kpi_target (tenant_id, kpi_id, target, set_at, set_by) values (${ctx.tenant.id}, ${kpiId}, ${target}, ${ctx.now}, ${ctx.actor.id})
    on conflict (tenant_id, kpi_id) do update set target = excluded.target, set_at = excluded.set_at, set_by = excluded.set_by,
      version = kpi_target.version + 1`)
  recordChange(ctx, record, { target })
  emit(ctx, 'kpi.target_set', record.subject, { kpiId, target })
}
