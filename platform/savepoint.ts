import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'

/** Does work that may fail without taking the transaction with it: what it wrote and announced is gone, the rest stays. */
export async function inSavepoint<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  const [events, atCommit] = [ctx.events.length, ctx.atCommit.length]
  await ctx.db.run(sql`savepoint part`)
  try {
    const result = await work()
    await ctx.db.run(sql`release savepoint part`)
    return result
  } catch (error) {
    ctx.events.length = events
    ctx.atCommit.length = atCommit
    await ctx.db.run(sql`rollback to savepoint part`)
    throw error
  }
}
