import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { type CalendarRule, DEFAULT_KEYS, whyNotRule } from './calendar-rule.ts'
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

/** Saves over the version the editor has read. Promises already made keep their due times: they are rows, not formulas. */
export async function updateCalendar(
  ctx: Ctx,
  { id, version, ...input }: CalendarInput & { id: string; version: number },
): Promise<void> {
  refuseRule(input)
  const { key } = await lockCalendar(ctx, id)
  const saved = await ctx.db.run(sql`
    update calendar set name = ${input.name}, zone = ${input.zone}, week = ${jsonOrNull(input.week)}::jsonb, holiday_set = ${input.holidaySet},
      exceptions = ${JSON.stringify(input.exceptions)}::jsonb, version = version + 1, updated_at = ${ctx.now}
    where tenant_id = ${ctx.tenant.id} and id = ${id} and version = ${version}`)
  if (saved === 0) throw new Refused('request.stale')
  emit(ctx, 'calendar.changed', { type: 'calendar', id }, { key, version: version + 1 })
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

async function lockCalendar(ctx: Ctx, id: string): Promise<{ key: string }> {
  return ctx.db.one(
    sql<{
      key: string
    }>`select key from calendar where tenant_id = ${ctx.tenant.id} and id = ${id} for update`,
    'calendar',
  )
}

/** Refuses with the place and the remedy, for the field of the form. */
export function refuseRule(rule: CalendarRule): void {
  const problem = whyNotRule(rule, holidayDays(rule.holidaySet))
  if (problem) throw new Invalid([{ path: problem.at, message: refusals[problem.code] }])
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
