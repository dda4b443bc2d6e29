import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

const FOREIGN_KEY = '23503'

/**
 * Erases records that nothing refers to and gives the ids of those erased. The database's foreign keys decide: when they refuse a lot, its
 * halves are tried, down to the single record that is in use.
 */
export async function eraseEach(
  ctx: Ctx,
  ids: readonly string[],
  erase: (ids: readonly string[]) => Promise<Set<string>>,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  await ctx.db.run(sql`savepoint erase_each`)
  try {
    const erased = await erase(ids)
    await ctx.db.run(sql`release savepoint erase_each`)
    return erased
  } catch (error) {
    if ((error as { code?: string }).code !== FOREIGN_KEY) throw error
    await ctx.db.run(sql`rollback to savepoint erase_each`)
  }
  if (ids.length === 1) return new Set()
  const half = Math.ceil(ids.length / 2)
  const first = await eraseEach(ctx, ids.slice(0, half), erase)
  const second = await eraseEach(ctx, ids.slice(half), erase)
  return new Set([...first, ...second])
}
