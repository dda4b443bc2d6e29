import { type Measured, pick, randomOf } from './bench.ts'
import { type Load, type Shot, load } from './client.ts'
import { clean, duel } from './duel.ts'
import { type Figure, besideLimit } from './figures.ts'
import { PAST_DAYS, nameOf } from './house.ts'

const DAY_MS = 86_400_000
const WAYBILLS = 50_000
const STATES = ['delivered', 'cancelled'] as const

/** A parcel by its waybill, and a page of 50 of all orders, filtered and sorted. */
export async function measureReads({ bench, company }: Measured): Promise<Figure[]> {
  const { size, product, limit } = bench
  const sides = (mine: () => Shot, bare: () => Shot) => ({
    rounds: size.rounds,
    warmUpS: size.warmUpS,
    ours: { port: product.port, concurrency: 16, seconds: size.roundS, shot: mine },
    limit: { port: limit.port, concurrency: 16, seconds: size.roundS, shot: bare },
  })
  const waybills = await someWaybills({ bench, company })
  const waybill = () => pick(waybills)
  const parcel = await duel(
    sides(
      () => ({ path: `/api/shipments/by-waybill/${waybill()}`, head: company.head }),
      () => ({ path: `/waybill?waybill=${waybill()}` }),
    ),
  )
  const list = await duel(sides(() => listShot(company.head), bareListShot))
  return [
    besideLimit(
      { id: 'waybill_lookup_c16', value: parcel.ours.perSecond, unit: 'requests/s' },
      parcel.limit.perSecond,
    ),
    besideLimit({ id: 'waybill_lookup_c16_p95', value: parcel.ours.p95, unit: 'ms' }, parcel.limit.p95),
    besideLimit(
      {
        id: 'order_list_c16',
        value: list.ours.perSecond,
        unit: 'requests/s',
        note: `50 of ${size.orders} orders by state and day`,
      },
      list.limit.perSecond,
    ),
    besideLimit({ id: 'order_list_c16_p95', value: list.ours.p95, unit: 'ms' }, list.limit.p95),
  ]
}

/** Both sides have parcels of these numbers. */
async function someWaybills({ bench: { house }, company }: Measured): Promise<string[]> {
  const { rows } = await house.admin.query<{ waybill: string }>(
    'select waybill from shipment where tenant_id = $1 and waybill is not null order by md5(waybill) limit $2',
    [company.tenant.id, WAYBILLS],
  )
  return rows.map((row) => row.waybill)
}

/** The oldest days have no full page before them. */
const someDay = () => new Date(Date.now() - randomOf(PAST_DAYS - 60) * DAY_MS).toISOString().slice(0, 10)

function listShot(head: string): Shot {
  return { path: `/api/orders?state=${stateOf()}&to=${someDay()}&limit=50`, head }
}
const bareListShot = (): Shot => ({ path: `/list?state=${stateOf()}&before=${someDay()}` })
const stateOf = () => STATES[randomOf(STATES.length)] ?? 'delivered'

/** The same page for an account that sees fifty customers. */
export async function measureScopedList({ bench: { size, product }, company }: Measured): Promise<Figure[]> {
  const run = await clean(
    load({
      port: product.port,
      concurrency: 16,
      seconds: size.roundS,
      shot: () => listShot(company.scopedHead),
    }),
    'scoped list',
  )
  return [
    {
      id: 'order_list_scoped_c16',
      value: run.perSecond,
      unit: 'requests/s',
      note: `p95 ${run.p95.toFixed(0)} ms, an account that sees 50 customers`,
    },
  ]
}

/** What people type into the header's search, one call at a time. */
export async function measureSearch({
  bench: { size, product, house },
  company,
}: Measured): Promise<Figure[]> {
  const { rows } = await house.admin.query<{ number: string }>(
    'select number from sales_order where tenant_id = $1 limit 1000',
    [company.tenant.id],
  )
  const numberOf = () => rows[randomOf(rows.length)]?.number ?? 'SO'
  const some = () => randomOf(size.orders)
  const name = () => nameOf(randomOf(company.customerIds.length))
  const kinds: Record<string, () => string> = {
    'a whole number': numberOf,
    'the first 10 of a number': () => numberOf().slice(0, 10),
    'the first 4 of a number': () => numberOf().slice(0, 4),
    'a reference': () => `PO-${some()}`,
    'the first 5 of a reference': () => `PO-${some()}`.slice(0, 5),
    'a phone tail': () => String(some() % 10_000).padStart(4, '0'),
    'a whole phone': () => `138${String(some()).padStart(8, '0')}`,
    'a customer': name,
    'a part of a customer': () => name().slice(2, 4),
  }
  const runs: [string, Load][] = []
  for (const [kind, text] of Object.entries(kinds)) {
    const shot = () => ({
      path: `/api/orders?search=${encodeURIComponent(text())}&limit=20`,
      head: company.head,
    })
    runs.push([
      kind,
      await clean(
        load({ port: product.port, concurrency: 1, seconds: 30, requests: size.calls, shot }),
        kind,
      ),
    ])
  }
  const worst = runs.reduce((a, b) => (b[1].p95 > a[1].p95 ? b : a))
  const list = runs.map(([kind, run]) => `${kind} ${run.p95.toFixed(1)}`).join(', ')
  return [
    {
      id: 'search_p95_ms',
      value: worst[1].p95,
      unit: 'ms',
      note: `GET /orders?search=, the slowest kind; p95 of ${list}`,
    },
  ]
}
