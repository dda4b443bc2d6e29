import type { z } from 'zod'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { endOfLocalDay, localDay, startOfDay } from '#modules/scheduling/calendar.ts'
import type { PromiseBoard } from './api.ts'
import { type OpenView, PROMISE_KINDS, type PromiseKind } from './promise.ts'
import { AT_RISK_SHARE } from './risk.ts'
import { scoped, viewIs } from './views.ts'

type Board = z.infer<typeof PromiseBoard>
type Counts = Board['total']
/** How many promises of a view one owner has of one kind. */
type Cell = { view: Counted; kind: PromiseKind; ownerId: string | null; ownerName: string | null; n: number }

const COUNTED = ['late', 'today', 'at_risk', 'untold', 'paused'] as const satisfies OpenView[]
type Counted = (typeof COUNTED)[number]

const DAYS_AHEAD = 7
/** Counting stops here: the page shows such a number with a plus. */
const VIEW_COUNT_MAX = 50_000
const DAY_COUNT_MAX = 10_000

/** The board's counts in one statement: the whole, by kind and by owner, and what falls due in the next days. */
export async function getBoard(ctx: Ctx): Promise<Board> {
  const days = daysAhead(ctx)
  const { cells, ahead } = await ctx.db.one(sql<{ cells: Cell[]; ahead: number[] }>`
    with counts as (${sql.join(
      COUNTED.map((view) => countsOf(ctx, view)),
      sql` union all `,
    )})
    select
      (select coalesce(jsonb_agg(jsonb_build_object('view', c.view, 'kind', c.kind, 'ownerId', c.owner_id, 'ownerName', u.name, 'n', c.n)), '[]')
        from counts c left join app_user u on u.tenant_id = ${ctx.tenant.id} and u.id = c.owner_id) as cells,
      (select jsonb_agg((select count(*) from (
          select 1 from promise p
          where p.tenant_id = ${ctx.tenant.id} and p.watch_at is not null and p.due_at >= d.from_at and p.due_at < d.to_at and ${scoped(ctx)}
          limit ${DAY_COUNT_MAX}) p) order by d.from_at)
        from unnest(${days.map((d) => d.from)}::timestamptz[], ${days.map((d) => d.to)}::timestamptz[]) as d (from_at, to_at)) as ahead`)
  const owners = [...new Set(cells.map((cell) => cell.ownerId))]
  return {
    asOf: ctx.now.toISOString(),
    zone: ctx.tenant.zone,
    atRiskShare: AT_RISK_SHARE,
    countedTo: { view: VIEW_COUNT_MAX, day: DAY_COUNT_MAX },
    total: sum(cells),
    byKind: PROMISE_KINDS.map((kind) => ({ kind, ...sum(cells.filter((cell) => cell.kind === kind)) })),
    byOwner: (can(ctx.actor, 'inside.read') ? owners : []).map((ownerId) => {
      const own = cells.filter((cell) => cell.ownerId === ownerId)
      return { ownerId, ownerName: own[0]?.ownerName ?? null, ...sum(own) }
    }),
    ahead: days.map((d, i) => ({ day: d.day, due: ahead[i] ?? 0 })),
  }
}

const countsOf = (ctx: Ctx, view: Counted) => sql`
  select ${sql.lit(view)} as view, p.kind, p.owner_id, count(*) as n
  from (
    select p.kind, p.owner_id from promise p
    where p.tenant_id = ${ctx.tenant.id} and ${viewIs(ctx, view)} and ${scoped(ctx)} limit ${VIEW_COUNT_MAX}
  ) p
  group by p.kind, p.owner_id`

function sum(cells: Cell[]): Counts {
  const of = (view: Counted) => cells.reduce((n, cell) => (cell.view === view ? n + cell.n : n), 0)
  return {
    late: of('late'),
    today: of('today'),
    atRisk: of('at_risk'),
    untold: of('untold'),
    paused: of('paused'),
  }
}

/** The next local days of the company, today first, as [from, to). */
function daysAhead(ctx: Ctx): { day: string; from: string; to: string }[] {
  const { zone } = ctx.tenant
  let at = startOfDay(zone, localDay(zone, ctx.now.getTime()))
  return Array.from({ length: DAYS_AHEAD }, () => {
    const from = at
    at = endOfLocalDay(zone, from)
    return { day: localDay(zone, from), from: new Date(from).toISOString(), to: new Date(at).toISOString() }
  })
}
