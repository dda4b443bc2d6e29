import { areaName } from '#modules/customers/divisions.ts'
import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { type TrailRow, trailList } from './product-trail.ts'
import { shipmentScope } from './queries.ts'

type View = z.infer<typeof TrailRow>
type Row = Omit<View, 'handedOverAt' | 'deliveredAt' | 'order' | 'destination'> & {
  handedOverAt: Date
  deliveredAt: Date | null
  order: View['order'] & Omit<View['destination'], 'name'>
}

// A product is looked up by its order lines: there is an index of them.
const trailSql: ListSql<typeof trailList> = {
  fields: {
    productId: sql`ol.product_id`,
    customerId: sql`s.customer_id`,
    warehouseId: sql`s.warehouse_id`,
    handedOver: sql`s.handed_over_at`,
    delivered: sql`s.delivered_at`,
  },
  sorts: { handedOver: sql`s.handed_over_at`, delivered: sql`s.delivered_at` },
  tie: sql`l.id`,
  tieType: 'uuid',
}

// Looked up for the rows of the page alone: PostgreSQL works such columns out after the limit.
const columns = sql`
  l.id, s.waybill, l.quantity - l.short_loaded as sent, l.delivered, l.damaged, s.handed_over_at as "handedOverAt", s.delivered_at as "deliveredAt",
  jsonb_build_object('id', s.id, 'number', s.number) as shipment,
  (select jsonb_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'unit', p.unit) from product p
    where p.tenant_id = ol.tenant_id and p.id = ol.product_id) as product,
  (select jsonb_build_object('id', c.id, 'name', c.shown_name) from party c where c.tenant_id = s.tenant_id and c.id = s.customer_id) as customer,
  (select jsonb_build_object('id', w.id, 'name', w.name) from warehouse w where w.tenant_id = s.tenant_id and w.id = s.warehouse_id) as warehouse,
  (select jsonb_build_object('id', o.id, 'number', o.number, 'country', o.country, 'province', o.province, 'city', o.city)
    from sales_order o where o.tenant_id = s.tenant_id and o.id = s.order_id) as "order"`

const PRODUCTS_MAX = 50

/** What left, line by line, latest first. `search`: a part of the product's code or name. */
export async function listProductTrail(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const like = containing(search ?? '')
  const named = sql`ol.product_id = any(array(
    select p.id from product p where p.tenant_id = ${ctx.tenant.id} and (p.sku ilike ${like} or p.name ilike ${like}) order by p.sku limit ${PRODUCTS_MAX}))`
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: trailList, sql: trailSql }, asked), {
    columns,
    from: sql`shipment s
      join shipment_line l on l.tenant_id = s.tenant_id and l.shipment_id = s.id
      join order_line ol on ol.tenant_id = l.tenant_id and ol.id = l.order_line_id`,
    where: sql`s.tenant_id = ${ctx.tenant.id} and s.handed_over_at is not null and s.state <> 'cancelled' and ${shipmentScope(ctx)}
      and ${search ? named : sql`true`}`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

function viewOf({ order, ...row }: Row): View {
  const { id, number, ...destination } = order
  return {
    ...row,
    order: { id, number },
    destination: { ...destination, name: areaName({ ...destination, district: '' }) },
    handedOverAt: row.handedOverAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  }
}
