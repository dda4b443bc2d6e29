import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { visible } from '#modules/orders/queries.ts'
import type { ReturnRow, ReturnView, Returnable } from './api.ts'
import { returnList } from './return-list.ts'

type View = z.infer<typeof ReturnRow>
type Detail = z.infer<typeof ReturnView>
type Row = Omit<View, 'customer' | 'warehouse' | 'announcedAt'> & {
  announcedAt: Date
  customerId: string
  customerName: string
  warehouseId: string
  warehouseName: string
}

/** Which returns `r` the actor may see: of its customers, to its warehouses. Whoever sees one carrier's part sees none. */
export function returnScope(ctx: Ctx): RawBuilder<boolean> {
  if (ctx.actor.scopes.carrier) return sql<boolean>`false`
  return sql<boolean>`${inScope(ctx, 'customer', 'r.customer_id')} and ${inScope(ctx, 'warehouse', 'r.warehouse_id')}`
}

const returnSql: ListSql<typeof returnList> = {
  fields: {
    state: sql`r.state`,
    reason: sql`r.reason`,
    customerId: sql`r.customer_id`,
    orderId: sql`r.order_id`,
    warehouseId: sql`r.warehouse_id`,
    announced: sql`r.announced_at`,
    expected: sql`r.expected_on`,
  },
  sorts: {
    announced: sql`r.announced_at`,
    expected: sql`r.expected_on`,
    number: sql`r.number`,
    state: sql`r.state`,
  },
  tie: sql`r.id`,
  tieType: 'uuid',
}

const sumOf = (column: string) => sql`(
  select coalesce(sum(${sql.ref(`l.${column}`)}), 0)::bigint from return_line l where l.tenant_id = r.tenant_id and l.return_id = r.id)`

const columns = sql`
  r.id, r.number, r.order_id as "orderId", o.number as "orderNumber", r.customer_id as "customerId", c.shown_name as "customerName",
  r.warehouse_id as "warehouseId", w.name as "warehouseName", r.reason, r.state, r.waybill, to_char(r.expected_on, 'YYYY-MM-DD') as "expectedOn",
  r.announced_at as "announcedAt", u.name as "announcedBy", ${sumOf('quantity')} as quantity, ${sumOf('restocked')} as restocked,
  ${sumOf('unsaleable')} as unsaleable`
const from = sql`return_order r
  join sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
  join party c on c.tenant_id = r.tenant_id and c.id = r.customer_id
  join warehouse w on w.tenant_id = r.tenant_id and w.id = r.warehouse_id
  left join app_user u on u.tenant_id = r.tenant_id and u.id = r.announced_by`

