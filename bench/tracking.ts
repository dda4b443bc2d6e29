import { type Measured, pick, randomOf } from './bench.ts'
import type { Shot } from './client.ts'
import { duel } from './duel.ts'
import { type Figure, besideLimit } from './figures.ts'

const BATCH = 500
const CALLERS = 4
/** A parcel has some eight events in its life; the last is its delivery. */
const DELIVERED = Math.round(BATCH / 8)
const MOVES = ['in_transit', 'arrived_hub', 'departed_hub', 'out_for_delivery'] as const
const HOUR_MS = 3_600_000

type Report = { waybill: string; status: string; code: string; at: string; location: string }

/** Tracking events in batches: written, current status derived, deliveries carried to order lines and promises. */
export async function measureTracking({ bench, company }: Measured): Promise<Figure[]> {
  const { size, product, limit } = bench
  const ours = {
    port: product.port,
    concurrency: CALLERS,
    seconds: size.roundS,
    shot: shots('/api/tracking/events', size.parcels, company.head),
  }
  const bare = {
    port: limit.port,
    concurrency: CALLERS,
    seconds: size.roundS,
    shot: shots('/tracking', size.parcels, ''),
  }
  const { ours: got, limit: best } = await duel({
    rounds: size.rounds,
    warmUpS: size.warmUpS,
    ours,
    limit: bare,
    settle: () => pause(1_500),
  })
  return [
    besideLimit(
      {
        id: 'tracking_batch500',
        value: got.perSecond,
        unit: 'batches/s',
        note: `${Math.round(got.perSecond * BATCH)} events/s, one in eight a delivery`,
      },
      best.perSecond,
    ),
    besideLimit({ id: 'tracking_batch500_p95', value: got.p95, unit: 'ms' }, best.p95),
  ]
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Half of the parcels are delivered one after the other, the other half move. */
function shots(path: string, parcels: number, head: string): (i: number) => Shot {
  const half = Math.floor(parcels / 2)
  let delivered = 0
  const nextDelivery = () => 1 + (delivered++ % half)
  const other = () => 1 + half + randomOf(half)
  return () => {
    const now = Date.now()
    const events = Array.from({ length: BATCH }, (_, i) =>
      i < DELIVERED ? reportOf(nextDelivery(), 'delivered', now) : reportOf(other(), pick(MOVES), now),
    )
    return { method: 'POST', path, head, body: JSON.stringify({ events }) }
  }
}

const reportOf = (parcel: number, status: string, now: number): Report => ({
  waybill: `SF${String(parcel).padStart(12, '0')}`,
  status,
  code: status,
  at: new Date(now - randomOf(HOUR_MS)).toISOString(),
  location: '广州市天河区',
})
