import type { ListValues } from '#platform/list.ts'
import { BOARD_VIEWS } from './promise.ts'

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

/** The view of the board that an URL names; `open` when it names none. */
export function viewOf(values: ListValues) {
  const view = one(values['view'])
  return BOARD_VIEWS.find((known) => known === view && known !== 'all') ?? 'open'
}

/** The board always stands in one of its views. */
export const promiseQueryOf = (values: ListValues) => ({ ...values, view: viewOf(values) })
