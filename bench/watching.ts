import { watcherJob } from '#modules/promises/watcher.ts'
import { type Bench, type Measured } from './bench.ts'
import { type Figure, median } from './figures.ts'
import type { Company } from './house.ts'

const DUE_PER_SECOND = 1_000
const DUE_SECONDS = 10
const LEAD_MS = 3_000
const GRACE_MS = 20_000
const LOOK_MS = 10
const TICKS = 50

/** The watcher over many open promises: how long after its due time a promise's lateness is committed, and what an idle look costs. */
export async function measureWatcher({ bench, company }: Measured): Promise<Figure[]> {
  const ticks = await idleTicks(bench)
  const lags = await watchLags(bench, company)
  const sorted = lags.toSorted((a, b) => a - b)
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
  const open = bench.size.openPromises
  return [
    {
      id: 'watcher_lag_ms',
      value: p95,
      unit: 'ms',
      note: `p95, ${DUE_PER_SECOND} due a second for ${DUE_SECONDS} s among ${open} open; slowest ${(sorted.at(-1) ?? Number.NaN).toFixed(0)}`,
    },
    { id: 'watcher_idle_tick_ms', value: median(ticks), unit: 'ms', note: `nothing due, ${open} open` },
  ]
}

const INSERT = `
insert into promise (tenant_id, id, root_id, kind, subject_type, subject_id, customer_id, made_at, started_at, due_at, warehouse_id, carrier_id, lane, mode, service, class_key, quantity, watch_at, warned)
select $1, n.id, n.id, 'deliver', 'order_line', n.id, ($2::uuid[])[1 + n.g % 20], now() - interval '2 days', now() - interval '2 days', n.due_at, $3, $4, 'W0>CN-44', 'road', 'standard', 'A', 1, n.due_at, 2
from (select g, raw.uid((extract(epoch from now()) * 1000)::bigint, g + $5) as id, DUE as due_at from generate_series(0, $6 - 1) g) n`

/** Promises of many customers that fall due over the next weeks, the first of them tomorrow. */
export async function makeOpenPromises(
  bench: Pick<Bench, 'house' | 'size'>,
  company: Company,
): Promise<void> {
  await insert(bench, company, {
    due: `now() + interval '1 day' + g * interval '2 seconds'`,
    offset: 0,
    count: bench.size.openPromises,
  })
  await bench.house.admin.query('vacuum (analyze) promise')
}

type Some = { due: string; offset: number; count: number }

async function insert(
  { house }: Pick<Bench, 'house'>,
  { tenant, customerIds, warehouseIds, carrierIds }: Company,
  { due, offset, count }: Some,
): Promise<void> {
  await house.admin.query(INSERT.replace('DUE', due), [
    tenant.id,
    customerIds.slice(0, 20),
    warehouseIds[0],
    carrierIds[0],
    offset,
    count,
  ])
}

async function idleTicks({ house }: Bench): Promise<number[]> {
  const job = watcherJob(house.database, () => new Date())
  const ticks: number[] = []
  for (let i = 0; i < TICKS; i += 1) {
    const began = performance.now()
    await job.run()
    ticks.push(performance.now() - began)
  }
  return ticks
}

/** Milliseconds from each due time until its event could be read by another connection. */
async function watchLags(bench: Bench, company: Company): Promise<number[]> {
  const { admin } = bench.house
  const count = DUE_PER_SECOND * DUE_SECONDS
  const start = new Date(Date.now() + LEAD_MS).toISOString()
  const { rows } = await admin.query<{ seq: string }>('select coalesce(max(seq), 0) as seq from event')
  let seen = Number(rows[0]?.seq)
  await insert(bench, company, {
    due: `'${start}'::timestamptz + g * interval '${1_000 / DUE_PER_SECOND} milliseconds'`,
    offset: bench.size.openPromises,
    count,
  })
  const lags: number[] = []
  const until = Date.parse(start) + DUE_SECONDS * 1_000 + GRACE_MS
  while (lags.length < count && Date.now() < until) {
    const found = await admin.query<{ seq: number; due: string }>(
      `select seq, data->>'dueAt' as due from event where tenant_id = $1 and xid >= $2::xid8 and seq > $3 and type = 'promise.overdue' order by seq`,
      [company.tenant.id, '0', seen],
    )
    const now = Date.now()
    for (const row of found.rows) {
      lags.push(now - Date.parse(row.due))
      seen = Math.max(seen, Number(row.seq))
    }
    await new Promise((wait) => setTimeout(wait, LOOK_MS))
  }
  if (lags.length < count)
    throw new Error(`the watcher announced ${lags.length} of ${count} promises in time`)
  return lags
}
