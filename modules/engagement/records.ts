import { sql } from '#platform/db.ts'
import type { RecordTitle, SettingKind } from '#platform/records.ts'

const TITLE = { zh: '客户通知规则', en: 'Rule of notices to customers' }

export const engagementSettings: readonly SettingKind[] = [
  {
    type: 'delay_notice_rule',
    permission: 'inside.read',
    find: (ctx, ids) =>
      ctx.db.all(sql<RecordTitle>`
        select r.id, ${TITLE[ctx.locale]}::text as title, null::text as detail from delay_notice_rule r
        where r.tenant_id = ${ctx.tenant.id} and r.id = any(${ids}::uuid[])`),
    uses: ({ tenant: { id: t } }) => [
      [
        'order',
        sql`select order_id from customer_notice where tenant_id = ${t} group by order_id order by max(made_at) desc`,
      ],
    ],
  },
]
