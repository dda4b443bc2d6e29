import { servedParty } from '#modules/customers/locks.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { visible } from './queries.ts'

/** The latest urgent orders that count. */
const URGENT_MAX = 500

export type FollowOn = {
  days: number
  /** Urgent orders that are judged, and those too new, or of a customer too new, to be. */
  urgent: number
  tooNew: number
  before: { orders: number; amountMinor: number }
  after: { orders: number; amountMinor: number }
}

/**
 * What a customer ordered in the days after each urgent order against the same length before it (requirement ORD-21): sums over the
 * urgent orders, the urgent order itself left out. Judged are urgent orders whose days have passed, of a customer who could have
 * ordered all the days before; cancelled orders are none.
 */
export async function getFollowOn(
  ctx: Ctx,
  { customerId, days }: { customerId: string; days: number },
): Promise<FollowOn> {
  const customer = await ctx.db.maybe(sql<{ since: Date | null }>`
    select (select min(o.placed_at) from sales_order o where o.tenant_id = p.tenant_id and o.customer_id = p.id) as since
    from party p where p.tenant_id = ${ctx.tenant.id} and p.id = ${customerId} and ${servedParty(ctx)}`)
  if (!customer) throw new NotFound('customer')
  const length = sql`${days} * interval '1 day'`
  const sums = (name: string, from: unknown, to: unknown) => sql`
    cross join lateral (
      select count(*) as orders, coalesce(sum(o.amount_minor), 0) as amount from sales_order o
      where o.tenant_id = ${ctx.tenant.id} and o.customer_id = ${customerId} and o.state <> 'cancelled' and o.id <> u.id
        and o.placed_at >= ${from} and o.placed_at < ${to} and ${visible(ctx)}) ${sql.raw(name)}`
  return ctx.db.one(sql<FollowOn>`
    with urgent as (
      select o.id, o.placed_at, o.placed_at + ${length} <= ${ctx.now} and o.placed_at - ${length} >= ${customer.since}::timestamptz as judged
      from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.customer_id = ${customerId} and o.urgent and o.state <> 'cancelled' and ${visible(ctx)}
      order by o.placed_at desc limit ${URGENT_MAX}),
    compared as (
      select b.orders as b_orders, b.amount as b_amount, a.orders as a_orders, a.amount as a_amount from urgent u
      ${sums('b', sql`u.placed_at - ${length}`, sql`u.placed_at`)} ${sums('a', sql`u.placed_at`, sql`u.placed_at + ${length}`)}
      where u.judged)
    select ${days}::int as days, (select count(*)::int from urgent where judged) as urgent, (select count(*)::int from urgent where judged is not true) as "tooNew",
      jsonb_build_object('orders', coalesce(sum(b_orders), 0), 'amountMinor', coalesce(sum(b_amount), 0)) as before,
      jsonb_build_object('orders', coalesce(sum(a_orders), 0), 'amountMinor', coalesce(sum(a_amount), 0)) as after
    from compared`)
}
