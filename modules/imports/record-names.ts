import { sql } from '#platform/db.ts'
import type { ImportKind } from './kind-names.ts'

type Named = { id: string; name: string } | null

/** SQL: the record that row `r` became, as `{ id, name }`. */
export function recordName(kind: ImportKind) {
  switch (kind) {
    case 'orders':
      return sql<Named>`(select jsonb_build_object('id', o.id, 'name', o.number) from sales_order o where o.tenant_id = r.tenant_id and o.id = r.result_id)`
    case 'customers':
      return sql<Named>`(select jsonb_build_object('id', p.id, 'name', p.number) from party p where p.tenant_id = r.tenant_id and p.id = r.result_id)`
    case 'shipments':
      return sql<Named>`(select jsonb_build_object('id', s.id, 'name', s.number) from shipment s where s.tenant_id = r.tenant_id and s.id = r.result_id)`
    case 'products':
    case 'stock':
      return sql<Named>`(select jsonb_build_object('id', p.id, 'name', p.sku) from product p where p.tenant_id = r.tenant_id and p.id = r.result_id)`
  }
}
