import type { Invariant } from '#modules/inventory/invariants.ts'
import { sql } from '#platform/db.ts'

const BROKEN_MAX = 100

/** What must hold of hand-over lists at every moment. */
export const handoverInvariants: Invariant[] = [
  {
    name: 'handover.signed_means_gone',
    describe: {
      zh: '已交接的交接单上，实装大于零的发运单都已离开仓库',
      en: 'What a signed list says is loaded has left the warehouse',
    },
    query: (ctx) => sql`
      select h.number, s.number as shipment, s.state, i.loaded from handover_list h
      join handover_item i on i.tenant_id = h.tenant_id and i.list_id = h.id join shipment s on s.tenant_id = i.tenant_id and s.id = i.shipment_id
      where h.tenant_id = ${ctx.tenant.id} and h.state = 'handed_over'
        and (i.loaded is null or (i.loaded > 0) <> i.holds or (i.loaded > 0 and s.handed_over_at is null))
      limit ${BROKEN_MAX}`,
  },
]
