import { endOfLocalDay, startOfDay } from '#modules/scheduling/calendar.ts'
import type { ListValues } from '#platform/list.ts'
import { BOARD_VIEWS } from './promise.ts'

const DAY_MS = 86_400_000

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

/** The view of the board that an URL names; `open` when it names none. */
export function viewOf(values: ListValues) {
  const view = one(values['view'])
  return BOARD_VIEWS.find((known) => known === view && known !== 'all') ?? 'open'
}

/** Days of the URL become instants of the company's zone. */
export function promiseQueryOf(values: ListValues, { zone }: { zone: string }) {
  const [from, to] = [one(values['dueFrom']), one(values['dueTo'])]
  return {
    view: viewOf(values),
    kind: one(values['kind']),
    owner: one(values['owner']),
    customerId: one(values['customerId']),
    warehouseId: one(values['warehouseId']),
    orderId: one(values['orderId']),
    dueFrom: from && instantOfDay(zone, from, 0),
    dueTo: to && instantOfDay(zone, to, 1),
  }
}

/** The first instant of a day, or (after = 1) of the day after it; a day nobody can read is left out. */
function instantOfDay(zone: string, day: string, after: 0 | 1): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) return undefined
  const start = startOfDay(zone, day)
  return new Date(after ? endOfLocalDay(zone, start + DAY_MS / 2) : start).toISOString()
}
