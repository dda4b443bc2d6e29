import { type CompiledCalendar, endOfLocalDay, localDay, startOfDay } from '#modules/scheduling/calendar.ts'
import { type Clause, type Due, type Match, type Origin, dueOf, pickClause } from './clause.ts'

/** A promise of the ledger as the dry run reads it; times in UTC milliseconds. */
export type PastPromise = {
  id: string
  orderId: string | null
  customerId: string
  customerName: string
  startedMs: number
  earlyMs: number | null
  /** What the contract said then. */
  dueMs: number
  warehouseId: string | null
  lane: string | null
  service: string | null
  classKey: string | null
  urgent: boolean
  outcome: string | null
  fulfilledMs: number | null
  cause: string | null
  /** The clause that made it; null for imported history. */
  clause: Clause | null
}

/** kept, kept too early, late, late for a cause that does not count, or not due yet. */
export type Verdict = 'kept' | 'early' | 'late' | 'excused' | 'open'
export const verdicts = ['kept', 'early', 'late', 'excused', 'open'] as const satisfies readonly Verdict[]

type Ended = Pick<PastPromise, 'outcome' | 'fulfilledMs' | 'cause'>
type Limits = { dueMs: number; earlyMs: number | null; exclusions: readonly string[] }

/** How a promise stands against a due time. One that was broken, or is open past its due, is late. */
export function verdictOf(ended: Ended, { dueMs, earlyMs, exclusions }: Limits, nowMs: number): Verdict {
  const { fulfilledMs } = ended
  if (fulfilledMs === null && ended.outcome === null && nowMs <= dueMs) return 'open'
  if (fulfilledMs !== null && fulfilledMs <= dueMs)
    return earlyMs !== null && fulfilledMs < earlyMs ? 'early' : 'kept'
  return ended.cause !== null && exclusions.includes(ended.cause) ? 'excused' : 'late'
}

/** A place goods leave from: `cutoff` 'HH:MM' local, its own calendar or null. */
export type OriginRow = Origin & { id: string; cutoff: string; calendarId: string | null }

/** All that reckoning with clauses needs of a company. */
export type Setting = {
  zone: string
  nowMs: number
  /** By id. */
  calendars: ReadonlyMap<string, CompiledCalendar>
  /** Where neither clause nor warehouse names a calendar. */
  standard: CompiledCalendar | null
  /** By id. */
  origins: ReadonlyMap<string, OriginRow>
}

/** The calendar a clause is reckoned on: its own, the warehouse's (but for acknowledging), the company's. */
export function calendarFor(
  clause: Clause,
  origin: OriginRow | null,
  { calendars, standard }: Setting,
): CompiledCalendar | null {
  const id = clause.calendarId ?? (clause.kind === 'acknowledge' ? null : (origin?.calendarId ?? null))
  return (id === null ? null : calendars.get(id)) ?? standard
}

/** Due of a clause for goods from `origin`. A ship clause's clock starts next day when the order came after the cutoff. */
export function reckon(
  clause: Clause,
  at: { startMs: number; requestedMs: number | null; origin: OriginRow | null },
  setting: Setting,
): Due {
  const calendar = calendarFor(clause, at.origin, setting)
  const startMs =
    clause.kind === 'ship' && at.origin
      ? afterCutoff(at.origin.cutoff, calendar?.zone ?? setting.zone, at.startMs)
      : at.startMs
  return dueOf(clause, { startMs, requestedMs: at.requestedMs, calendar, zone: setting.zone })
}

/** Requirement ORD-26: what comes after the cutoff counts as the first of the next day. */
function afterCutoff(cutoff: string, zone: string, startMs: number): number {
  const [hour = 0, minute = 0] = cutoff.split(':').map(Number)
  const cutoffMs = startOfDay(zone, localDay(zone, startMs)) + (hour * 60 + minute) * 60_000
  return startMs < cutoffMs ? startMs : endOfLocalDay(zone, startMs)
}

export type Rejudged = {
  promise: PastPromise
  before: Verdict
  after: Verdict
  dueMs: number
  earlyMs: number | null
}

/** The promise under the changed clause, or null when another clause would bind it. `others` are the clauses in force but for this one. */
export function rejudge(
  promise: PastPromise,
  candidate: Clause,
  others: readonly Clause[],
  setting: Setting,
): Rejudged | null {
  const origin = promise.warehouseId === null ? null : (setting.origins.get(promise.warehouseId) ?? null)
  const match = matchOf(promise, candidate, origin)
  if (pickClause([...others, candidate], match) !== candidate) return null
  const requestedMs = requestedOf(promise, origin, setting)
  const due = reckon(candidate, { startMs: promise.startedMs, requestedMs, origin }, setting)
  const before = verdictOf(
    promise,
    { ...promise, exclusions: promise.clause?.exclusions ?? [] },
    setting.nowMs,
  )
  const after = verdictOf(promise, { ...due, exclusions: candidate.exclusions }, setting.nowMs)
  return { promise, before, after, dueMs: due.dueMs, earlyMs: due.earlyMs }
}

function matchOf(
  { customerId, classKey, service, urgent, lane }: PastPromise,
  { kind }: Clause,
  origin: OriginRow | null,
): Match {
  const [, destination] = lane?.split('>') ?? []
  const [country, ...province] = destination?.split('-') ?? []
  return {
    kind,
    customerId,
    classKey,
    service,
    urgent,
    origin,
    destination: country ? { country, province: province.join('-') } : null,
  }
}

/**
 * The day the customer had asked for, as far as the ledger tells: a promise made by a clause that follows the customer's wish,
 * due at another time than the clause alone gives, was due when the customer wished. Imported promises were all wishes.
 */
function requestedOf(promise: PastPromise, origin: OriginRow | null, setting: Setting): number | null {
  const { clause } = promise
  if (clause === null) return promise.dueMs
  if (clause.target.unit !== 'requested') return null
  const plain = reckon(clause, { startMs: promise.startedMs, requestedMs: null, origin }, setting)
  return plain.dueMs === promise.dueMs ? null : promise.dueMs - clause.lateToleranceMinutes * 60_000
}
