import { type Load, type LoadOptions, load } from './client.ts'
import { median } from './figures.ts'

/** What one side reached: medians over the rounds. */
export type Side = Pick<Load, 'perSecond' | 'p50' | 'p95' | 'p99'> & { requests: number }
export type Duel = { ours: Side; limit: Side }

export type DuelOptions = {
  rounds: number
  warmUpS: number
  ours: LoadOptions
  limit: LoadOptions
  /** Waits until what our round left behind is done, so that the limit's round has the machine. */ settle?: () => Promise<void>
}

/** Interleaved rounds of us and the limit on one machine at one time: only so their ratio means something. */
export async function duel({
  rounds,
  warmUpS,
  ours,
  limit,
  settle = async () => {},
}: DuelOptions): Promise<Duel> {
  const kept = { ours: [] as Load[], limit: [] as Load[] }
  if (warmUpS > 0) {
    await clean(load({ ...limit, seconds: warmUpS }), 'limit')
    await clean(load({ ...ours, seconds: warmUpS }), 'ours')
    await settle()
  }
  for (let round = 0; round < rounds; round += 1) {
    kept.limit.push(await clean(load(limit), 'limit'))
    kept.ours.push(await clean(load(ours), 'ours'))
    await settle()
  }
  return { ours: sideOf(kept.ours), limit: sideOf(kept.limit) }
}

/** A round with a failed request measured something else. */
export async function clean(run: Promise<Load>, who: string): Promise<Load> {
  const done = await run
  if (done.failures > 0)
    throw new Error(
      `${who}: ${done.failures} of ${done.requests} requests failed, the first with ${done.firstFailure}`,
    )
  if (done.requests === 0) throw new Error(`${who}: no request was answered in time`)
  return done
}

function sideOf(rounds: readonly Load[]): Side {
  const of = (key: 'perSecond' | 'p50' | 'p95' | 'p99') => median(rounds.map((r) => r[key]))
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p95: of('p95'),
    p99: of('p99'),
    requests: rounds.reduce((sum, r) => sum + r.requests, 0),
  }
}
