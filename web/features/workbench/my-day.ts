/** Pure: everything that waits for a person as one list, in the order it is due. */
export type DayItem = {
  key: string
  /** Null: it has no time of its own, but waits. */
  dueAt: string | null
  /** Since when it waits; orders what is not due. */
  since: string
}

export const dayParts = ['late', 'today', 'later', 'waiting'] as const
export type DayPart = (typeof dayParts)[number]

/** Late first, then what is due by the end of the day, what comes after, and what waits without a time, the oldest first. */
export function partsOfDay<I extends DayItem>(
  items: readonly I[],
  { nowMs, dayEndMs }: { nowMs: number; dayEndMs: number },
): { part: DayPart; items: I[] }[] {
  const partOf = ({ dueAt }: I): DayPart => {
    if (dueAt === null) return 'waiting'
    const due = Date.parse(dueAt)
    if (due < nowMs) return 'late'
    return due < dayEndMs ? 'today' : 'later'
  }
  const byPart = Map.groupBy(items, partOf)
  return dayParts.flatMap((part) => {
    const some = byPart.get(part)
    return some ? [{ part, items: some.toSorted(byTime) }] : []
  })
}

const byTime = (a: DayItem, b: DayItem): number =>
  Date.parse(a.dueAt ?? a.since) - Date.parse(b.dueAt ?? b.since)
