import type { Invariant } from '#modules/inventory/invariants.ts'
import { sql } from '#platform/db.ts'

const BROKEN_MAX = 100

/** What must hold of purchase orders at every moment. */
export const purchasingInvariants: Invariant[] = [
  {
    name: 'purchase.received_equals_receipts',
    describe: {
      zh: '采购订单行的到货数等于其收货单实收之和',
      en: 'What a line received equals what its receipts accepted',
    },
    query: (ctx) => sql`
      select l.id as "lineId", l.received, g.accepted from purchase_line l left join (
        select r.purchase_id, rl.product_id, sum(rl.accepted)::bigint as accepted
        from goods_receipt r join goods_receipt_line rl on rl.tenant_id = r.tenant_id and rl.receipt_id = r.id
        where r.tenant_id = ${ctx.tenant.id} and r.purchase_id is not null group by r.purchase_id, rl.product_id) g
        on g.purchase_id = l.purchase_id and g.product_id = l.product_id
      where l.tenant_id = ${ctx.tenant.id} and l.received <> coalesce(g.accepted, 0) limit ${BROKEN_MAX}`,
  },
  {
    name: 'purchase.state_follows_goods',
    describe: {
      zh: '采购订单的状态与到货数相符',
      en: 'An order is received when nothing is missing, and has come in parts when something has',
    },
    query: (ctx) => sql`
      select o.id, o.state, t.missing, t.came from purchase_order o cross join lateral (
        select count(*) filter (where l.received < l.quantity) as missing,
          exists (select 1 from goods_receipt r where r.tenant_id = o.tenant_id and r.purchase_id = o.id) as came
        from purchase_line l where l.tenant_id = o.tenant_id and l.purchase_id = o.id) t
      where o.tenant_id = ${ctx.tenant.id} and ((o.state = 'received') <> (t.missing = 0 and t.came) or (o.state in ('receiving', 'received', 'closed')) <> t.came)
      limit ${BROKEN_MAX}`,
  },
]
