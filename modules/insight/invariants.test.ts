import { expect, test } from 'vitest'
import { type Ctx, flush } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { makeFactWorld, makeOrder } from '#platform/testing/order-facts.ts'
import { world } from '#platform/testing/world.ts'
import { insightInvariants } from './invariants.ts'
import { refreshRollups } from './rollups.ts'

const w = world()

async function broken(ctx: Ctx): Promise<string[]> {
  await flush(ctx)
  const names: string[] = []
  for (const { name, query } of insightInvariants)
    if ((await ctx.db.all(query(ctx))).length > 0) names.push(name)
  return names
}

test.each([
  [sql`update kpi_rollup set n = n + 1 where dimension = 'all' and kpi_id = 'fill_rate_line'`],
  [
    sql`update kpi_rollup set numerator = numerator + 1 where dimension = 'warehouse' and kpi_id = 'fill_rate_unit'`,
  ],
  [sql`delete from kpi_rollup where dimension = 'all' and kpi_id = 'fill_rate_unit'`],
])('daily sums that do not add up are listed', async (harm) => {
  await w.rolledBack(async (ctx) => {
    const facts = await makeFactWorld(ctx)
    await makeOrder(ctx, facts, {
      customer: facts.customers[0] ?? '',
      placed: '2026-03-30T04:00:00Z',
      lines: [{ quantity: 10, due: '2026-04-02T04:00:00Z', filledFirst: 7 }],
    })
    await flush(ctx)
    await refreshRollups(ctx, { force: true })
    expect(await broken(ctx)).toEqual([])
    await ctx.db.run(harm)
    expect(await broken(ctx)).toEqual(['kpi_rollup.parts_equal_whole'])
  })
})
