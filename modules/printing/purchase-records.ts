import { areaName } from '#modules/customers/divisions.ts'
import { purchaseScope } from '#modules/purchasing/on-order.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { PrintedPurchase } from './print-data.ts'

type Row = Omit<PrintedPurchase, 'subject' | 'warehouse'> & {
  warehouse: {
    id: string
    code: string
    name: string
    street: string
    country: string
    province: string
    city: string
  }
}

/** Orders to suppliers as they are printed. What the supplier asks is left out where `showsPrices` is false. */
export async function readPurchases(
  ctx: Ctx,
  ids: readonly string[],
  showsPrices: boolean,
): Promise<PrintedPurchase[]> {
  const rows = await ctx.db.all(sql<Row>`
    select o.id, o.number, o.state, o.note, o.drafted_at as "draftedAt", coalesce(o.currency, ${ctx.tenant.currency}) as currency,
      o.supplier_ref as "supplierRef", o.customer_ref as "customerRef",
      jsonb_build_object('id', s.id, 'number', s.number, 'name', s.name, 'locale', s.preferred_locale, 'isPerson', s.kind = 'person') as supplier,
      case when c.id is not null then jsonb_build_object('id', c.id, 'number', c.number, 'name', c.name, 'locale', c.preferred_locale,
        'isPerson', c.kind = 'person') end as customer,
      jsonb_build_object('id', w.id, 'code', w.code, 'name', w.name, 'street', w.street, 'country', w.country, 'province', w.province,
        'city', w.city) as warehouse,
      (select coalesce(jsonb_agg(jsonb_build_object('lineNo', l.line_no, 'sku', g.sku, 'name', g.name, 'unit', g.unit, 'quantity', l.quantity,
          'wantedOn', coalesce(l.confirmed_on, l.wanted_on), 'unitPriceMinor', case when ${showsPrices} then l.unit_price_minor end) order by l.line_no), '[]')
        from purchase_line l join product g on g.tenant_id = l.tenant_id and g.id = l.product_id
        where l.tenant_id = o.tenant_id and l.purchase_id = o.id) as lines
    from purchase_order o
    join party s on s.tenant_id = o.tenant_id and s.id = o.supplier_id
    join warehouse w on w.tenant_id = o.tenant_id and w.id = o.warehouse_id
    left join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    where o.tenant_id = ${ctx.tenant.id} and o.id = any(${ids}::uuid[]) and ${purchaseScope(ctx)}`)
  return rows.map(({ warehouse: { id, code, name, street, ...place }, ...row }) => ({
    ...row,
    subject: 'purchase_order',
    draftedAt: new Date(row.draftedAt).toISOString(),
    warehouse: { id, code, name, street, area: areaName({ ...place, district: '' }) },
  }))
}
