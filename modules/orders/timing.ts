import { type Clause, type Place, dueOf, pickClause } from '#modules/contracts/clause.ts'
import { type Lane, pickLane } from '#modules/inventory/lane.ts'
import { type CompiledCalendar, addWorkingDays, endOfLocalDay, localDay, startOfDay } from '#modules/scheduling/calendar.ts'

export const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** A warehouse as intake reads it; cutoff 'HH:MM' local. */
export type Source = { id: string; code: string; name: string; country: string; province: string; cutoff: string; calendarId: string | null }

/** Clauses, calendars and lanes in force, with what was reckoned from them: many orders of one batch ask the same. */
export type Timetable = {
  nowMs: number
  zone: string
  clauses: readonly Clause[]
  calendars: ReadonlyMap<string, CompiledCalendar>
  /** Used where neither the clause nor the warehouse names a calendar. */
  standard: CompiledCalendar | null
  lanes: readonly Lane[]
  known: Map<string, unknown>
}

/** What of an order decides its due times. */
export type Demand = { customerId: string; classKey: string | null; service: string; urgent: boolean; destination: Place }

export type Committed = { clauseId: string | null; dueMs: number; earlyMs: number | null }

/** A warehouse as one order sees it. `lane` null: it does not go there. */
export type Offer = { source: Source; lane: Lane | null; ship: Committed; /** The last moment at which goods sent by `ship.dueMs` arrive. */ arrivesMs: number | null }

/** When an order taken now must be acknowledged: an hour of working time when no clause says it. */
export function acknowledgeDue(table: Timetable, demand: Demand): Committed {
  const clause = clauseFor(table, { kind: 'acknowledge', demand, source: null })
  return dueBy(table, clause, { startMs: table.nowMs, requestedMs: null, calendar: table.standard }) ?? { clauseId: null, dueMs: table.nowMs + HOUR_MS, earlyMs: null }
}

/**
 * When the contract alone wants the goods there; `requestedMs` is the customer's wish. Three natural days when no clause says it.
 * The lane decides which clause binds, so the warehouse counts when it is known.
 */
export function deliverDue(table: Timetable, demand: Demand, { requestedMs, source }: { requestedMs: number | null; source: Source | null }): Committed {
  const clause = clauseFor(table, { kind: 'deliver', demand, source })
  const clock = { startMs: table.nowMs, requestedMs, calendar: calendarFor(table, source) }
  const due = dueBy(table, clause, clock)
  if (due) return due
  const wish = requestedMs !== null && requestedMs > table.nowMs ? requestedMs : table.nowMs + 3 * 24 * HOUR_MS
  return { clauseId: null, dueMs: endOfLocalDay(table.zone, wish) - 1, earlyMs: null }
}

/** Each warehouse with its lane, when it ships and when the goods arrive. */
export function offersOf(table: Timetable, demand: Demand, sources: readonly Source[]): Offer[] {
  const key = `offers|${demand.customerId}|${demand.classKey}|${demand.service}|${demand.urgent}|${demand.destination.country}|${demand.destination.province}`
  return remembered(table, key, () => sources.map((source) => offerOf(table, demand, source)))
}

function offerOf(table: Timetable, demand: Demand, source: Source): Offer {
  const lane = pickLane(table.lanes, source.id, demand.destination)
  const ship = shipDue(table, demand, source)
  return { source, lane, ship, arrivesMs: lane ? arrival(table, ship.dueMs, lane.transitHours) : null }
}

/** Goods that leave in the course of a day are promised by day, not by the minute. */
export function arrival(table: Pick<Timetable, 'zone'>, shipMs: number, transitHours: number): number {
  return endOfLocalDay(table.zone, shipMs + transitHours * HOUR_MS) - 1
}

/** When a warehouse must hand over an order taken now: the next working day when no clause says it. After its cutoff the clock starts tomorrow. */
function shipDue(table: Timetable, demand: Demand, source: Source): Committed {
  const calendar = calendarFor(table, source)
  const clause = clauseFor(table, { kind: 'ship', demand, source })
  const startMs = afterCutoff(table, source, calendar)
  const due = dueBy(table, clause, { startMs, requestedMs: null, calendar })
  if (due) return due
  return { clauseId: null, dueMs: calendar ? addWorkingDays(calendar, startMs, 1) : endOfLocalDay(table.zone, startMs + 24 * HOUR_MS) - 1, earlyMs: null }
}

/** Orders that come after the warehouse's cutoff count as the first of the next day (requirement ORD-26). */
function afterCutoff({ nowMs, zone, known }: Timetable, { cutoff }: Source, calendar: CompiledCalendar | null): number {
  const place = calendar?.zone ?? zone
  return remembered({ known }, `cutoff|${place}|${cutoff}`, () => {
    const [hour = 0, minute = 0] = cutoff.split(':').map(Number)
    const midnight = startOfDay(place, localDay(place, nowMs))
    return nowMs < midnight + hour * HOUR_MS + minute * MINUTE_MS ? nowMs : endOfLocalDay(place, nowMs)
  })
}

type Wanted = { kind: Clause['kind']; demand: Demand; source: Source | null }

function clauseFor(table: Timetable, { kind, demand, source }: Wanted): Clause | null {
  const key = `clause|${kind}|${demand.customerId}|${demand.classKey}|${demand.service}|${demand.urgent}|${demand.destination.country}|${demand.destination.province}|${source?.id ?? ''}`
  return remembered(table, key, () => {
    const origin = source && { code: source.code, country: source.country, province: source.province }
    return pickClause(table.clauses, { kind, ...demand, origin })
  })
}

function dueBy(table: Timetable, clause: Clause | null, clock: { startMs: number; requestedMs: number | null; calendar: CompiledCalendar | null }): Committed | null {
  if (!clause) return null
  const calendar = (clause.calendarId && table.calendars.get(clause.calendarId)) || clock.calendar
  const start = clock.startMs
  return remembered(table, `due|${clause.id}|${start}|${clock.requestedMs}|${clause.calendarId ?? idOf(table, clock.calendar)}`, () => {
    const { dueMs, earlyMs } = dueOf(clause, { startMs: start, requestedMs: clock.requestedMs, calendar, zone: table.zone })
    return { clauseId: clause.id, dueMs, earlyMs }
  })
}

function calendarFor(table: Timetable, source: Source | null): CompiledCalendar | null {
  return (source?.calendarId && table.calendars.get(source.calendarId)) || table.standard
}

function idOf(table: Timetable, calendar: CompiledCalendar | null): string {
  if (!calendar) return ''
  for (const [id, known] of table.calendars) if (known === calendar) return id
  return 'standard'
}

function remembered<T>({ known }: Pick<Timetable, 'known'>, key: string, make: () => T): T {
  const there = known.get(key)
  if (there !== undefined) return there as T
  const made = make()
  known.set(key, made)
  return made
}

