import type {} from './events.ts'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { emit } from '#platform/events.ts'
import type { Job } from '#platform/jobs.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import { subjectOf } from './locked.ts'
import { listWaitingOrders } from './waiting.ts'

const EVERY_MS = 300_000
/** Lines of one transaction. */
const LOT = 500

/** Tells of goods whose day has passed, once for each day a supplier was to bring them. */
export function overdueJob(database: Database, clock: () => Date): Job {
  return {
    name: 'purchase_overdue',
    everyMs: EVERY_MS,
    async run() {
      let hasMore = false
      for (const tenant of await listTenants(database, null)) {
        const told = await withCtx(database, systemSeed(tenant, 'purchase_overdue', clock()), tellOverdue)
        hasMore ||= told === LOT
      }
      return hasMore
    },
  }
}

type Late = { id: string; purchaseId: string; number: string; day: string; missing: number }

/** Says how many lines were told of, at most LOT. */
export async function tellOverdue(ctx: Ctx): Promise<number> {
  const late = await ctx.db.all(sql<Late>`
    update purchase_line l set overdue_told_on = coalesce(l.confirmed_on, l.wanted_on)
    from purchase_order o
    where o.tenant_id = l.tenant_id and o.id = l.purchase_id and l.tenant_id = ${ctx.tenant.id} and l.id in (
      select n.id from purchase_line n join purchase_order p on p.tenant_id = n.tenant_id and p.id = n.purchase_id
      where n.tenant_id = ${ctx.tenant.id} and p.ended_at is null and p.state <> 'draft' and n.received < n.quantity
        and coalesce(n.confirmed_on, n.wanted_on) < ${localDay(ctx.tenant.zone, ctx.now.getTime())}::date
        and n.overdue_told_on is distinct from coalesce(n.confirmed_on, n.wanted_on)
      order by n.id limit ${LOT} for update of n skip locked)
    returning l.id, o.id as "purchaseId", o.number, to_char(l.overdue_told_on, 'YYYY-MM-DD') as day, l.quantity - l.received as missing`)
  const waiting = await listWaitingOrders(
    ctx,
    late.map((line) => line.id),
  )
  for (const [id, lines] of Map.groupBy(late, (line) => line.purchaseId)) {
    const expectedOn = lines.map((line) => line.day).toSorted()[0] ?? ''
    const number = lines[0]?.number ?? ''
    const missing = lines.reduce((sum, line) => sum + line.missing, 0)
    emit(ctx, 'purchase.overdue', subjectOf({ id }), { number, expectedOn, missing })
    for (const { orderId } of waiting.filter((one) => one.purchaseId === id))
      emit(ctx, 'supply.overdue', { type: 'order', id: orderId }, { number, expectedOn })
  }
  return late.length
}
