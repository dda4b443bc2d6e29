import { type Clause, type Place, dueOf, pickClause } from '#modules/contracts/clause.ts'
import type { Lane } from '#modules/inventory/lane.ts'
import type { WarehouseBrief } from '#modules/inventory/stock.ts'
import {
  type CompiledCalendar,
  addWorkingDays,
  endOfLocalDay,
  localDay,
  startOfDay,
} from '#modules/scheduling/calendar.ts'
import { type Setup, laneTo } from './setup.ts'

export const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Kinds of demand remembered with a setup: class, service, urgency and place repeat all day. */
const DEMANDS_MAX = 500

/** A warehouse as intake reads it; cutoff 'HH:MM' local. */
export type Source = WarehouseBrief

/** The setup at one moment, with what was reckoned for it: many orders of one batch ask the same. */
export type Timetable = {
  nowMs: number
  zone: string
  setup: Setup
  dues: Map<Clause, Reckoned[]>
  starts: Map<string, number>
}
type Reckoned = {
  startMs: number
  requestedMs: number | null
  calendar: CompiledCalendar | null
  due: Committed
}

export const timetableAt = (setup: Setup, zone: string, nowMs: number): Timetable => ({
  nowMs,
  zone,
  setup,
  dues: new Map(),
  starts: new Map(),
})

/** What of an order decides its due times. */
export type Demand = {
  customerId: string
  classKey: string | null
  service: string
  urgent: boolean
  destination: Place
}

export type Committed = { clauseId: string | null; dueMs: number; earlyMs: number | null }

/** A warehouse as one order sees it. `lane` null: it does not go there. */
export type Offer = {
  source: Source
  lane: Lane | null
  ship: Committed
  /** The last moment at which goods sent by `ship.dueMs` arrive. */ arrivesMs: number | null
  deliverClause: Clause | null
}

/** When an order taken now must be acknowledged: an hour of working time when no clause says it. */
export function acknowledgeDue(table: Timetable, demand: Demand): Committed {
  const clause = termsOf(table.setup, demand).acknowledge
  return (
    dueBy(table, clause, { startMs: table.nowMs, requestedMs: null, calendar: table.setup.standard }) ?? {
      clauseId: null,
      dueMs: table.nowMs + HOUR_MS,
      earlyMs: null,
    }
  )
}

/**
 * When the contract alone wants goods there that come from a warehouse; `requestedMs` is the customer's wish.
 * Three natural days when no clause says it.
 */
export function deliverDue(
  table: Timetable,
  { source, deliverClause }: Pick<Offer, 'source' | 'deliverClause'>,
  requestedMs: number | null,
): Committed {
  return deliverBy(table, deliverClause, { requestedMs, calendar: calendarFor(table.setup, source) })
}

/** The same while no warehouse is known yet. */
export function deliverDueAnywhere(table: Timetable, demand: Demand, requestedMs: number | null): Committed {
  return deliverBy(table, termsOf(table.setup, demand).deliver, {
    requestedMs,
    calendar: table.setup.standard,
  })
}

function deliverBy(
  table: Timetable,
  clause: Clause | null,
  { requestedMs, calendar }: { requestedMs: number | null; calendar: CompiledCalendar | null },
): Committed {
  const due = dueBy(table, clause, { startMs: table.nowMs, requestedMs, calendar })
  if (due) return due
  const wish =
    requestedMs !== null && requestedMs > table.nowMs ? requestedMs : table.nowMs + 3 * 24 * HOUR_MS
  return { clauseId: null, dueMs: endOfLocalDay(table.zone, wish) - 1, earlyMs: null }
}

/** Each warehouse with its lane, when it ships and when the goods arrive. */
export function offersOf(table: Timetable, demand: Demand, sources: readonly Source[]): Offer[] {
  const { bySource } = termsOf(table.setup, demand)
  return sources.map((source) => {
    const { lane, shipClause, deliverClause } =
      bySource.get(source.id) ?? termsFrom(table.setup, demand, source)
    const ship = shipDue(table, shipClause, source)
    return {
      source,
      lane,
      ship,
      arrivesMs: lane ? arrival(table, ship.dueMs, lane.transitHours) : null,
      deliverClause,
    }
  })
}

/** Goods that leave in the course of a day are promised by day, not by the minute. */
export function arrival({ zone }: Pick<Timetable, 'zone'>, shipMs: number, transitHours: number): number {
  return endOfLocalDay(zone, shipMs + transitHours * HOUR_MS) - 1
}

