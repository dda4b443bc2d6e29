import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import type { Bilingual } from '#platform/text.ts'

const BROKEN_MAX = 100

/** What must hold of the ledger at every moment; `bin/nuoda verify` asks all of them. */
export const promiseInvariants: {
  name: string
  describe: Bilingual
  query: (ctx: Ctx) => RawBuilder<unknown>
}[] = [
  {
    name: 'promise.one_head_per_chain',
    describe: {
      zh: '每条承诺链最多只有一个被监视的现行承诺',
      en: 'A chain has at most one promise that is watched',
    },
    query: (ctx) => sql`
      select root_id as "rootId", count(*)::int as heads from promise
      where tenant_id = ${ctx.tenant.id} and watch_at is not null group by root_id having count(*) > 1 limit ${BROKEN_MAX}`,
  },
  {
    name: 'promise.ended_is_not_watched',
    describe: { zh: '已了结的承诺不再被监视', en: 'An ended promise is not watched' },
    query: (ctx) => sql`
      select p.id, e.outcome from promise p join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id
      where p.tenant_id = ${ctx.tenant.id} and p.watch_at is not null limit ${BROKEN_MAX}`,
  },
  {
    name: 'promise.open_is_watched',
    describe: {
      zh: '未了结的承诺必有一个现行承诺被监视',
      en: 'A chain without an end has a promise that is watched',
    },
    query: (ctx) => sql`
      select p.id, p.kind from promise p
      where p.tenant_id = ${ctx.tenant.id} and p.id = p.root_id
        and not exists (select 1 from promise_end e where e.tenant_id = p.tenant_id and e.root_id = p.id)
        and not exists (select 1 from promise h where h.tenant_id = p.tenant_id and h.root_id = p.id and h.watch_at is not null)
      limit ${BROKEN_MAX}`,
  },
]
