import type {} from './events.ts'
import { type Drafted, addToDraft, neededOnOrder } from '#modules/purchasing/replenishing.ts'
import { refusals as purchaseRefusals } from '#modules/purchasing/refusals.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { visible } from './queries.ts'

export type Replenish = {
  id: string
  supplierId: string
  warehouseId: string
  quantity: number
  /** 'YYYY-MM-DD': by when it is wanted in the warehouse. */ wantedOn: string
  /** The customer's own order to the supplier, placed for him. */ isOnBehalf: boolean
}
type Found = {
  orderId: string
  orderLineId: string
  customerId: string
  productId: string
  quantity: number
  isClosed: boolean
}

/** Orders what a customer's line misses from a supplier: on a draft, which somebody sends. The shortage stays until it is decided or filled. */
export async function replenishShortage(
  ctx: Ctx,
  { id, isOnBehalf, ...wanted }: Replenish,
): Promise<Drafted> {
  const found = await ctx.db.maybe(sql<Found>`
    select s.order_id as "orderId", s.order_line_id as "orderLineId", s.customer_id as "customerId", s.product_id as "productId", s.quantity,
      s.closed_at is not null as "isClosed"
    from shortage s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = ${ctx.tenant.id} and s.id = ${id} and ${visible(ctx)} for update of s`)
  if (!found) throw new NotFound('shortage')
  if (found.isClosed) throw new Refused('shortage.decided')
  if (wanted.wantedOn < localDay(ctx.tenant.zone, ctx.now.getTime()))
    throw new Invalid([{ path: 'wantedOn', message: purchaseRefusals['purchase.day_past'] }])
  const { orderLineId, productId, orderId } = found
  const { units, numbers } = await neededOnOrder(ctx, orderLineId)
  if (units >= found.quantity) throw new Refused('shortage.replenished', { numbers: numbers.join(', ') })
  const needed = Math.min(wanted.quantity, found.quantity - units)
  const customerId = isOnBehalf ? found.customerId : null
  const drafted = await addToDraft(ctx, { ...wanted, customerId, productId, orderLineId, needed })
  emit(
    ctx,
    'shortage.replenished',
    { type: 'shortage', id, parentId: orderId },
    { number: drafted.number, quantity: wanted.quantity, wantedOn: wanted.wantedOn },
  )
  return drafted
}
