import { describe, expect, test } from 'vitest'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { loadHistory, predictionJob, refreshHistory, refreshRisks } from './predictions.ts'
import { type ImportedPromise, importPromises } from './promises.ts'
import { CASES_MIN, LEVELS, NO_CARRIER } from './risk.ts'

const w = world()
const NOW = Date.parse('2026-03-02T02:00:00.000Z')
const H = 3_600_000

function cases(tookHours: number[], more: Partial<ImportedPromise> = {}): ImportedPromise[] {
  return tookHours.map((h, i) => {
    const started = NOW - 30 * 24 * H - i * H
    return {
      kind: 'deliver',
      subjectType: 'order_line',
      subjectId: newId(),
      orderId: newId(),
      customerId: newId(),
      madeAt: started,
      dueAt: started + 48 * H,
      lane: 'CN-44',
      mode: 'road',
      fulfilledAt: started + h * H,
      ...more,
    }
  })
}
const hundred = Array.from({ length: 100 }, (_, i) => i + 1)

describe('history', () => {
  test('holds type-7 quantiles by lane, carrier and mode, by lane and by kind', async () => {
    w.setNow(new Date(NOW))
    const carrierId = newId()
    const { result } = await w.rolledBack(async (ctx) => {
      await importPromises(ctx, [
        ...cases(hundred, { carrierId }),
        ...cases([500, 600], { lane: 'CN-11' }),
        ...cases(hundred, { kind: 'ship', lane: null, mode: null }),
      ])
      await refreshHistory(ctx)
      return loadHistory(ctx)
    })
    const keys = result.map((r) => [
      r.kind,
      r.lane,
      r.carrierId === NO_CARRIER ? '' : r.carrierId,
      r.mode,
      r.cases,
    ])
    expect(keys.toSorted()).toEqual(
      [
        ['deliver', '', '', '', 102],
        ['deliver', 'CN-44', '', '', 100],
        ['deliver', 'CN-44', carrierId, 'road', 100],
        ['ship', '', '', '', 100],
      ].toSorted(),
    )
    const lane = result.find((r) => r.lane === 'CN-44' && r.mode === 'road')
    for (const [i, share] of LEVELS.entries()) expect(lane?.hours[i]).toBeCloseTo(1 + 99 * share - 48, 6)
  })

  test('leaves out too few cases, what ended before it began, what is open, and what is older than a year', async () => {
    const { result } = await w.rolledBack(async (ctx) => {
      const old = cases(hundred, { lane: 'OLD' }).map((p) => ({
        ...p,
        startedAt: Number(p.madeAt) - 400 * 24 * H,
        madeAt: Number(p.madeAt) - 400 * 24 * H,
        fulfilledAt: Number(p.fulfilledAt) - 400 * 24 * H,
      }))
      await importPromises(ctx, [
        ...cases(hundred.slice(0, CASES_MIN - 1), { lane: 'FEW' }),
        ...old,
        ...cases(hundred, { lane: 'BACKWARDS' }).map((p) => ({ ...p, fulfilledAt: Number(p.madeAt) - H })),
        ...cases(hundred, { lane: 'OPEN', fulfilledAt: null }),
      ])
      await refreshHistory(ctx)
      return loadHistory(ctx)
    })
    expect(result).toEqual([])
  })
})

describe('predictions', () => {
  const open = (more: Partial<ImportedPromise>): ImportedPromise => ({
    kind: 'deliver',
    subjectType: 'order_line',
    subjectId: newId(),
    orderId: newId(),
    customerId: newId(),
    madeAt: NOW,
    dueAt: NOW + 80 * H,
    lane: 'CN-44',
    mode: 'road',
    ...more,
  })

  test('are stored on open promises due soon, with the number of cases; others stay without', async () => {
    const [soon, far, unknown, over] = [
      open({}),
      open({ dueAt: NOW + 30 * 24 * H }),
      open({ kind: 'ship' }),
      open({ madeAt: NOW - 90 * H, dueAt: NOW - H }),
    ]
    const { result } = await w.rolledBack(async (ctx) => {
      await importPromises(ctx, [...cases(hundred), soon, far, unknown, over])
      const refresh = async () => ({
        histories: await refreshHistory(ctx),
        predicted: await refreshRisks((work) => work(ctx)),
      })
      const counts = await refresh()
      const again = await refresh()
      const rows = await ctx.db.all(
        sql<{
          subject_id: string
          risk_late: number | null
          risk_cases: number | null
          risk_expected_at: Date | null
        }>`select subject_id, risk_late, risk_cases, risk_expected_at from promise where watch_at is not null`,
      )
      return { counts, again, rows: new Map(rows.map((r) => [r.subject_id, r])) }
    })
    expect(result.counts).toEqual({ histories: 3, predicted: 1 })
    expect(result.again.predicted).toBe(0)
    expect(result.rows.get(soon.subjectId)).toMatchObject({
      risk_cases: 100,
      risk_expected_at: expect.any(Date),
    })
    expect(result.rows.get(soon.subjectId)?.risk_late).toBeCloseTo(0.53, 1)
    for (const promise of [far, unknown, over])
      expect(result.rows.get(promise.subjectId)?.risk_late).toBeNull()
  })

  test('the job does it for every tenant, and anew after an import', async () => {
    await w.committed((ctx) => importPromises(ctx, [...cases(hundred), open({})]))
    await predictionJob(w.database, () => new Date(NOW)).run()
    const row = await w.committed((ctx) =>
      ctx.db.one(
        sql<{
          n: number
        }>`select count(*)::int as n from promise where tenant_id = ${ctx.tenant.id} and risk_cases = 100`,
      ),
    )
    expect(row.n).toBe(1)
    await w.committed((ctx) => importPromises(ctx, cases(hundred)))
    await w.catchUp()
    await predictionJob(w.database, () => new Date(NOW)).run()
    const again = await w.committed((ctx) => loadHistory(ctx))
    expect(again.find((r) => r.lane === '')?.cases).toBe(200)
  })
})
