import type { Operation } from '#platform/api.ts'

/** What belongs to a page of a list and not to what it shows. */
export const PAGING: readonly string[] = ['limit', 'cursor', 'count']

/** Names of filters and sort that a list operation takes. */
export function namesTaken(operation: Pick<Operation, 'query'>): string[] {
  const { shape = {} } = (operation.query ?? {}) as { shape?: object }
  return Object.keys(shape).filter((name) => !PAGING.includes(name))
}
