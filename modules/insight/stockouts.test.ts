import { expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { makeFactWorld, makeOrder, makeShortage } from '#platform/testing/order-facts.ts'
import { world } from '#platform/testing/world.ts'
import { listKpiRows } from './queries.ts'
import { readKpi } from './read-kpi.ts'

const w = world()

test('stockouts by cause open to their rows; what was written before there was a list keeps its words', async () => {
  const { result } = await w.rolledBack(async (ctx) => {
    const f = await makeFactWorld(ctx)
    const customer = f.customers[0]!
    const order = await makeOrder(ctx, f, {
      customer,
      placed: '2026-03-01T00:00:00Z',
      lines: [{ filledFirst: 0 }],
    })
    const short = { order, customer, product: f.products[0]!, quantity: 4, detected: '2026-03-01T00:00:00Z' }
    await makeShortage(ctx, { ...short, decision: 'backorder' })
    await makeShortage(ctx, { ...short, decision: 'backorder', closed: '2026-03-02T00:00:00Z' })
    await makeShortage(ctx, short)
    await ctx.db.run(sql`
      update shortage set cause = case when decision is null then 'supplier_late' when closed_at is null then '海关扣货' end
      where tenant_id = ${ctx.tenant.id}`)
    const { numerator, groups } = await readKpi(ctx, { id: 'stockout_count', by: 'cause' })
    const filter = { cause: 'supplier_late', product: f.products[0]!, customer }
    const { rows } = await listKpiRows(ctx, { id: 'stockout_count', filter, limit: 10 })
    return {
      numerator,
      groups: (groups ?? []).map((g) => [g.key, g.label, g.numerator]),
      rows: rows.map((row) => row.cause),
    }
  })
  expect(result).toMatchObject({ numerator: 3, rows: ['供应商延迟交货'] })
  expect(result.groups.toSorted()).toEqual([
    ['', '原因未定', 1],
    ['supplier_late', '供应商延迟交货', 1],
    ['海关扣货', '海关扣货', 1],
  ])
})