/** When a warehouse must hand over an order taken now: the next working day when no clause says it. After its cutoff the clock starts tomorrow. */
function shipDue(table: Timetable, clause: Clause | null, source: Source): Committed {
  const calendar = calendarFor(table.setup, source)
  const startMs = afterCutoff(table, source, calendar)
  const due = dueBy(table, clause, { startMs, requestedMs: null, calendar })
  if (due) return due
  return {
    clauseId: null,
    dueMs: calendar
      ? addWorkingDays(calendar, startMs, 1)
      : endOfLocalDay(table.zone, startMs + 24 * HOUR_MS) - 1,
    earlyMs: null,
  }
}

/** Orders that come after the warehouse's cutoff count as the first of the next day (requirement ORD-26). */
function afterCutoff(
  { nowMs, zone, starts }: Timetable,
  { cutoff }: Source,
  calendar: CompiledCalendar | null,
): number {
  const place = calendar?.zone ?? zone
  const key = `${place} ${cutoff}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const [hour = 0, minute = 0] = cutoff.split(':').map(Number)
  const midnight = startOfDay(place, localDay(place, nowMs))
  const start = nowMs < midnight + hour * HOUR_MS + minute * MINUTE_MS ? nowMs : endOfLocalDay(place, nowMs)
  starts.set(key, start)
  return start
}

type Terms = { acknowledge: Clause | null; deliver: Clause | null; bySource: Map<string, SourceTerms> }
type SourceTerms = { lane: Lane | null; shipClause: Clause | null; deliverClause: Clause | null }

/** Which clauses and lanes hold for a kind of demand; the customer counts only when it has clauses of its own. */
function termsOf(setup: Setup, demand: Demand): Terms {
  const { customerId, classKey, service, urgent, destination } = demand
  const key = `${setup.own.has(customerId) ? customerId : ''}|${classKey}|${service}|${urgent}|${destination.country}|${destination.province}`
  const known = setup.found.get(key) as Terms | undefined
  if (known) return known
  if (setup.found.size >= DEMANDS_MAX) setup.found.clear()
  const terms: Terms = {
    acknowledge: clauseFor(setup, demand, { kind: 'acknowledge', source: null }),
    deliver: clauseFor(setup, demand, { kind: 'deliver', source: null }),
    bySource: new Map(
      [...setup.warehouses.values()].map((source) => [source.id, termsFrom(setup, demand, source)]),
    ),
  }
  setup.found.set(key, terms)
  return terms
}

function termsFrom(setup: Setup, demand: Demand, source: Source): SourceTerms {
  return {
    lane: laneTo(setup.lanes.get(source.id), demand.destination),
    shipClause: clauseFor(setup, demand, { kind: 'ship', source }),
    deliverClause: clauseFor(setup, demand, { kind: 'deliver', source }),
  }
}

function clauseFor(
  { common, own }: Setup,
  demand: Demand,
  { kind, source }: { kind: Clause['kind']; source: Source | null },
): Clause | null {
  const origin = source && { code: source.code, country: source.country, province: source.province }
  const mine = own.get(demand.customerId)
  return pickClause(mine ? [...mine, ...common] : common, { kind, ...demand, origin })
}

function dueBy(
  table: Timetable,
  clause: Clause | null,
  clock: { startMs: number; requestedMs: number | null; calendar: CompiledCalendar | null },
): Committed | null {
  if (!clause) return null
  const calendar = (clause.calendarId && table.setup.calendars.get(clause.calendarId)) || clock.calendar
  const { startMs, requestedMs } = clock
  const reckoned = table.dues.get(clause)
  const known = reckoned?.find(
    (one) => one.startMs === startMs && one.requestedMs === requestedMs && one.calendar === calendar,
  )
  if (known) return known.due
  const { dueMs, earlyMs } = dueOf(clause, { startMs, requestedMs, calendar, zone: table.zone })
  const due = { clauseId: clause.id, dueMs, earlyMs }
  if (reckoned) reckoned.push({ startMs, requestedMs, calendar, due })
  else table.dues.set(clause, [{ startMs, requestedMs, calendar, due }])
  return due
}

function calendarFor({ calendars, standard }: Setup, { calendarId }: Source): CompiledCalendar | null {
  return (calendarId && calendars.get(calendarId)) || standard
}
