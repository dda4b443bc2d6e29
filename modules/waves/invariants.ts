import type { Invariant } from '#modules/inventory/invariants.ts'
import { sql } from '#platform/db.ts'

const BROKEN_MAX = 100

export const waveInvariants: Invariant[] = [
  {
    name: 'wave.passage_while_applied',
    describe: {
      zh: '只有执行中的合并分配占用中转库存',
      en: 'Only a joint allocation that is being applied has goods in passage',
    },
    query: (ctx) => sql`
      select distinct p.holder_id as "holderId" from stock_passage p
      left join wave w on w.tenant_id = p.tenant_id and w.id = p.holder_id and w.state = 'applying'
      where p.tenant_id = ${ctx.tenant.id} and w.id is null limit ${BROKEN_MAX}`,
  },
]
