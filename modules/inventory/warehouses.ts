import { refuseCalendars } from '#modules/scheduling/calendars.ts'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Forbidden, Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import type { Lane } from './lane.ts'
import { refuseUnknownParties } from './parties.ts'
import { type WarehouseKind, whyNotArchiveWarehouse } from './warehouse.ts'

export type WarehouseFields = {
  code: string
  name: string
  kind?: WarehouseKind
  supplierId?: string | null
  country?: string
  province?: string
  city?: string
  street?: string
  latitude?: number | null
  longitude?: number | null
  calendarId?: string | null
  /** Local time 'HH:MM': orders accepted before it can leave the same working day. */
  cutoff?: string
}
export type NewLane = Pick<Lane, 'warehouseId' | 'destination' | 'transitHours'> &
  Partial<Omit<Lane, 'warehouseId' | 'destination' | 'transitHours'>>

const NAMED_MAX = 20

/** Adds warehouses; their ids in the order given. Refused with warehouse.code_taken when a code is there, or comes twice. */
export async function createWarehouses(ctx: Ctx, warehouses: readonly WarehouseFields[]): Promise<string[]> {
  if (warehouses.length === 0) return []
  // Who sees only some warehouses would make one they cannot see.
  if (ctx.actor.scopes.warehouse) throw new Forbidden('inventory.manage')
  await refuseTaken(ctx, warehouses, null)
  await refuseUnknownParties(
    ctx,
    'supplier',
    warehouses.map((w) => ({ id: w.supplierId, path: 'supplierId' })),
  )
  await refuseCalendars(
    ctx,
    warehouses.map((w) => w.calendarId),
  )
  const ids = warehouses.map(() => newId())
  const full = warehouses.map(completed)
  await ctx.db.run(sql`
    insert into warehouse (tenant_id, id, code, name, kind, supplier_id, country, province, city, street, latitude, longitude, calendar_id, cutoff)
    select ${ctx.tenant.id}, w.* from unnest(
      ${ids}::uuid[], ${full.map((w) => w.code)}::text[], ${full.map((w) => w.name)}::text[], ${full.map((w) => w.kind)}::text[],
      ${full.map((w) => w.supplierId)}::uuid[], ${full.map((w) => w.country)}::text[], ${full.map((w) => w.province)}::text[],
      ${full.map((w) => w.city)}::text[], ${full.map((w) => w.street)}::text[], ${full.map((w) => w.latitude)}::float8[],
      ${full.map((w) => w.longitude)}::float8[], ${full.map((w) => w.calendarId)}::uuid[], ${full.map((w) => w.cutoff)}::time[]) w`)
  warehouses.forEach((warehouse, i) =>
    emit(ctx, 'warehouse.created', { type: 'warehouse', id: ids[i] ?? '' }, { code: warehouse.code }),
  )
  return ids
}

