import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

/** Orders told of one change; the desk shows them all. */
const WAITING_MAX = 500

export type WaitingOrder = { purchaseId: string; orderId: string }

/** Customers' orders that are still short of what these lines were ordered for: their customers may have to be told. */
export async function listWaitingOrders(ctx: Ctx, lineIds: readonly string[]): Promise<WaitingOrder[]> {
  if (lineIds.length === 0) return []
  return ctx.db.all(sql<WaitingOrder>`
    select distinct l.purchase_id as "purchaseId", s.order_id as "orderId"
    from purchase_line l
    join purchase_need d on d.tenant_id = l.tenant_id and d.line_id = l.id
    join shortage s on s.tenant_id = d.tenant_id and s.order_line_id = d.order_line_id and s.product_id = l.product_id and s.closed_at is null
    where l.tenant_id = ${ctx.tenant.id} and l.id = any(${lineIds}::uuid[]) order by s.order_id limit ${WAITING_MAX}`)
}
