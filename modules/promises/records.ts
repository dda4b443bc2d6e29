import { sql } from '#platform/db.ts'
import type { RecordKind } from '#platform/records.ts'
import { type PromiseKind, kindNames } from './promise.ts'
import { scoped } from './views.ts'

type Row = { id: string; kind: PromiseKind; number: string | null; due: string }

/** A promise is known by the root of its chain; any row of the chain finds it too. */
export const promisesRecords: readonly RecordKind[] = [
  {
    type: 'promise',
    permission: 'promise.read',
    find: async (ctx, ids) => {
      const rows = await ctx.db.all(sql<Row>`
        select p.id, p.kind, coalesce(h.number, o.number) as number, to_char(p.due_at at time zone ${ctx.tenant.zone}, 'YYYY-MM-DD HH24:MI') as due
        from promise p
        left join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
        left join shipment h on p.subject_type = 'shipment' and h.tenant_id = p.tenant_id and h.id = p.subject_id
        where p.tenant_id = ${ctx.tenant.id} and p.id = any(${ids}::uuid[]) and ${scoped(ctx)}`)
      return rows.map(({ id, kind, number, due }) => ({
        id,
        title: [kindNames[kind][ctx.locale], ...(number ? [number] : [])].join(' · '),
        detail: due,
      }))
    },
  },
]