export async function updateWarehouse(
  ctx: Ctx,
  { id, version, ...typed }: WarehouseFields & { id: string; version?: number | undefined },
): Promise<void> {
  const { version: current, archivedAt: _, ...before } = await lockWarehouse(ctx, id)
  const record = { subject: { type: 'warehouse', id }, version: current, values: before }
  const fields = await reconcile(ctx, record, version, completed(typed))
  await refuseTaken(ctx, [fields], id)
  if (fields.supplierId !== before.supplierId)
    await refuseUnknownParties(ctx, 'supplier', [{ id: fields.supplierId, path: 'supplierId' }])
  await refuseCalendars(ctx, [fields.calendarId], before.calendarId)
  const after = fields
  await ctx.db.run(sql`
    update warehouse set code = ${after.code}, name = ${after.name}, kind = ${after.kind}, supplier_id = ${after.supplierId}, country = ${after.country},
      province = ${after.province}, city = ${after.city}, street = ${after.street}, latitude = ${after.latitude}, longitude = ${after.longitude},
      calendar_id = ${after.calendarId}, cutoff = ${after.cutoff}::time, version = version + 1
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, record, after)
  const changed = (Object.keys(after) as (keyof typeof after)[]).filter(
    (name) => after[name] !== before[name],
  )
  emit(ctx, 'warehouse.changed', record.subject, { code: after.code, fields: changed })
}

export async function setWarehouseArchived(
  ctx: Ctx,
  { id, version, archived }: { id: string; version: number; archived: boolean },
): Promise<void> {
  const warehouse = await lockWarehouse(ctx, id)
  if (warehouse.version !== version) throw new Refused('request.stale', { version: warehouse.version })
  if ((warehouse.archivedAt !== null) === archived) return
  const { onHand } = await ctx.db.one(sql<{ onHand: number }>`
    select coalesce(sum(on_hand), 0)::bigint as "onHand" from stock where tenant_id = ${ctx.tenant.id} and warehouse_id = ${id}`)
  const refusal = archived ? whyNotArchiveWarehouse({ onHand }) : null
  if (refusal) throw new Refused(refusal, { onHand })
  await ctx.db.run(sql`
    update warehouse set archived_at = ${archived ? ctx.now : null}, version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(
    ctx,
    archived ? 'warehouse.archived' : 'warehouse.restored',
    { type: 'warehouse', id },
    { code: warehouse.code },
  )
}

/** Adds lanes or replaces those with the same warehouse and destination; other lanes stay. Set-based, for imports. */
export async function setLanes(ctx: Ctx, lanes: readonly NewLane[]): Promise<void> {
  if (lanes.length === 0) return
  await ctx.db.run(sql`
    insert into ship_lane (tenant_id, warehouse_id, destination, transit_hours, fixed_cost_minor, unit_cost_minor, carrier_id, mode)
    select ${ctx.tenant.id}, l.* from unnest(
      ${lanes.map((l) => l.warehouseId)}::uuid[], ${lanes.map((l) => l.destination)}::text[], ${lanes.map((l) => l.transitHours)}::integer[],
      ${lanes.map((l) => l.fixedCostMinor ?? 0)}::bigint[], ${lanes.map((l) => l.unitCostMinor ?? 0)}::bigint[],
      ${lanes.map((l) => l.carrierId ?? null)}::uuid[], ${lanes.map((l) => l.mode ?? '')}::text[]
    ) l (warehouse_id, destination, transit_hours, fixed_cost_minor, unit_cost_minor, carrier_id, mode)
    where ${inScope(ctx, 'warehouse', 'l.warehouse_id')}
    on conflict (tenant_id, warehouse_id, destination) do update set transit_hours = excluded.transit_hours,
      fixed_cost_minor = excluded.fixed_cost_minor, unit_cost_minor = excluded.unit_cost_minor, carrier_id = excluded.carrier_id, mode = excluded.mode`)
  for (const [warehouseId, n] of countBy(lanes))
    emit(ctx, 'warehouse.lanes_set', { type: 'warehouse', id: warehouseId }, { lanes: n })
}

/** Replaces all lanes of one warehouse: what the lanes editor saves. */
export async function replaceLanes(
  ctx: Ctx,
  { id, version, ...typed }: { id: string; version?: number | undefined; lanes: readonly OwnLane[] },
): Promise<void> {
  const warehouse = await lockWarehouse(ctx, id)
  const record: EditedRecord<{ lanes: readonly OwnLane[] }> = {
    subject: { type: 'warehouse', id },
    version: warehouse.version,
    values: { lanes: await lanesOf(ctx, id) },
  }
  refuseRepeated(typed.lanes)
  await refuseUnknownParties(
    ctx,
    'carrier',
    typed.lanes.map((lane, i) => ({ id: lane.carrierId, path: `lanes[${i}].carrierId` })),
  )
  const { lanes } = await reconcile(ctx, record, version, { lanes: ordered(typed.lanes) })
  await ctx.db.run(sql`delete from ship_lane where tenant_id = ${ctx.tenant.id} and warehouse_id = ${id}`)
  await ctx.db.run(
    sql`update warehouse set version = version + 1 where tenant_id = ${ctx.tenant.id} and id = ${id}`,
  )
  await setLanes(
    ctx,
    lanes.map((lane) => ({ ...lane, warehouseId: id })),
  )
  recordChange(ctx, record, { lanes })
  if (lanes.length === 0) emit(ctx, 'warehouse.lanes_set', record.subject, { lanes: 0 })
}

type OwnLane = Omit<NewLane, 'warehouseId'>

async function lanesOf(ctx: Ctx, id: string): Promise<OwnLane[]> {
  const lanes = await ctx.db.all(sql<OwnLane>`
    select destination, transit_hours as "transitHours", fixed_cost_minor as "fixedCostMinor", unit_cost_minor as "unitCostMinor",
      carrier_id as "carrierId", mode
    from ship_lane where tenant_id = ${ctx.tenant.id} and warehouse_id = ${id}`)
  return ordered(lanes)
}

/** Lanes have no order of their own: one destination, one lane. */
function ordered(lanes: readonly OwnLane[]): OwnLane[] {
  return lanes
    .map((lane) => ({ fixedCostMinor: 0, unitCostMinor: 0, carrierId: null, mode: '', ...lane }))
    .toSorted((a, b) => (a.destination < b.destination ? -1 : 1))
}

type FullWarehouse = { [K in keyof Required<WarehouseFields>]: Exclude<WarehouseFields[K], undefined> }

function completed(fields: WarehouseFields): FullWarehouse {
  return {
    code: fields.code,
    name: fields.name,
    kind: fields.kind ?? 'own',
    supplierId: fields.supplierId ?? null,
    country: fields.country ?? 'CN',
    province: fields.province ?? '',
    city: fields.city ?? '',
    street: fields.street ?? '',
    latitude: fields.latitude ?? null,
    longitude: fields.longitude ?? null,
    calendarId: fields.calendarId ?? null,
    cutoff: fields.cutoff ?? '16:00',
  }
}

async function lockWarehouse(
  ctx: Ctx,
  id: string,
): Promise<FullWarehouse & { version: number; archivedAt: Date | null }> {
  const warehouse = await ctx.db.maybe(sql<FullWarehouse & { version: number; archivedAt: Date | null }>`
    select code, name, kind, supplier_id as "supplierId", country, province, city, street, latitude, longitude, calendar_id as "calendarId",
      to_char(cutoff, 'HH24:MI') as cutoff, version, archived_at as "archivedAt"
    from warehouse where tenant_id = ${ctx.tenant.id} and id = ${id} and ${inScope(ctx, 'warehouse', 'id')} for no key update`)
  if (!warehouse) throw new NotFound('warehouse')
  return warehouse
}

async function refuseTaken(
  ctx: Ctx,
  warehouses: readonly WarehouseFields[],
  exceptId: string | null,
): Promise<void> {
  const codes = warehouses.map((w) => w.code)
  const rows = await ctx.db.all(sql<{ code: string }>`
    select code from warehouse
    where tenant_id = ${ctx.tenant.id} and code = any(${codes}::text[]) and (${exceptId}::uuid is null or id <> ${exceptId}::uuid)`)
  const taken = new Set([
    ...rows.map((row) => row.code),
    ...codes.filter((code, i) => codes.indexOf(code) < i),
  ])
  if (taken.size > 0)
    throw new Refused('warehouse.code_taken', { codes: [...taken].slice(0, NAMED_MAX).join(', ') })
}

function refuseRepeated(lanes: readonly { destination: string }[]): void {
  const seen = new Set<string>()
  const problems = lanes.flatMap(({ destination }, i) => {
    const isRepeated = seen.has(destination)
    seen.add(destination)
    return isRepeated
      ? [
          {
            path: `lanes[${i}].destination`,
            message: {
              zh: `目的地 ${destination} 重复，请合并为一行`,
              en: `Destination ${destination} comes twice. Keep one row`,
            },
          },
        ]
      : []
  })
  if (problems.length > 0) throw new Invalid(problems)
}

function countBy(lanes: readonly NewLane[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { warehouseId } of lanes) counts.set(warehouseId, (counts.get(warehouseId) ?? 0) + 1)
  return counts
}
