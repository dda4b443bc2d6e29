import type { CompiledCalendar } from '#modules/scheduling/calendar.ts'
import {
  addNaturalDays,
  addWorkingDays,
  addWorkingTime,
  compileCalendar,
  endOfLocalDay,
  localDay,
  naturalCalendar,
  startOfDay,
} from '#modules/scheduling/calendar.ts'

/** What clauses promise, in the order things happen. */
export const clauseKinds = ['acknowledge', 'ship', 'deliver', 'receipt_back'] as const
export type ClauseKind = (typeof clauseKinds)[number]

export const targetUnits = ['minutes', 'working_minutes', 'working_days', 'days', 'requested'] as const
export type TargetUnit = (typeof targetUnits)[number]

/**
 * How the due time is reckoned. `minutes` natural; `working_minutes` and `working_days` on the calendar; `days` natural,
 * the start day not counted (domain §15); `requested` the day the customer asked for, else `amount` natural days.
 * `at` 'HH:MM' local ends the day early; without it a working day ends at its close, a natural day at 23:59:59.999.
 */
export type Target = { unit: TargetUnit; amount: number; at?: string | null }

/** One version of one clause; null in a condition = any. `customerId` null = the default set. */
export type Clause = {
  id: string
  lineId: string
  version: number
  contractId: string
  customerId: string | null
  kind: ClauseKind
  urgent: boolean | null
  /** 'CN-65' (country and province) or 'CN'. */
  destination: string | null
  /** A warehouse's code, 'CN-44' or 'CN'. */
  origin: string | null
  service: string | null
  classKey: string | null
  target: Target
  /** null = the calendar of the place where the work is done, else the company's. */
  calendarId: string | null
  earlyToleranceMinutes: number | null
  lateToleranceMinutes: number
  exclusions: readonly string[]
}

export type Place = { country: string; province: string }
export type Origin = Place & { code: string }

/** What an order says to the clauses. Without `customerId` every clause given is taken as the customer's. */
export type Match = {
  kind: ClauseKind
  customerId?: string | null
  classKey: string | null
  service: string | null
  origin: Origin | null
  destination: Place | null
  urgent: boolean
}

/** What makes one clause stronger than another, strongest first. */
export const dimensions = ['customer', 'urgent', 'destination', 'origin', 'service', 'class'] as const
export type Dimension = (typeof dimensions)[number]

/**
 * How closely a clause names each of `dimensions`: 0 any, else higher = narrower. A place counts 1 for the country,
 * 2 for the province, 3 for the warehouse. Compared from the first dimension on: the customer's own contract beats the
 * default set whatever the default says, then an urgent clause beats one for all, then the narrower lane, and so on.
 */
export function specificityOf(clause: Clause): readonly number[] {
  return [
    clause.customerId === null ? 0 : 1,
    clause.urgent === null ? 0 : 1,
    placeLevel(clause.destination),
    placeLevel(clause.origin),
    clause.service === null ? 0 : 1,
    clause.classKey === null ? 0 : 1,
  ]
}

/** The dimensions in which the clause does not fit; empty = it applies. */
export function misfitsOf(clause: Clause, match: Match): Dimension[] {
  const misfits: Dimension[] = []
  if (clause.customerId !== null && match.customerId !== undefined && clause.customerId !== match.customerId)
    misfits.push('customer')
  if (clause.urgent !== null && clause.urgent !== match.urgent) misfits.push('urgent')
  if (!isWithin(clause.destination, match.destination)) misfits.push('destination')
  if (!isWithin(clause.origin, match.origin)) misfits.push('origin')
  if (clause.service !== null && clause.service !== match.service) misfits.push('service')
  if (clause.classKey !== null && clause.classKey !== match.classKey) misfits.push('class')
  return misfits
}

/** The clause that binds: of those that apply, the most specific one; null when none applies. */
export function pickClause(clauses: readonly Clause[], match: Match): Clause | null {
  let best: Clause | null = null
  for (const clause of clauses) {
    if (clause.kind !== match.kind || misfitsOf(clause, match).length > 0) continue
    if (best === null || compareSpecificity(clause, best) > 0) best = clause
  }
  return best
}

