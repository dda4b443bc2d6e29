import type { Clause } from '#modules/contracts/clause.ts'
import { clausesFragment } from '#modules/contracts/clauses.ts'
import { type Destination, type Lane, destinationsOf } from '#modules/inventory/lane.ts'
import type { WarehouseBrief } from '#modules/inventory/stock.ts'
import { type CompiledCalendar, localDay } from '#modules/scheduling/calendar.ts'
import { type CalendarRow, calendarOf, calendarsFragment } from '#modules/scheduling/calendars.ts'
import { historyFragment } from '#modules/promises/predictions.ts'
import { type History, type HistoryRow, indexHistory } from '#modules/promises/risk.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

/** What decides every order of a company alike: its calendars, clauses, warehouses and lanes, ready to be asked. */
export type Setup = {
  /** Of the rows it was read from, with the local day: clauses begin and end by day. */
  stamp: string | null
  day: string
  readMs: number
  calendars: ReadonlyMap<string, CompiledCalendar>
  /** Used where neither the clause nor the warehouse names a calendar. */
  standard: CompiledCalendar | null
  warehouses: ReadonlyMap<string, WarehouseBrief>
  /** By warehouse, then by destination. */
  lanes: ReadonlyMap<string, ReadonlyMap<string, Lane>>
  /** Of the default set. */
  common: readonly Clause[]
  /** Of a customer's own contracts. */
  own: ReadonlyMap<string, readonly Clause[]>
  /** How earlier promises of these kinds were kept; no stamp says when it changes, hence SETUP_MAX_AGE_MS. */
  history: History
  /** What was found out from the above (timing.ts): it holds as long as this setup does. */
  found: Map<string, unknown>
}

const TENANTS_MAX = 200
const SETUP_MAX_AGE_MS = 600_000
const STANDARD_CALENDAR = 'standard'
const kept = new Map<string, Setup>()

/** The setup as it is under this stamp: from memory when nothing changed since, else read anew. */
export async function setupOf(ctx: Ctx, stamp: string | null): Promise<Setup> {
  const there = kept.get(ctx.tenant.id)
  const day = localDay(ctx.tenant.zone, ctx.now.getTime())
  const isYoung = there !== undefined && Math.abs(ctx.now.getTime() - there.readMs) < SETUP_MAX_AGE_MS
  if (isYoung && stamp !== null && there.stamp === stamp && there.day === day) return there
  const setup = await readSetup(ctx, day)
  // Without a stamp nobody would say when it changes.
  if (setup.stamp !== null) {
    if (kept.size >= TENANTS_MAX) kept.clear()
    kept.set(ctx.tenant.id, setup)
  }
  return setup
}

/** SQL of the stamp that says whether the setup in memory still holds. */
export const stampFragment = (ctx: Ctx) =>
  sql<string | null>`(select stamp from setup_stamp where tenant_id = ${ctx.tenant.id})`

type SetupRow = {
  stamp: string | null
  calendars: CalendarRow[]
  clauses: Clause[]
  warehouses: WarehouseBrief[]
  lanes: Lane[]
  history: HistoryRow[]
}

async function readSetup(ctx: Ctx, day: string): Promise<Setup> {
  const tenantId = ctx.tenant.id
  // Not narrowed by the actor's scope: it is kept for all; each order narrows by the stock its actor may see.
  const row = await ctx.db.one(sql<SetupRow>`
    select ${stampFragment(ctx)} as stamp, ${calendarsFragment(ctx)} as calendars,
      ${clausesFragment(ctx, sql`array(select own.customer_id from contract own where own.tenant_id = ${tenantId} and own.customer_id is not null and own.ended_at is null)`)} as clauses,
      (select coalesce(json_agg(json_build_object('id', w.id, 'code', w.code, 'name', w.name, 'country', w.country, 'province', w.province,
        'cutoff', to_char(w.cutoff, 'HH24:MI'), 'calendarId', w.calendar_id) order by w.code), '[]')
        from warehouse w where w.tenant_id = ${tenantId} and w.archived_at is null) as warehouses,
      (select coalesce(json_agg(json_build_object('warehouseId', l.warehouse_id, 'destination', l.destination, 'transitHours', l.transit_hours,
        'fixedCostMinor', l.fixed_cost_minor, 'unitCostMinor', l.unit_cost_minor, 'carrierId', l.carrier_id, 'mode', l.mode)), '[]')
        from ship_lane l where l.tenant_id = ${tenantId}) as lanes,
      ${historyFragment(ctx, ['ship', 'deliver'])} as history`)
  const standard = row.calendars.find((calendar) => calendar.key === STANDARD_CALENDAR)
  return {
    stamp: row.stamp,
    day,
    readMs: ctx.now.getTime(),
    calendars: new Map(row.calendars.map((calendar) => [calendar.id, calendarOf(calendar)])),
    standard: standard ? calendarOf(standard) : null,
    warehouses: new Map(row.warehouses.map((warehouse) => [warehouse.id, warehouse])),
    lanes: new Map(
      [...Map.groupBy(row.lanes, (lane) => lane.warehouseId)].map(([id, own]) => [
        id,
        new Map(own.map((lane) => [lane.destination, lane])),
      ]),
    ),
    common: row.clauses.filter((clause) => clause.customerId === null),
    own: Map.groupBy(
      row.clauses.filter((clause) => clause.customerId !== null),
      (clause) => clause.customerId ?? '',
    ),
    history: indexHistory(row.history),
    found: new Map(),
  }
}

/** The lane from a warehouse to a place, the most specific one; null when nothing goes there. As pickLane of inventory, by look-up. */
export function laneTo(lanes: ReadonlyMap<string, Lane> | undefined, destination: Destination): Lane | null {
  if (!lanes) return null
  for (const name of destinationsOf(destination)) {
    const lane = lanes.get(name)
    if (lane) return lane
  }
  return null
}
