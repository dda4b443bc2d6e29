import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import type { Job } from '#platform/jobs.ts'
import {
  compileCalendar,
  instantOf,
  isWorkingDay,
  localDay,
  naturalCalendar,
} from '#modules/scheduling/calendar.ts'
import { type CalendarRow, calendarOf, loadCalendars } from '#modules/scheduling/calendars.ts'
import { HANDOVER_ITEMS_MAX } from './handover.ts'
import { makeHandoverList } from './handovers.ts'
import { windowFrom } from './pickup-rule.ts'
import { failRequest, tryRequest } from './pickup-requests.ts'
import type { Place } from './queries.ts'

const EVERY_MS = 60_000
const STATEMENT_MS = 60_000
/** Pairs of carrier and warehouse looked at in one round. */
const PLACES_MAX = 500
/** Lists made at one cut-off: what is beyond them waits for a person. */
const LISTS_MAX = 10

type Waiting = Place & {
  cutOff: string
  windowHours: number
  calendarId: string | null
  /** Since when the first of it waits. */
  since: Date
  /** The last day whose cut-off was kept. */
  day: string | null
}

/** At each carrier's cut-off: lists what is ready at each warehouse and writes to the carrier. */
export function pickupJob(database: Database, clock: () => Date): Job {
  return {
    name: 'pickup_requests',
    everyMs: EVERY_MS,
    async run() {
      for (const tenant of await listTenants(database, null))
        await withCtx(database, systemSeed(tenant, 'pickup_requests', clock()), keepCutOffs, {
          statementMs: STATEMENT_MS,
        })
      return false
    },
  }
}

/** One round of one company. Gives how many lists were sent. */
export async function keepCutOffs(ctx: Ctx): Promise<number> {
  const waiting = await listWaiting(ctx)
  if (waiting.length === 0) return 0
  const calendars = new Map((await loadCalendars(ctx)).map((row) => [row.id, row]))
  let sent = 0
  for (const place of waiting) {
    const day = dueDay(ctx, place, calendars)
    if (day !== null && (await beginRound(ctx, place, day))) sent += await sendAll(ctx, place)
  }
  return sent
}

/** Where something waits for a carrier that is told by itself: goods without a list, or a list it was not told of. */
async function listWaiting(ctx: Ctx): Promise<Waiting[]> {
  return ctx.db.all(sql<Waiting>`
    select r.carrier_id as "carrierId", w.id as "warehouseId", r.cut_off as "cutOff", r.window_hours as "windowHours", w.calendar_id as "calendarId",
      x.since, to_char(d.day, 'YYYY-MM-DD') as day
    from pickup_rule r
    join party k on k.tenant_id = r.tenant_id and k.id = r.carrier_id and k.archived_at is null
    cross join lateral (
      select y.warehouse_id, min(y.since) as since from (
      select s.warehouse_id, coalesce(s.packed_at, s.created_at) as since from shipment s where s.tenant_id = r.tenant_id and s.state = 'packed' and s.carrier_id = r.carrier_id
        and not exists (select 1 from handover_item i where i.tenant_id = s.tenant_id and i.shipment_id = s.id and i.holds)
      union all
      select h.warehouse_id, h.made_at from handover_list h where h.tenant_id = r.tenant_id and h.carrier_id = r.carrier_id and h.state = 'open' and h.request = 'none') y
      group by y.warehouse_id) x
    join warehouse w on w.tenant_id = r.tenant_id and w.id = x.warehouse_id and w.archived_at is null
    left join pickup_round d on d.tenant_id = r.tenant_id and d.carrier_id = r.carrier_id and d.warehouse_id = w.id
    where r.tenant_id = ${ctx.tenant.id} and r.mode = 'auto' order by w.id, r.carrier_id limit ${PLACES_MAX}`)
}

/** The local day whose cut-off has come and was not kept yet; null: not now. */
function dueDay(ctx: Ctx, place: Waiting, calendars: ReadonlyMap<string, CalendarRow>): string | null {
  const row = place.calendarId ? calendars.get(place.calendarId) : undefined
  const calendar = row ? calendarOf(row) : compileCalendar(naturalCalendar(ctx.tenant.zone))
  const nowMs = ctx.now.getTime()
  const day = localDay(calendar.zone, nowMs)
  if (place.day === day || !isWorkingDay(calendar, day)) return null
  const cutOffMs = instantOf(calendar.zone, day, place.cutOff)
  // What was packed after the cut-off waits for the next one.
  return nowMs >= cutOffMs && place.since.getTime() <= cutOffMs ? day : null
}

/** False when another process keeps this cut-off already. */
async function beginRound(ctx: Ctx, { carrierId, warehouseId }: Place, day: string): Promise<boolean> {
  const begun = await ctx.db.run(sql`
    insert into pickup_round as d (tenant_id, carrier_id, warehouse_id, day) values (${ctx.tenant.id}, ${carrierId}, ${warehouseId}, ${day}::date)
    on conflict (tenant_id, carrier_id, warehouse_id) do update set day = excluded.day where d.day < excluded.day`)
  return begun > 0
}

async function sendAll(ctx: Ctx, place: Waiting): Promise<number> {
  await listReady(ctx, place)
  const lists = await ctx.db.all(sql<{ id: string; number: string }>`
    select id, number from handover_list
    where tenant_id = ${ctx.tenant.id} and carrier_id = ${place.carrierId} and warehouse_id = ${place.warehouseId} and state = 'open' and request = 'none'
    order by id limit ${LISTS_MAX}`)
  let sent = 0
  for (const list of lists) {
    const refusal = await tryRequest(ctx, list.id)
    if (refusal === null) sent += 1
    else if (refusal === 'handover.no_address') await failRequest(ctx, list)
  }
  return sent
}

/** Lists of what is packed and on none; several where one does not hold it all. */
async function listReady(ctx: Ctx, place: Waiting): Promise<void> {
  const ready = await ctx.db.all(sql<{ id: string }>`
    select s.id from shipment s
    where s.tenant_id = ${ctx.tenant.id} and s.state = 'packed' and s.carrier_id = ${place.carrierId} and s.warehouse_id = ${place.warehouseId}
      and not exists (select 1 from handover_item i where i.tenant_id = s.tenant_id and i.shipment_id = s.id and i.holds)
    order by s.ship_by nulls last, s.id limit ${HANDOVER_ITEMS_MAX * LISTS_MAX}`)
  for (let from = 0; from < ready.length; from += HANDOVER_ITEMS_MAX) {
    const shipmentIds = ready.slice(from, from + HANDOVER_ITEMS_MAX).map((one) => one.id)
    const { carrierId, warehouseId } = place
    const window = windowFrom(ctx.now.getTime(), place.windowHours)
    await makeHandoverList(ctx, { carrierId, warehouseId, ...window, note: '', shipmentIds })
  }
}