/** Positive when `a` is the more specific one. Equals (which publishing refuses) go by id, so the answer never wavers. */
export function compareSpecificity(a: Clause, b: Clause): number {
  const [left, right] = [specificityOf(a), specificityOf(b)]
  for (const [i, level] of left.entries()) {
    const difference = level - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

export type Explanation = {
  picked: Clause | null
  /** What the picked clause beat the runner-up by; null when no other one applied. */
  decidedBy: Dimension | null
  /** All clauses of the kind, those that apply first, by specificity. */
  candidates: { clause: Clause; misfits: Dimension[] }[]
}

/** Why this clause and no other: data for the page. */
export function explainClause(clauses: readonly Clause[], match: Match): Explanation {
  const ofKind = clauses.filter((c) => c.kind === match.kind)
  const candidates = ofKind
    .map((clause) => ({ clause, misfits: misfitsOf(clause, match) }))
    .toSorted(
      (a, b) =>
        Math.sign(a.misfits.length) - Math.sign(b.misfits.length) || compareSpecificity(b.clause, a.clause),
    )
  const [first, second] = candidates.filter((c) => c.misfits.length === 0)
  return {
    picked: first?.clause ?? null,
    decidedBy: first && second ? decidedBy(first.clause, second.clause) : null,
    candidates,
  }
}

function decidedBy(winner: Clause, loser: Clause): Dimension | null {
  const [left, right] = [specificityOf(winner), specificityOf(loser)]
  return dimensions.find((_, i) => left[i] !== right[i]) ?? null
}

export type Clock = {
  startMs: number
  /** The instant or day (local midnight or a day's last moment) the customer asked for. */
  requestedMs: number | null
  /** Working time; null = always open. */
  calendar: CompiledCalendar | null
  /** IANA zone of natural days. */
  zone: string
}
/** `targetMs` is what is aimed at, `dueMs` the last moment that counts as kept: target plus the tolerance. */
export type Due = { targetMs: number; dueMs: number; earlyMs: number | null }

/**
 * When the clause is due. A due that is a whole day ends at 23:59:59.999; the early limit of such a day counts from its
 * first moment. Source: domain §8.1, §15. RangeError: those of scheduling/calendar.ts.
 */
export function dueOf(
  clause: Pick<Clause, 'target' | 'earlyToleranceMinutes' | 'lateToleranceMinutes'>,
  clock: Clock,
): Due {
  const { ms: targetMs, isWholeDay } = targetOf(clause.target, clock)
  const early = clause.earlyToleranceMinutes
  const earlyFrom = isWholeDay ? startOfDay(clock.zone, localDay(clock.zone, targetMs)) : targetMs
  return {
    targetMs,
    dueMs: targetMs + clause.lateToleranceMinutes * MINUTE_MS,
    earlyMs: early === null ? null : earlyFrom - early * MINUTE_MS,
  }
}

const MINUTE_MS = 60_000

function targetOf(target: Target, clock: Clock): { ms: number; isWholeDay: boolean } {
  const { startMs, requestedMs, calendar } = clock
  const at = target.at ?? undefined
  switch (target.unit) {
    case 'minutes':
      return instant(startMs + target.amount * MINUTE_MS)
    case 'working_minutes':
      return instant(
        calendar
          ? addWorkingTime(calendar, startMs, target.amount * MINUTE_MS)
          : startMs + target.amount * MINUTE_MS,
      )
    case 'working_days':
      return calendar
        ? instant(addWorkingDays(calendar, startMs, target.amount, at), calendar.zone)
        : naturalDay(clock, target.amount, at)
    case 'days':
      return naturalDay(clock, target.amount, at)
    case 'requested':
      if (requestedMs === null) return naturalDay(clock, target.amount, at)
      return requestedDue(requestedMs, clock, at) ?? naturalDay(clock, target.amount, at)
  }
}

/** An instant; midnight at the end of a working day is that day's last moment, not the next day's first. */
function instant(ms: number, zone?: string): { ms: number; isWholeDay: boolean } {
  const endsDay = zone !== undefined && startOfDay(zone, localDay(zone, ms)) === ms
  return endsDay ? { ms: ms - 1, isWholeDay: true } : { ms, isWholeDay: false }
}

function naturalDay(
  { startMs, zone }: Clock,
  days: number,
  at: string | undefined,
): { ms: number; isWholeDay: boolean } {
  if (at !== undefined) return { ms: addWorkingDays(everyDay(zone), startMs, days, at), isWholeDay: false }
  return { ms: addNaturalDays(zone, startMs, days) - 1, isWholeDay: true }
}

/** What the customer asked for: to the minute when a time of day was given, else the day. null when it lies before the start. */
function requestedDue(
  requestedMs: number,
  { zone, startMs }: Clock,
  at: string | undefined,
): { ms: number; isWholeDay: boolean } | null {
  const dayStart = startOfDay(zone, localDay(zone, requestedMs))
  const dayEnd = endOfLocalDay(zone, requestedMs) - 1
  const isDay = requestedMs === dayStart || dayEnd - requestedMs < MINUTE_MS
  const ms = !isDay
    ? requestedMs
    : at === undefined
      ? dayEnd
      : addWorkingDays(everyDay(zone), dayStart, 0, at)
  return ms < startMs ? null : { ms, isWholeDay: isDay && at === undefined }
}

const everyDays = new Map<string, CompiledCalendar>()

/** All days of a zone as working days; there are as many as the runtime knows zones. */
function everyDay(zone: string): CompiledCalendar {
  const known = everyDays.get(zone)
  if (known) return known
  const compiled = compileCalendar(naturalCalendar(zone))
  everyDays.set(zone, compiled)
  return compiled
}

/** The lane of a promise: 'GZ1>CN-65'. */
export const laneOf = (originCode: string, destination: Place): string =>
  `${originCode}>${placeKey(destination)}`

/** 'CN-44', or 'CN' without a province; a province that comes with its country stays as it is. */
export function placeKey({ country, province }: Place): string {
  if (province === '' || province.startsWith(`${country}-`)) return province || country
  return `${country}-${province}`
}

/** The place of 'CN-44' or 'CN'. */
export function placeOf(key: string): Place {
  const [country = '', ...rest] = key.split('-')
  return { country, province: rest.join('-') }
}

function placeLevel(place: string | null): number {
  if (place === null) return 0
  if (/^[A-Z]{2}$/.test(place)) return 1
  return /^[A-Z]{2}-/.test(place) ? 2 : 3
}

function isWithin(condition: string | null, place: (Place & { code?: string }) | null): boolean {
  if (condition === null) return true
  if (place === null) return false
  return condition === place.country || condition === placeKey(place) || condition === place.code
}
