/** Values of a record's fields by name, as JSON carries them. */
export type Values = Readonly<Record<string, unknown>>

export type ThreeWay = {
  /** Fields to write: changed by me alone. */ mine: string[]
  /** Fields that stand as the other left them: changed by the other alone. */ theirs: string[]
  /** Fields that both changed, to different values: somebody must choose. */ conflicts: string[]
}

/**
 * Compares what I send with what the other made of the same start. `mine` holds the fields I send; those I leave out I did not
 * change. `base` and `theirs` hold all fields.
 */
export function threeWay(base: Values, theirs: Values, mine: Values): ThreeWay {
  const found: ThreeWay = { mine: [], theirs: [], conflicts: [] }
  for (const field of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const isTheirs = !isSame(base[field], theirs[field])
    const isMine = mine[field] !== undefined && !isSame(mine[field], base[field])
    if (isMine && isTheirs && !isSame(mine[field], theirs[field])) found.conflicts.push(field)
    else if (isTheirs) found.theirs.push(field)
    else if (isMine) found.mine.push(field)
  }
  return found
}

/** The same content, whatever the order of keys; null, undefined and an empty text are all "nothing". */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b))
}

function plain(value: unknown): unknown {
  if (value === undefined || value === '') return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([, one]) => plain(one) !== null)
    .toSorted(([x], [y]) => (x < y ? -1 : 1))
    .map(([key, one]) => [key, plain(one)])
}
