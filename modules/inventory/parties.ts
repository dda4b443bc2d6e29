import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FieldProblem, Invalid } from '#platform/errors.ts'

type Named = { id: string | null | undefined; /** The field that names it. */ path: string }

const texts = {
  supplier: { zh: '请选择有“供应商”角色的往来单位', en: 'Choose a party that is a supplier' },
  carrier: { zh: '请选择有“承运商”角色的往来单位', en: 'Choose a party that is a carrier' },
}

/** Each party named must be there, in use, and have the role; the answer names the field. */
export async function refuseUnknownParties(
  ctx: Ctx,
  role: keyof typeof texts,
  named: readonly Named[],
): Promise<void> {
  const ids = [...new Set(named.flatMap(({ id }) => (id ? [id] : [])))]
  if (ids.length === 0) return
  const known = await ctx.db.all(sql<{ id: string }>`
    select id from party where tenant_id = ${ctx.tenant.id} and id = any(${ids}::uuid[]) and ${role} = any(roles) and archived_at is null`)
  const found = new Set(known.map((party) => party.id))
  const problems = named.flatMap(({ id, path }): FieldProblem[] =>
    id && !found.has(id) ? [{ path, message: texts[role] }] : [],
  )
  if (problems.length > 0) throw new Invalid(problems)
}
