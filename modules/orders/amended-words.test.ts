import { beforeAll, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { world } from '#platform/testing/world.ts'
import { amendOrder } from './amendments.ts'
import { MONDAY, orderOf, shelf } from './fixture.ts'
import { placeOrder } from './orders.ts'
import { getOrder } from './queries.ts'

const w = world()
beforeAll(() => w.setNow(MONDAY))

test.each([
  ['a note moves neither stock nor promises', { note: '请电话预约' }, 0],
  ['to be urgent is planned anew', { note: '请电话预约', urgent: true }, 1],
])('%s', async (_name, change, plansAnew) => {
  await w.rolledBack(async (ctx) => {
    const { id } = await placeOrder(ctx, orderOf(await shelf(ctx)))
    const before = await getOrder(ctx, id)
    const plans = async () => {
      const { n } = await ctx.db.one(
        sql<{ n: number }>`select count(*)::int as n from order_allocation where order_id = ${id}`,
      )
      return n
    }
    const planned = await plans()
    await amendOrder(ctx, { id, version: 1, reason: '客户来电', lines: [], addLines: [], ...change })
    expect(await plans()).toBe(planned + plansAnew)
    const after = await getOrder(ctx, id)
    expect(after).toMatchObject({ note: '请电话预约', version: 2, state: before.state, lines: before.lines })
    expect(ctx.events.map(({ type }) => type)).toContain('order.amended')
  })
})
