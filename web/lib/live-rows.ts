/** What a fresh read of a list says against what is on the screen. */
export type RowNews<R> = {
  /** Rows that came or went; on a full page each that comes pushes one off it. */ news: number
  /** The shown rows whose content differs, by key. */ changed: ReadonlyMap<string, R>
}

/** Compares by content. Only rows in both keep their place; the others are counted, not moved. */
export function compareRows<R>(
  shown: readonly R[],
  fresh: readonly R[],
  rowKey: (row: R) => string,
): RowNews<R> {
  const freshByKey = new Map(fresh.map((row) => [rowKey(row), row]))
  const shownKeys = new Set(shown.map(rowKey))
  const changed = new Map<string, R>()
  let gone = 0
  let come = 0
  for (const row of shown) {
    const now = freshByKey.get(rowKey(row))
    if (now === undefined) gone += 1
    else if (JSON.stringify(now) !== JSON.stringify(row)) changed.set(rowKey(row), now)
  }
  for (const key of freshByKey.keys()) if (!shownKeys.has(key)) come += 1
  return { news: Math.max(come, gone), changed }
}

/** Puts changed rows in the place of the old ones, wherever a read keeps its rows: one page or several. */
export function withRows<R>(
  data: unknown,
  changed: ReadonlyMap<string, R>,
  rowKey: (row: R) => string,
): unknown {
  if (typeof data !== 'object' || data === null) return data
  if ('pages' in data && Array.isArray(data.pages))
    return { ...data, pages: data.pages.map((page) => withRows(page, changed, rowKey)) }
  if (!('rows' in data) || !Array.isArray(data.rows)) return data
  return { ...data, rows: data.rows.map((row: R) => changed.get(rowKey(row)) ?? row) }
}
