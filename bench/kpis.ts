import { definitionsStamp } from '#modules/insight/definitions.ts'
import { refreshTenant } from '#modules/insight/jobs.ts'
import { type Measured, pick, randomOf } from './bench.ts'
import { load } from './client.ts'
import { clean } from './duel.ts'
import type { Figure } from './figures.ts'
import { type BenchHouse, CLASSES, type Company } from './house.ts'

const DAY_MS = 86_400_000
const WARM_UP = 10
const MEANS = ['order_cycle_time', 'delivery_delay_days', 'promised_lead_time'] as const

/** All rollups from the facts. Run without a server: its own job would do the same at once. */
export async function measureRebuild(house: BenchHouse, { tenant }: Company): Promise<Figure[]> {
  const began = performance.now()
  const { rebuilt } = await refreshTenant(house.database, tenant, () => new Date())
  if (!rebuilt) throw new Error('the rollups were there before')
  const seconds = (performance.now() - began) / 1_000
  await house.admin.query('vacuum (analyze) kpi_rollup')
  await refreshTenant(house.database, tenant, () => new Date(), { force: true })
  return [
    { id: 'rollup_rebuild_s', value: seconds, unit: 's', note: 'every KPI and dimension of all orders' },
  ]
}

/** Keeps the server's own job from rebuilding what nobody measures in this run. */
export async function pretendRebuilt(house: BenchHouse, { tenant }: Company): Promise<void> {
  await house.admin.query(
    'insert into kpi_state (tenant_id, refreshed_at, definitions) values ($1, now(), $2) on conflict do nothing',
    [tenant.id, definitionsStamp],
  )
}

/** Dashboards over HTTP, one call at a time: twelve months ending on different days. */
export async function measureKpis({ bench: { size, product }, company }: Measured): Promise<Figure[]> {
  const calls = (path: () => string, requests: number) =>
    clean(
      load({
        port: product.port,
        concurrency: 1,
        seconds: 60,
        requests,
        shot: () => ({ path: path(), head: company.head }),
      }),
      'kpi',
    )
  const p95 = async (path: () => string) => {
    await calls(path, WARM_UP)
    return (await calls(path, size.calls)).p95
  }
  const dashboard = await p95(() => `/api/kpis?${twelveMonths()}`)
  const byClass = await p95(() => `/api/kpis?${twelveMonths()}&dimension=class&key=${pick(CLASSES)}`)
  const byMonth = await p95(() => `/api/kpis/on_time_delivery?${twelveMonths()}&by=month`)
  const mean = await p95(() => `/api/kpis/${pick(MEANS)}?${twelveMonths()}&by=month&class=${pick(CLASSES)}`)
  const customer = await p95(
    () => `/api/kpis/on_time_delivery?${twelveMonths()}&by=month&customer=${pick(company.customerIds)}`,
  )
  const otif = await p95(
    () => `/api/kpis/otif?${twelveMonths()}&by=month&customer=${pick(company.customerIds)}`,
  )
  return [
    {
      id: 'kpi_by_month_p95_ms',
      value: Math.max(dashboard, byClass, byMonth),
      unit: 'ms',
      note: `slowest of: dashboard ${dashboard.toFixed(1)}, of one class ${byClass.toFixed(1)}, one KPI by month ${byMonth.toFixed(1)}`,
    },
    {
      id: 'kpi_class_mean_p95_ms',
      value: mean,
      unit: 'ms',
      note: 'means of one class by month, with median and quantiles',
    },
    { id: 'kpi_customer_p95_ms', value: customer, unit: 'ms', note: 'on-time delivery by month' },
    {
      id: 'kpi_customer_otif_p95_ms',
      value: otif,
      unit: 'ms',
      note: 'OTIF by month: whole orders with their lines',
    },
  ]
}

function twelveMonths(): string {
  const end = Date.now() - randomOf(300) * DAY_MS
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return `from=${day(end - 364 * DAY_MS)}&to=${day(end)}`
}
