import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { orderingRoles } from './party.ts'

/** Numbers of the customers in sight who may order, by name; null where several have it. */
export async function buyerNumbers(ctx: Ctx, names: readonly string[]): Promise<Map<string, string | null>> {
  const named = names.filter((name) => name !== '')
  if (named.length === 0) return new Map()
  const rows = await ctx.db.all(sql<{ name: string; numbers: string[] }>`
    select p.name, array_agg(p.number order by p.number) as numbers from party p
    where p.tenant_id = ${ctx.tenant.id} and p.name = any(${named}::text[]) and p.archived_at is null
      and p.roles && ${[...orderingRoles]}::text[] and ${inScope(ctx, 'customer', 'p.id')}
    group by p.name`)
  return new Map(rows.map(({ name, numbers }) => [name, numbers.length === 1 ? (numbers[0] ?? null) : null]))
}
