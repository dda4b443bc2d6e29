import type { ClauseKind, Target, TargetUnit } from '#modules/contracts/clause.ts'
import type { ClauseRow } from '#web/features/contracts/contract-text.tsx'

/** A clause as the form holds it. */
export type ClauseValues = {
  kind: ClauseKind
  urgent: 'any' | 'yes' | 'no'
  service?: string | null
  classKey?: string | null
  origin?: string | null
  destination?: string | null
  target: { unit: TargetUnit; amount: number | null; at?: string | null }
  calendarId?: string | null
  earlyToleranceMinutes?: number | null
  lateToleranceMinutes?: number | null
  exclusions?: string[]
  note?: string
}

export const firstValues: ClauseValues = {
  kind: 'deliver',
  urgent: 'any',
  target: { unit: 'days', amount: 3 },
  lateToleranceMinutes: 0,
  exclusions: [],
}

export function valuesOf(clause: ClauseRow): ClauseValues {
  return {
    ...clause,
    urgent: clause.urgent === null ? 'any' : clause.urgent ? 'yes' : 'no',
    exclusions: [...clause.exclusions],
  }
}

export const isInMinutes = (unit: TargetUnit | undefined): boolean =>
  unit === 'minutes' || unit === 'working_minutes'
export const isOnCalendar = (unit: TargetUnit | undefined): boolean =>
  unit === 'working_minutes' || unit === 'working_days'

/** What is sent, and what the sentence is made of. A field that its unit does not use is left out. */
export function inputOf(values: ClauseValues) {
  const { unit, amount, at } = values.target
  const target: Target = { unit, amount: amount ?? 0, ...(at && !isInMinutes(unit) ? { at } : {}) }
  return {
    urgent: values.urgent === 'any' ? null : values.urgent === 'yes',
    service: values.service?.trim() || null,
    classKey: values.classKey || null,
    origin: values.origin || null,
    destination: values.destination || null,
    target,
    calendarId: isOnCalendar(unit) ? (values.calendarId ?? null) : null,
    earlyToleranceMinutes: values.earlyToleranceMinutes ?? null,
    lateToleranceMinutes: values.lateToleranceMinutes ?? 0,
    exclusions: (values.exclusions ?? []) as never[],
    note: values.note ?? '',
  }
}
