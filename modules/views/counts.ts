import type { Ctx } from '#platform/ctx.ts'
import { queryOfValues, readValues } from '#platform/list.ts'
import { type ServedList, type ServedLists, countRows, maySee } from './lists.ts'
import { type View, listViews } from './queries.ts'
import { COUNT_MAX } from './view.ts'

export type ViewCount = { id: string; count: number | null; isMore: boolean }

const KEPT_MS = 20_000
const KEPT_MAX = 5_000
/** Counting stops after this long; what is left is not counted this time. */
const TOTAL_MS = 4_000

const kept = new Map<string, { count: ViewCount; until: number }>()

/** How many rows each view has for this person, counted by the list's own operation. Kept for some seconds. */
export async function countViews(
  ctx: Ctx,
  lists: ServedLists,
  { list }: { list?: string | undefined },
): Promise<ViewCount[]> {
  const counts: ViewCount[] = []
  const began = performance.now()
  for (const view of await listViews(ctx, { list })) {
    const source = lists.get(view.list)
    if (!source || !maySee(ctx, source)) continue
    const known = kept.get(keyOf(ctx, view))
    if (known && known.until > Date.now()) counts.push(known.count)
    else if (performance.now() - began > TOTAL_MS) counts.push({ id: view.id, count: null, isMore: false })
    else counts.push(await countView(ctx, source, view))
  }
  return counts
}

async function countView(ctx: Ctx, source: ServedList, view: View): Promise<ViewCount> {
  const query = queryOfValues(source, readValues(view.search), { zone: ctx.tenant.zone, now: ctx.now })
  // One that fails takes nothing with it: what a reading asks next is another round.
  const rows = await countRows(ctx, source, { query, max: COUNT_MAX }).catch(() => null)
  const count = {
    id: view.id,
    count: rows === null ? null : Math.min(rows, COUNT_MAX),
    isMore: (rows ?? 0) > COUNT_MAX,
  }
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(keyOf(ctx, view), { count, until: Date.now() + KEPT_MS })
  return count
}

/** What a count depends on: whose eyes look at which version of the view. */
const keyOf = (ctx: Ctx, view: View): string =>
  JSON.stringify([ctx.tenant.id, ctx.actor.id, ctx.actor.scopes, view.id, view.version])
