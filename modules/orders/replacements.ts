import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid } from '#platform/errors.ts'
import type { NewOrder, OrderView } from './order-types.ts'
import { placeOrder } from './orders.ts'
import { visible } from './queries.ts'
import { refusals } from './refusals.ts'

export type Replacement = {
  /** The order whose goods are made good. */ orderId: string
  note: string
  lines: readonly { orderLineId: string; quantity: number }[]
}
type Origin = Required<
  Pick<
    NewOrder,
    'customerId' | 'consigneeName' | 'consigneePhone' | 'service' | 'mode' | 'deliveryNote' | 'address'
  >
>
export type OriginLine = {
  id: string
  lineNo: number
  productId: string
  sku: string
  productName: string
  unit: string
  shipped: number
  replaced: number
}

/**
 * Sends goods of an order again, to the same consignee and at no price. Never more of a line than was shipped, all its replacements together.
 * Allocated, promised and acknowledged like any order.
 */
export async function placeReplacement(ctx: Ctx, { orderId, note, lines }: Replacement): Promise<OrderView> {
  const origin = await lockOrigin(ctx, orderId)
  const known = new Map((await originLines(ctx, orderId)).map((line) => [line.id, line]))
  const problems = problemsOf(lines, known)
  if (problems.length > 0) throw new Invalid(problems)
  const wanted = lines.filter((line) => line.quantity > 0)
  const placed = await placeOrder(ctx, {
    ...origin,
    channel: 'form',
    note,
    notDuplicate: true,
    lines: wanted.map(({ orderLineId, quantity }) => ({
      productId: known.get(orderLineId)?.productId,
      quantity,
      unitPriceMinor: 0,
    })),
  })
  await ctx.db.run(sql`
    update sales_order set origin_order_id = ${orderId} where tenant_id = ${ctx.tenant.id} and id = ${placed.id}`)
  return { ...placed, kind: 'replacement' }
}

async function lockOrigin(ctx: Ctx, id: string): Promise<Origin> {
  return ctx.db.one(
    sql<Origin>`
    select o.customer_id as "customerId", o.consignee_name as "consigneeName", o.consignee_phone as "consigneePhone", o.service, o.mode,
      o.delivery_note as "deliveryNote", jsonb_build_object('country', o.country, 'province', o.province, 'city', o.city,
        'district', o.district, 'street', o.street, 'postcode', o.postcode) as address
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${id} and ${visible(ctx)} for update of o`,
    'order',
  )
}

/** Lines of an order with what was sent of them and what replacements already bring again. */
export async function originLines(ctx: Ctx, orderId: string): Promise<OriginLine[]> {
  return ctx.db.all(sql<OriginLine>`
    select l.id, l.line_no as "lineNo", l.product_id as "productId", g.sku, g.name as "productName", g.unit, l.shipped, coalesce((
      select sum(r.quantity - r.cancelled) from sales_order ro join order_line r on r.tenant_id = ro.tenant_id and r.order_id = ro.id
      where ro.tenant_id = l.tenant_id and ro.origin_order_id = l.order_id and r.product_id = l.product_id), 0)::bigint as replaced
    from order_line l join product g on g.tenant_id = l.tenant_id and g.id = l.product_id
    where l.tenant_id = ${ctx.tenant.id} and l.order_id = ${orderId} order by l.line_no`)
}

function problemsOf(lines: Replacement['lines'], known: ReadonlyMap<string, OriginLine>): FieldProblem[] {
  const seen = new Set<string>()
  const problems = lines.flatMap(({ orderLineId, quantity }, i): FieldProblem[] => {
    const line = known.get(orderLineId)
    if (!line || seen.has(orderLineId))
      return [{ path: `lines[${i}].orderLineId`, message: refusals['order.no_such_line'] }]
    seen.add(orderLineId)
    const isTooMuch = quantity > line.shipped - line.replaced
    return isTooMuch ? [{ path: `lines[${i}].quantity`, message: refusals['order.replaces_too_much'] }] : []
  })
  if (problems.length === 0 && !lines.some((line) => line.quantity > 0))
    return [{ path: 'lines', message: refusals['order.replaces_nothing'] }]
  return problems
}
