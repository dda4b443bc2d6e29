import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type EditedRecord, reconcile, recordChange } from '#platform/versions.ts'
import { type CalendarRule, DEFAULT_KEYS, whyNotRule } from './calendar-rule.ts'
import type { CalendarRow } from './calendars.ts'
import { holidayDays } from './holidays.ts'
import { refusals } from './refusals.ts'

export type CalendarInput = CalendarRule & { name: string }

export async function createCalendar(
  ctx: Ctx,
  { key, ...input }: CalendarInput & { key: string },
): Promise<string> {
  refuseRule(input)
  const id = newId()
  const made = await ctx.db.run(sql`
    insert into calendar (tenant_id, id, key, name, zone, week, holiday_set, exceptions, updated_at)
    values (${ctx.tenant.id}, ${id}, ${key}, ${input.name}, ${input.zone}, ${jsonOrNull(input.week)}::jsonb, ${input.holidaySet},
      ${JSON.stringify(input.exceptions)}::jsonb, ${ctx.now})
    on conflict (tenant_id, key) do nothing`)
  if (made === 0) throw new Refused('calendar.key_taken', { key })
  emit(ctx, 'calendar.created', { type: 'calendar', id }, { key })
  return id
}

/** Promises already made keep their due times: they are rows, not formulas. */
export async function updateCalendar(
  ctx: Ctx,
  { id, version, ...typed }: CalendarInput & { id: string; version?: number | undefined },
): Promise<void> {
  const { key, version: current, disabledAt: _, ...values } = await lockCalendar(ctx, id)
  const record: EditedRecord<CalendarInput> = { subject: { type: 'calendar', id }, version: current, values }
  const input = await reconcile(ctx, record, version, typed)
  refuseRule(input)
  await ctx.db.run(sql`
    update calendar set name = ${input.name}, zone = ${input.zone}, week = ${jsonOrNull(input.week)}::jsonb, holiday_set = ${input.holidaySet},
      exceptions = ${JSON.stringify(input.exceptions)}::jsonb, version = version + 1, updated_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  recordChange(ctx, record, input)
  emit(ctx, 'calendar.changed', record.subject, { key, version: current + 1 })
}

/** A calendar that is off is chosen for nothing anew; what goes by it still does. */
export async function setCalendarDisabled(
  ctx: Ctx,
  { id, disabled, reason }: { id: string; disabled: boolean; reason: string },
): Promise<void> {
  const { key, disabledAt } = await lockCalendar(ctx, id)
  if (disabled && DEFAULT_KEYS.includes(key)) throw new Refused('calendar.needed')
  if ((disabledAt !== null) === disabled) return
  await ctx.db.run(sql`
    update calendar set disabled_at = ${disabled ? ctx.now : null}::timestamptz where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  emit(ctx, disabled ? 'calendar.disabled' : 'calendar.enabled', { type: 'calendar', id }, { key, reason })
}

export async function deleteCalendar(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { key } = await lockCalendar(ctx, id)
  if (DEFAULT_KEYS.includes(key)) throw new Refused('calendar.built_in')
  try {
    await ctx.db.run(sql`delete from calendar where tenant_id = ${ctx.tenant.id} and id = ${id}`)
  } catch (error) {
    // Clauses, warehouses and sites of the modules above point to calendars by foreign key; only the database knows them all.
    if ((error as { code?: string }).code === FOREIGN_KEY_VIOLATION) throw new Refused('calendar.in_use')
    throw error
  }
  emit(ctx, 'calendar.deleted', { type: 'calendar', id }, { key })
}

const FOREIGN_KEY_VIOLATION = '23503'

type LockedCalendar = Omit<CalendarRow, 'id'> & { disabledAt: Date | null }

async function lockCalendar(ctx: Ctx, id: string): Promise<LockedCalendar> {
  return ctx.db.one(
    sql<LockedCalendar>`
    select key, name, zone, week, holiday_set as "holidaySet", exceptions, version, disabled_at as "disabledAt"
    from calendar where tenant_id = ${ctx.tenant.id} and id = ${id} for update`,
    'calendar',
  )
}

/** Refuses with the place and the remedy, for the field of the form. */
export function refuseRule(rule: CalendarRule): void {
  const problem = whyNotRule(rule, holidayDays(rule.holidaySet))
  if (problem) throw new Invalid([{ path: problem.at, message: refusals[problem.code] }])
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