/** Returns, newest first. `search`: the return's, the order's or the parcel's number. */
export async function listReturns(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const like = search ? containing(search) : null
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: returnList, sql: returnSql }, asked), {
    columns,
    from,
    where: sql`r.tenant_id = ${ctx.tenant.id} and ${returnScope(ctx)}
      and (${like}::text is null or r.number ilike ${like}::text or o.number ilike ${like}::text or r.waybill ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

export async function getReturn(ctx: Ctx, id: string): Promise<Detail> {
  type Full = Row &
    Omit<Detail, keyof View | 'endedAt' | 'arrivals'> & { endedAt: Date | null; arrivals: Detail['arrivals'] }
  const row = await ctx.db.one(
    sql<Full>`
    select ${columns}, r.note, r.ended_at as "endedAt", e.name as "endedBy", r.end_reason as "endReason", r.version, ${linesOf} as lines, ${arrivalsOf} as arrivals
    from ${from} left join app_user e on e.tenant_id = r.tenant_id and e.id = r.ended_by
    where r.tenant_id = ${ctx.tenant.id} and r.id = ${id} and ${returnScope(ctx)}`,
    'return',
  )
  const { note, endedAt, endedBy, endReason, version, lines, arrivals } = row
  return {
    ...viewOf(row),
    note,
    endedAt: endedAt?.toISOString() ?? null,
    endedBy,
    endReason,
    version,
    lines,
    arrivals: arrivals.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
  }
}

const linesOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'lineNo', ol.line_no, 'productId', l.product_id, 'sku', g.sku, 'productName', g.name, 'unit', g.unit,
    'quantity', l.quantity, 'restocked', l.restocked, 'unsaleable', l.unsaleable) order by ol.line_no), '[]')
  from return_line l join order_line ol on ol.tenant_id = l.tenant_id and ol.id = l.order_line_id join product g on g.tenant_id = l.tenant_id and g.id = l.product_id
  where l.tenant_id = r.tenant_id and l.return_id = r.id)`

const arrivalsOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'at', a.arrived_at, 'by', b.name, 'receiptId', a.receipt_id, 'receiptNumber', gr.number, 'note', a.note,
    'lines', (select jsonb_agg(jsonb_build_object('lineId', al.line_id, 'lineNo', ol.line_no, 'sku', g.sku, 'restocked', al.restocked, 'unsaleable', al.unsaleable,
        'condition', al.condition) order by ol.line_no)
      from return_arrival_line al join return_line l on l.tenant_id = al.tenant_id and l.id = al.line_id
      join order_line ol on ol.tenant_id = l.tenant_id and ol.id = l.order_line_id join product g on g.tenant_id = l.tenant_id and g.id = l.product_id
      where al.tenant_id = a.tenant_id and al.arrival_id = a.id)) order by a.arrived_at, a.id), '[]')
  from return_arrival a left join app_user b on b.tenant_id = a.tenant_id and b.id = a.received_by
  left join goods_receipt gr on gr.tenant_id = a.tenant_id and gr.id = a.receipt_id
  where a.tenant_id = r.tenant_id and a.return_id = r.id)`

/** What of an order can come back: what left, less what other returns speak of already. */
export async function getReturnable(ctx: Ctx, orderId: string): Promise<z.infer<typeof Returnable>> {
  const order = await ctx.db.maybe(sql<z.infer<typeof Returnable>>`
    select o.id as "orderId", o.number as "orderNumber",
      (select coalesce(jsonb_agg(jsonb_build_object('orderLineId', l.id, 'lineNo', l.line_no, 'sku', g.sku, 'productName', g.name, 'unit', g.unit,
          'shipped', l.shipped, 'returning', b.n, 'left', greatest(0, l.shipped - b.n)) order by l.line_no), '[]')
        from order_line l join product g on g.tenant_id = l.tenant_id and g.id = l.product_id cross join lateral (${returningOf}) b
        where l.tenant_id = o.tenant_id and l.order_id = o.id and l.shipped > 0) as lines,
      (select coalesce(jsonb_agg(distinct jsonb_build_object('id', w.id, 'name', w.name)), '[]')
        from shipment s join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id and w.archived_at is null
        where s.tenant_id = o.tenant_id and s.order_id = o.id and s.handed_over_at is not null and ${inScope(ctx, 'warehouse', 's.warehouse_id')}) as warehouses
    from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${visible(ctx)}`)
  if (!order) throw new NotFound('order')
  return order
}

/** SQL: how much of the order line `l` returns speak of: all that is announced, only what came where one ended short. */
export const returningOf = sql`
  select coalesce(sum(case when r.state in ('closed', 'cancelled') then rl.restocked + rl.unsaleable else rl.quantity end), 0)::bigint as n
  from return_line rl join return_order r on r.tenant_id = rl.tenant_id and r.id = rl.return_id
  where rl.tenant_id = l.tenant_id and rl.order_line_id = l.id`

function viewOf(row: Row): View {
  return {
    id: row.id,
    number: row.number,
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    customer: {
      id: row.customerId,
      name: row.customerName,
    },
    warehouse: { id: row.warehouseId, name: row.warehouseName },
    reason: row.reason,
    state: row.state,
    waybill: row.waybill,
    expectedOn: row.expectedOn,
    announcedAt: row.announcedAt.toISOString(),
    announcedBy: row.announcedBy,
    quantity: row.quantity,
    restocked: row.restocked,
    unsaleable: row.unsaleable,
  }
}
