import { type Bench, type Measured, pick, randomOf } from './bench.ts'
import { type LoadOptions, type Shot, load } from './client.ts'
import { cpuSeconds } from './cpu.ts'
import { clean, duel } from './duel.ts'
import { type Figure, besideLimit, median } from './figures.ts'
import { type Company, PROVINCES } from './house.ts'
import { LIMIT_PRODUCTS, LIMIT_WAREHOUSES } from './limit-schema.ts'

const LINES = 3
const BATCH = 1_000
const BATCH_CALLS = 4
const SETTLE_MS = 15_000

/** Order intake over HTTP with all guarantees, beside a bare server that calls one SQL function for each order. */
export async function measureOrders({ bench, company }: Measured): Promise<Figure[]> {
  const { product, limit, size } = bench
  const ours = (concurrency: number): LoadOptions => ({
    port: product.port,
    concurrency,
    seconds: size.roundS,
    shot: () => orderShot(company),
  })
  const bare = (concurrency: number): LoadOptions => ({
    port: limit.port,
    concurrency,
    seconds: size.roundS,
    shot: bareShot,
  })
  const lags: number[] = []
  const settle = async () => void lags.push(await untilHeard(bench, company))

  const wide = await duel({
    rounds: size.rounds,
    warmUpS: size.warmUpS,
    ours: ours(16),
    limit: bare(16),
    settle,
  })
  const single = await duel({ rounds: size.rounds, warmUpS: 0, ours: ours(1), limit: bare(1), settle })
  const cpu = await cpuPerOrder(bench, { ours: ours(16), limit: bare(16), settle })
  const batch = await batchRate(bench, company)
  await settle()
  return [
    besideLimit(
      { id: 'order_intake_c16', value: wide.ours.perSecond, unit: 'orders/s' },
      wide.limit.perSecond,
    ),
    besideLimit({ id: 'order_intake_c16_p99', value: wide.ours.p99, unit: 'ms' }, wide.limit.p99),
    besideLimit({ id: 'order_intake_c1_p50', value: single.ours.p50, unit: 'ms' }, single.limit.p50),
    besideLimit({ id: 'order_intake_c1_p95', value: single.ours.p95, unit: 'ms' }, single.limit.p95),
    ...cpu,
    {
      id: 'order_batch_gain',
      value: batch / single.ours.perSecond,
      unit: 'x',
      note: `${Math.round(batch)} orders/s in calls of ${BATCH}, ${Math.round(single.ours.perSecond)} in single calls, one call after the other`,
    },
    {
      id: 'order_batch_gain_c16',
      value: batch / wide.ours.perSecond,
      unit: 'x',
      note: 'beside 16 callers of single orders, which are taken together',
    },
    {
      id: 'order_subscribers_lag_s',
      value: median(lags),
      unit: 's',
      note: 'from the last answer until every subscriber had heard',
    },
  ]
}

let made = 0
const run = crypto.randomUUID().slice(0, 8)

export function orderShot(company: Company): Shot {
  made += 1
  return {
    method: 'POST',
    path: '/api/orders',
    head: `${company.head}idempotency-key: ${run}-${made}\r\n`,
    body: JSON.stringify(orderOf(company)),
  }
}

function orderOf({ customerIds, productIds }: Company) {
  made += 1
  const { province, city, district } = pick(PROVINCES)
  return {
    customerId: pick(customerIds),
    externalRef: `${run}-${made}`,
    address: { country: 'CN', province, city, district, street: `人民路${randomOf(900)}号` },
    consigneeName: '李小明',
    consigneePhone: `138${String(randomOf(100_000_000)).padStart(8, '0')}`,
    lines: distinct(productIds.length).map((product) => ({
      productId: productIds[product],
      quantity: 1 + randomOf(5),
    })),
  }
}

export function bareShot(): Shot {
  const lines = distinct(LIMIT_PRODUCTS).map((product, i) => ({
    no: i + 1,
    product: product + 1,
    warehouse: 1 + randomOf(LIMIT_WAREHOUSES),
    quantity: 1 + randomOf(5),
    price: 1_000,
  }))
  return {
    method: 'POST',
    path: '/orders',
    body: JSON.stringify({ customer: randomOf(5_000), amount: 9_000, lines }),
  }
}

function distinct(of: number): number[] {
  const chosen = new Set<number>()
  while (chosen.size < LINES) chosen.add(randomOf(of))
  return [...chosen]
}

type Sides = { ours: LoadOptions; limit: LoadOptions; settle: () => Promise<void> }

/** CPU of the server and of PostgreSQL: while orders come in, and with everything that follows from them. */
async function cpuPerOrder(
  { house, product, limit }: Bench,
  { ours, limit: bare, settle }: Sides,
): Promise<Figure[]> {
  const postmasterPid = house.postgresPid ?? 0
  const spent = (serverPid: number) => cpuSeconds({ serverPid, postmasterPid })
  const [bareBefore, bareRun, bareAfter] = [
    spent(limit.pid),
    await clean(load(bare), 'limit'),
    spent(limit.pid),
  ]
  const [before, loaded, after] = [spent(product.pid), await clean(load(ours), 'ours'), spent(product.pid)]
  await settle()
  const settled = spent(product.pid)
  if (bareBefore === null || bareAfter === null || before === null || after === null || settled === null)
    return []
  const perOrder = (from: number, to: number, { requests }: { requests: number }) =>
    ((to - from) * 1_000) / requests
  const bareMs = perOrder(bareBefore, bareAfter, bareRun)
  return [
    besideLimit(
      {
        id: 'order_cpu_ms',
        value: perOrder(before, after, loaded),
        unit: 'ms',
        note: 'server + PostgreSQL, jobs and subscribers of that time included',
      },
      bareMs,
    ),
    besideLimit(
      {
        id: 'order_cpu_settled_ms',
        value: perOrder(before, settled, loaded),
        unit: 'ms',
        note: 'until every subscriber had heard',
      },
      bareMs,
    ),
  ]
}

/** Orders per second in calls of 1,000, one call after the other. */
async function batchRate({ product }: Bench, company: Company): Promise<number> {
  const shot = (): Shot => {
    made += 1
    return {
      method: 'POST',
      path: '/api/orders/batch',
      head: `${company.head}idempotency-key: ${run}-${made}\r\n`,
      body: JSON.stringify({ orders: Array.from({ length: BATCH }, () => orderOf(company)) }),
    }
  }
  const bodies = Array.from({ length: BATCH_CALLS + 1 }, shot)
  const calls = (from: number, requests: number) =>
    clean(
      load({
        port: product.port,
        concurrency: 1,
        seconds: 60,
        requests,
        shot: (i) => bodies[from + i] as Shot,
      }),
      'batch',
    )
  await calls(0, 1)
  const { perSecond } = await calls(1, BATCH_CALLS)
  return perSecond * BATCH
}

/** Seconds until every subscriber of the company stands at its last event. */
async function untilHeard({ house }: Bench, { tenant }: Company): Promise<number> {
  const began = performance.now()
  for (;;) {
    const { rows } = await house.admin.query<{ behind: number }>(
      `with last as (select xid, seq from event where tenant_id = $1 order by xid desc, seq desc limit 1)
       select count(*)::int as behind from subscriber_cursor c, last where c.tenant_id = $1 and (c.xid, c.seq) < (last.xid, last.seq)`,
      [tenant.id],
    )
    const took = (performance.now() - began) / 1_000
    if (rows[0]?.behind === 0 || took * 1_000 > SETTLE_MS) return took
    await new Promise((wait) => setTimeout(wait, 20))
  }
}
