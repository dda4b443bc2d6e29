import type { z } from 'zod'
import { maskName } from '#modules/customers/privacy.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { type TrailRow, trailList } from './product-trail.ts'
import { shipmentScope } from './queries.ts'

type View = z.infer<typeof TrailRow>
type Row = Omit<View, 'handedOverAt' | 'deliveredAt'> & {
  handedOverAt: Date
  deliveredAt: Date | null
  customerKind: string
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

/** What left, line by line, latest first. `search`: the product, the order, the shipment or its waybill. */
export async function listProductTrail(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const like = search ? `%${search.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%` : null
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: trailList, sql: trailSql }, asked), {
    columns: sql`
      l.id, jsonb_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'unit', p.unit) as product, jsonb_build_object('id', c.id, 'name', c.name) as customer,
      c.kind as "customerKind", jsonb_build_object('id', o.id, 'number', o.number) as "order", jsonb_build_object('id', s.id, 'number', s.number) as shipment,
      s.waybill, jsonb_build_object('id', w.id, 'name', w.name) as warehouse,
      jsonb_build_object('country', o.country, 'province', o.province, 'city', o.city) as destination,
      l.quantity - l.short_loaded as sent, l.delivered, l.damaged, s.handed_over_at as "handedOverAt", s.delivered_at as "deliveredAt"`,
    from: sql`shipment s
      join shipment_line l on l.tenant_id = s.tenant_id and l.shipment_id = s.id
      join order_line ol on ol.tenant_id = l.tenant_id and ol.id = l.order_line_id
      join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
      join product p on p.tenant_id = ol.tenant_id and p.id = ol.product_id
      join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
      join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id`,
    where: sql`s.tenant_id = ${ctx.tenant.id} and s.handed_over_at is not null and s.state <> 'cancelled' and ${shipmentScope(ctx)}
      and (${like}::text is null or p.sku ilike ${like}::text or p.name ilike ${like}::text or o.number ilike ${like}::text
        or s.number ilike ${like}::text or s.waybill ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

function viewOf({ customerKind, ...row }: Row): View {
  const { customer } = row
  return {
    ...row,
    customer: customerKind === 'person' ? { ...customer, name: maskName(customer.name) } : customer,
    handedOverAt: row.handedOverAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  }
}
