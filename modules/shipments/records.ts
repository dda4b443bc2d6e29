import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle } from '#platform/records.ts'
import { shipmentScope } from './queries.ts'

export const shipmentsRecords: readonly RecordKind[] = [
  {
    type: 'shipment',
    permission: 'shipment.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select s.id, s.number as title, s.waybill as detail from shipment s
        where s.tenant_id = ${ctx.tenant.id} and s.id = any(${ids}::uuid[]) and ${shipmentScope(ctx)}`),
  },
]
