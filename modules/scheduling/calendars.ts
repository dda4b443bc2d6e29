import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import type { Bilingual } from '#platform/text.ts'
import type { CompiledCalendar } from './calendar.ts'
import { compileCalendar } from './calendar.ts'
import type { CalendarRule } from './calendar-rule.ts'
import { defaultCalendars, toCalendar } from './calendar-rule.ts'
import { holidayDays } from './holidays.ts'
import { refusals } from './refusals.ts'

/** A calendar as it is stored. `week` null is natural time: always open. */
export type CalendarRow = CalendarRule & { id: string; key: string; name: string; version: number }

const COMPILED_MAX = 2_000
const compiled = new Map<string, CompiledCalendar>()

/** SQL of one JSON value: all calendars of the tenant as CalendarRow[]. For a scalar sub-select of a larger statement. */
export function calendarsFragment(ctx: Ctx): RawBuilder<CalendarRow[]> {
  return sql<CalendarRow[]>`(
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', c.id, 'key', c.key, 'name', c.name, 'zone', c.zone, 'week', c.week, 'holidaySet', c.holiday_set,
      'exceptions', c.exceptions, 'version', c.version) order by c.key), '[]')
    from calendar c where c.tenant_id = ${ctx.tenant.id})`
}

/** The calendar ready for arithmetic; remembered by id and version, so that its days are computed once. */
export function calendarOf(row: CalendarRow): CompiledCalendar {
  const key = `${row.id}:${row.version}`
  const known = compiled.get(key)
  if (known) return known
  if (compiled.size >= COMPILED_MAX) compiled.clear()
  const made = compileCalendar(toCalendar(row, holidayDays(row.holidaySet)))
  compiled.set(key, made)
  return made
}

/** All calendars of the tenant, by key. */
export async function loadCalendars(ctx: Ctx): Promise<CalendarRow[]> {
  const { rows } = await ctx.db.one(sql<{ rows: CalendarRow[] }>`select ${calendarsFragment(ctx)} as rows`)
  return rows
}

/** One calendar; NotFound. */
export async function findCalendar(ctx: Ctx, id: string): Promise<CalendarRow> {
  return ctx.db.one(
    sql<CalendarRow>`
    select id, key, name, zone, week, holiday_set as "holidaySet", exceptions, version
    from calendar where tenant_id = ${ctx.tenant.id} and id = ${id}`,
    'calendar',
  )
}

/**
 * Refuses calendars that the company does not have, and those switched off unless they stand there already (`standing`).
 * The field is `calendarId`.
 */
export async function refuseCalendars(
  ctx: Ctx,
  ids: readonly (string | null | undefined)[],
  standing: string | null = null,
): Promise<void> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined && id !== standing))]
  if (wanted.length === 0) return
  const found = await ctx.db.all(sql<{ isOff: boolean }>`
    select disabled_at is not null as "isOff" from calendar where tenant_id = ${ctx.tenant.id} and id = any(${wanted}::uuid[])`)
  const refuse = (message: Bilingual) => {
    throw new Invalid([{ path: 'calendarId', message }])
  }
  if (found.length < wanted.length) refuse({ zh: '所选日历不存在', en: 'There is no such calendar' })
  if (found.some((row) => row.isOff)) refuse(refusals['calendar.disabled'])
}

/** Makes the calendars every company starts with ('natural', 'standard', 'seven_days') where they are missing. */
export async function ensureDefaultCalendars(ctx: Ctx): Promise<void> {
  const rows = defaultCalendars().map((c) => ({ id: newId(), ...c }))
  await ctx.db.run(sql`
    insert into calendar (tenant_id, id, key, name, zone, week, holiday_set, updated_at)
    select ${ctx.tenant.id}, r.id, r.key, r.name, ${ctx.tenant.zone}, r.week, r.holiday_set, ${ctx.now}
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.key)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => (r.week ? JSON.stringify(r.week) : null))}::jsonb[], ${rows.map((r) => r.holidaySet)}::text[]
    ) as r (id, key, name, week, holiday_set)
    on conflict (tenant_id, key) do nothing`)
}
