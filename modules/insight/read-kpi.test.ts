import { describe, expect, test } from 'vitest'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { type FactWorld, makeFactWorld, makeOrder, makeShipment } from '#platform/testing/order-facts.ts'
import { world } from '#platform/testing/world.ts'
import { otifDefaults } from './otif.ts'
import { listKpiRows } from './queries.ts'
import { readKpi } from './read-kpi.ts'
import { refreshRollups } from './rollups.ts'

const w = world()
const NOW = '2026-03-31T04:00:00Z'

async function inFacts<T>(work: (ctx: Ctx, f: FactWorld) => Promise<T>): Promise<T> {
  w.setNow(NOW)
  return (await w.rolledBack(async (ctx) => work(ctx, await makeFactWorld(ctx)))).result
}

describe('reading', () => {
  test('no data is null, not 0 and not 100 %; a count of nothing is 0', async () => {
    const result = await inFacts(async (ctx) => [
      await readKpi(ctx, { id: 'on_time_delivery', by: 'month' }),
      await readKpi(ctx, { id: 'order_cycle_time' }),
      await readKpi(ctx, { id: 'backorder_count' }),
    ])
    expect(result[0]).toMatchObject({ value: null, low: null, high: null, n: 0, denominator: 0, groups: [] })
    expect(result[1]).toMatchObject({ value: null, n: 0 })
    expect(result[2]).toMatchObject({ value: 0, n: 0 })
  })

  test('days are the tenant’s: both ends included', async () => {
    const result = await inFacts(async (ctx, f) => {
      for (const due of [
        '2026-02-28T15:59:59Z',
        '2026-02-28T16:00:00Z',
        '2026-03-02T15:59:59Z',
        '2026-03-02T16:00:00Z',
      ])
        await makeOrder(ctx, f, {
          customer: f.customers[0]!,
          placed: '2026-02-01T00:00:00Z',
          lines: [{ due, done: due }],
        })
      const facts = await readKpi(ctx, {
        id: 'on_time_delivery',
        from: '2026-03-01',
        to: '2026-03-02',
        by: 'day',
        filter: { customer: f.customers[0]! },
      })
      await refreshRollups(ctx)
      return [
        facts,
        await readKpi(ctx, { id: 'on_time_delivery', from: '2026-03-01', to: '2026-03-02', by: 'day' }),
      ]
    })
    for (const r of result)
      expect(r?.groups?.map((g) => [g.key, g.n])).toEqual([
        ['2026-03-01', 1],
        ['2026-03-02', 1],
      ])
  })

  test('a dimension it does not have is refused with the list of those it has', async () => {
    await expect(
      inFacts((ctx) => readKpi(ctx, { id: 'on_time_delivery', by: 'colour' })),
    ).rejects.toMatchObject({
      problems: [{ path: 'by', message: { en: expect.stringContaining('month, quarter, year, customer') } }],
    })
    await expect(inFacts((ctx) => readKpi(ctx, { id: 'perfect_order', by: 'product' }))).rejects.toThrow(
      'request.invalid',
    )
    await expect(inFacts((ctx) => readKpi(ctx, { id: 'nonsense' }))).rejects.toThrow('KPI not found')
  })

  test('asked for one customer, every KPI says what its group of that customer says', async () => {
    const wrong = await inFacts(async (ctx, f) => {
      const { definitions } = await import('./definitions.ts')
      const { dimensionsOf } = await import('./kpi-sql.ts')
      for (const [i, customer] of f.customers.slice(0, 2).entries())
        for (const due of ['2026-01-05T00:00:00Z', '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z'].slice(i))
          await makeOrder(ctx, f, {
            customer,
            placed: '2026-01-01T00:00:00Z',
            delivered: due,
            lines: [{ due, done: due }, { due }],
          })
      const otifs = [
        undefined,
        { ...otifDefaults, level: 'line' as const, anchor: 'promised_first' as const },
      ]
      const periods = [{}, { from: '2025-04-01', to: '2026-02-28' }, { from: '2026-02-01', to: '2026-02-28' }]
      const bad: string[] = []
      const questions = definitions
        .filter((d) => dimensionsOf(d).includes('customer'))
        .flatMap(({ id }) =>
          (id === 'otif' ? otifs : [undefined]).map((otif) => ({ id, ...(otif ? { otif } : {}) })),
        )
        .flatMap((question) => periods.map((period) => ({ ...question, ...period })))
      for (const question of questions) {
        const { groups = [] } = await readKpi(ctx, { ...question, by: 'customer' })
        for (const { key, n, numerator, denominator } of groups) {
          const one = await readKpi(ctx, { ...question, filter: { customer: key } })
          const same = one.n === n && one.numerator === numerator && one.denominator === denominator
          if (!same) bad.push(`${JSON.stringify(question)}: ${one.n} instead of ${n}`)
        }
      }
      return bad
    })
    expect(wrong).toEqual([])
  })

  test('every KPI reads by every dimension it claims, and the groups add up to the whole', async () => {
    const wrong = await inFacts(async (ctx, f) => {
      const { definitions } = await import('./definitions.ts')
      const { dimensionsOf } = await import('./kpi-sql.ts')
      const made = await makeOrder(ctx, f, {
        customer: f.customers[1]!,
        placed: '2026-03-01T00:00:00Z',
        delivered: '2026-03-10T00:00:00Z',
        class: 'A',
        lines: [
          { due: '2026-03-10T00:00:00Z', done: '2026-03-10T00:00:00Z' },
          { due: '2026-03-11T00:00:00Z', warehouse: f.warehouses[1]! },
        ],
      })
      await makeShipment(ctx, f, {
        order: made,
        customer: f.customers[1]!,
        sent: '2026-03-02T00:00:00Z',
        delivered: '2026-03-10T00:00:00Z',
        lines: [{ quantity: 10 }],
      })
      const bad: string[] = []
      for (const d of definitions) {
        for (const by of ['month', ...dimensionsOf(d)]) {
          const r = await readKpi(ctx, { id: d.id, by })
          if ((r.groups ?? []).reduce((n, g) => n + g.n, 0) !== r.n) bad.push(`${d.id} by ${by}`)
        }
        const rows = await listKpiRows(ctx, { id: d.id, limit: 10 })
        const whole = await readKpi(ctx, { id: d.id })
        if (rows.rows.length !== whole.n) bad.push(`${d.id} rows`)
      }
      return bad
    })
    expect(wrong).toEqual([])
  })

  test('groups are named by name; names that two share carry their number; persons are masked', async () => {
    const labels = await inFacts(async (ctx, f) => {
      for (const customer of [...f.customers, ...f.persons])
        await makeOrder(ctx, f, {
          customer,
          placed: '2026-03-01T00:00:00Z',
          lines: [{ due: '2026-03-10T00:00:00Z' }],
        })
      return (await readKpi(ctx, { id: 'on_time_delivery', by: 'customer' })).groups
        ?.map((g) => g.label)
        .toSorted()
    })
    expect(labels).toEqual(['华东贸易', '南方零售 · C2', '南方零售 · C3', '欧***'].toSorted())
  })

  test('a user who sees one customer gets that customer’s figures', async () => {
    const result = await inFacts(async (ctx, f) => {
      for (const customer of f.customers)
        await makeOrder(ctx, f, {
          customer,
          placed: '2026-03-01T00:00:00Z',
          lines: [{ due: '2026-03-10T00:00:00Z' }],
        })
      await refreshRollups(ctx)
      const scoped = { ...ctx, actor: { ...ctx.actor, scopes: { customer: [f.customers[0]!] } } }
      return [
        (await readKpi(ctx, { id: 'on_time_delivery' })).n,
        (await readKpi(scoped, { id: 'on_time_delivery' })).n,
        (await listKpiRows(scoped, { id: 'on_time_delivery', limit: 10 })).rows.length,
      ]
    })
    expect(result).toEqual([3, 1, 1])
  })

  test('rows page by keyset without loss or repetition, also where times are equal', async () => {
    const ids = await inFacts(async (ctx, f) => {
      for (let i = 0; i < 7; i += 1)
        await makeOrder(ctx, f, {
          customer: f.customers[0]!,
          placed: '2026-03-01T00:00:00Z',
          lines: [{ due: i < 5 ? '2026-03-10T00:00:00.123456Z' : '2026-03-09T00:00:00Z' }],
        })
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof listKpiRows>> = await listKpiRows(ctx, {
          id: 'on_time_delivery',
          limit: 2,
          ...(cursor ? { cursor } : {}),
        })
        seen.push(...page.rows.map((r) => r.id))
        cursor = page.next
      } while (cursor)
      return seen
    })
    expect(new Set(ids).size).toBe(7)
    expect(ids).toHaveLength(7)
  })
})

test('the app may read the views of one tenant only', async () => {
  await w.committed(async (ctx) => {
    const f = await makeFactWorld(ctx)
    await makeOrder(ctx, f, {
      customer: f.customers[0]!,
      placed: '2026-03-01T00:00:00Z',
      lines: [{ due: '2026-03-10T00:00:00Z' }],
    })
  }, w.foreign)
  const { result } = await w.rolledBack((ctx) =>
    ctx.db.all(sql<{ n: number }>`select count(*) as n from kpi_fact_promise`),
  )
  expect(result).toEqual([{ n: 0 }])
})
