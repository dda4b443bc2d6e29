import type {} from './events.ts'
import { type Ctx, inScope, isInScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { readCarriers } from '#modules/shipments/handover-store.ts'
import { DEFAULT_RULE, type PickupMode, type PickupRule } from './pickup-rule.ts'

type StoredRule = PickupRule & { id: string; version: number }
export type CarrierRule = PickupRule & {
  /** Null: the carrier goes by the rule as delivered. */
  id: string | null
  version: number
  carrier: { id: string; name: string }
  hasEmail: boolean
}

const CARRIERS_MAX = 500
const columns = sql`r.id, r.mode, r.cut_off as "cutOff", r.window_hours as "windowHours", r.version`

/** SQL: carrier `k` has a contact with an address. */
export const hasEmailOf = sql<boolean>`exists (
  select 1 from contact e where e.tenant_id = k.tenant_id and e.party_id = k.id and e.archived_at is null and e.email <> '')`

/** How each carrier is told, by name. */
export async function listPickupRules(ctx: Ctx): Promise<{ rows: CarrierRule[] }> {
  const rows = await ctx.db.all(sql<CarrierRule>`
    select r.id, coalesce(r.mode, ${DEFAULT_RULE.mode}) as mode, coalesce(r.cut_off, ${DEFAULT_RULE.cutOff}) as "cutOff",
      coalesce(r.window_hours, ${DEFAULT_RULE.windowHours}::int) as "windowHours", coalesce(r.version, 1) as version,
      jsonb_build_object('id', k.id, 'name', k.shown_name) as carrier, ${hasEmailOf} as "hasEmail"
    from party k left join pickup_rule r on r.tenant_id = k.tenant_id and r.carrier_id = k.id
    where k.tenant_id = ${ctx.tenant.id} and 'carrier' = any(k.roles) and k.archived_at is null and ${inScope(ctx, 'carrier', 'k.id')}
    order by k.name, k.id limit ${CARRIERS_MAX}`)
  return { rows }
}

export async function savePickupRule(
  ctx: Ctx,
  { carrierId, version, ...typed }: PickupRule & { carrierId: string; version?: number | undefined },
): Promise<void> {
  const isCarrier = (await readCarriers(ctx, [carrierId])).has(carrierId)
  if (!isCarrier || !isInScope(ctx.actor, 'carrier', carrierId)) throw new NotFound('customer')
  const { mode, cutOff, windowHours } = DEFAULT_RULE
  await ctx.db.run(sql`
    insert into pickup_rule (tenant_id, id, carrier_id, mode, cut_off, window_hours)
    values (${ctx.tenant.id}, ${newId()}, ${carrierId}, ${mode}, ${cutOff}, ${windowHours}) on conflict (tenant_id, carrier_id) do nothing`)
  const {
    id,
    version: now,
    ...values
  } = await ctx.db.one(
    sql<StoredRule>`select ${columns} from pickup_rule r where r.tenant_id = ${ctx.tenant.id} and r.carrier_id = ${carrierId} for update`,
  )
  const record: EditedRecord<PickupRule> = { subject: { type: 'pickup_rule', id }, version: now, values }
  const rule = await reconcile(ctx, record, version, typed)
  await ctx.db.run(sql`
    update pickup_rule set mode = ${rule.mode}, cut_off = ${rule.cutOff}, window_hours = ${rule.windowHours}, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, record, rule)
  emit(ctx, 'pickup_rule.set', record.subject, { mode: rule.mode, cutOff: rule.cutOff })
}

/** SQL: the mode of carrier `k`. */
export const modeOf = sql<PickupMode>`coalesce((
  select r.mode from pickup_rule r where r.tenant_id = k.tenant_id and r.carrier_id = k.id), ${sql.lit(DEFAULT_RULE.mode)})`
