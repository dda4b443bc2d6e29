import { sql } from '#platform/db.ts'
import type { RecordKind, RecordTitle, SettingKind } from '#platform/records.ts'
import { handoverScope } from './queries.ts'

export const handoversRecords: readonly RecordKind[] = [
  {
    type: 'handover_list',
    permission: 'handover.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select h.id, h.number as title, k.shown_name as detail from handover_list h join party k on k.tenant_id = h.tenant_id and k.id = h.carrier_id
        where h.tenant_id = ${ctx.tenant.id} and h.id = any(${ids}::uuid[]) and ${handoverScope(ctx)}`),
  },
]

const RULE = { zh: '揽收通知规则：', en: 'Pick-up rule: ' }

export const handoversSettings: readonly SettingKind[] = [
  {
    type: 'pickup_rule',
    permission: 'handover.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select r.id, ${RULE[ctx.locale]}::text || k.shown_name as title, null::text as detail from pickup_rule r
        join party k on k.tenant_id = r.tenant_id and k.id = r.carrier_id
        where r.tenant_id = ${ctx.tenant.id} and r.id = any(${ids}::uuid[])`),
    uses: ({ tenant: { id: t } }, id) => [
      ['customer', sql`select carrier_id from pickup_rule where tenant_id = ${t} and id = ${id}`],
      [
        'handover_list',
        sql`select h.id from handover_list h join pickup_rule r on r.tenant_id = h.tenant_id and r.carrier_id = h.carrier_id
          where h.tenant_id = ${t} and r.id = ${id} and h.request <> 'none' order by h.made_at desc`,
      ],
    ],
  },
]
