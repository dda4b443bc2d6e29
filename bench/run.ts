// npm run bench [-- --json FILE] [--only ID,...] [--quick]
import { cpus, release } from 'node:os'
import { parseArgs } from 'node:util'
import { ensureWeb } from '../e2e/house.ts'
import { measureAllocation } from './allocation.ts'
import { type Bench, type Size, fullSize, quickSize } from './bench.ts'
import { type Figure, tableOf, writeFigures } from './figures.ts'
import { type BenchHouse, type Company, PAST_DAYS, makeCompany, openBenchHouse } from './house.ts'
import { measureKpis, measureRebuild, pretendRebuilt } from './kpis.ts'
import { makeLimitSchema } from './limit-schema.ts'
import { measureOrders } from './orders.ts'
import { writePast } from './past.ts'
import { measureReads, measureScopedList, measureSearch } from './reads.ts'
import { measureScreen } from './screen.ts'
import { type OwnServer, startLimit, startProduct } from './servers.ts'
import { measureTracking } from './tracking.ts'
import { measureWave } from './waves.ts'
import { makeOpenPromises, measureWatcher } from './watching.ts'

const USAGE = `npm run bench [-- --json FILE] [--only ID,...] [--quick]
  --json FILE   keep the figures as JSON
  --only IDS    figures (or the beginning of their ids) to measure, separated by commas
  --quick       100,000 orders and short rounds: tries the bench itself, its figures mean little
`
const PRODUCTS = 600
const WAREHOUSES = 4
const ON_HAND = 100_000_000
const ON_ROAD_DAYS = 3
const WAVE_MS = 5_000
const LARGE_WAVE_MS = 10_000
const STOPPED = 130

type Measurement = { ids: readonly string[]; run: () => Promise<Figure[]> }

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
if (options.help) process.stdout.write(USAGE)
else await bench(options.quick ? quickSize : fullSize)

async function bench(size: Size): Promise<void> {
  const began = performance.now()
  const figures = [
    ...(wants('allocation') ? measureAllocation() : []),
    ...(wants('wave_1000') ? await step('measure wave_1000', () => measureWave(1_000, WAVE_MS)) : []),
    ...(wants('wave_10000') && !options.quick
      ? await step('measure wave_10000', () => measureWave(10_000, LARGE_WAVE_MS))
      : []),
  ]
  const needsNoHouse = options.only
    ?.split(',')
    .every((id) => id.startsWith('allocation') || id.startsWith('wave'))
  if (!needsNoHouse) figures.push(...(await withHouse(size)))
  const about = {
    at: new Date().toISOString(),
    node: process.version,
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim()}`,
    system: `${process.platform} ${release()}`,
    quick: options.quick ?? false,
    seconds: Math.round((performance.now() - began) / 1_000),
  }
  process.stdout.write(
    `\n${tableOf(figures)}\n\n${about.cpu}, ${about.system}, Node ${about.node}, ${about.seconds} s\n`,
  )
  if (options.json) writeFigures(options.json, figures, about)
}

async function withHouse(size: Size): Promise<Figure[]> {
  if (wants('list_click', 'filter')) ensureWeb() // a server serves the web app that was there when it started
  const house = await step('open a database of our own', openBenchHouse)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.stderr.write(`stopped by ${signal}\n`)
      void house.remove().finally(() => process.exit(STOPPED))
    })
  }
  try {
    return await measureAll(house, size)
  } finally {
    await house.remove()
  }
}

async function measureAll(house: BenchHouse, size: Size): Promise<Figure[]> {
  const figures: Figure[] = []
  const large = await makeCompany(house, {
    slug: 'bench-large',
    customers: 5_000,
    products: PRODUCTS,
    warehouses: WAREHOUSES,
    onHand: ON_HAND,
  })
  const limitOrders = wants('waybill', 'order_list') ? size.orders : size.parcels
  await step('write the tables of the raw limit', () => makeLimitSchema(house.admin, limitOrders))
  if (wants('kpi', 'rollup', 'search', 'waybill', 'order', 'list_click', 'filter')) {
    await step(`write ${size.orders} orders`, () =>
      writePast(house, large, { orders: size.orders, days: PAST_DAYS, kind: 'history', bulk: true }),
    )
    if (wants('kpi', 'rollup'))
      figures.push(...(await step('rebuild the rollups', () => measureRebuild(house, large))))
    else await pretendRebuilt(house, large)
  }
  const limit = await startLimit(house.adminUrl)
  try {
    for (const phase of phasesOf(house, { large, size }))
      if (wants(...phase.ids)) figures.push(...(await runPhase({ house, limit, size }, phase)))
  } finally {
    await limit.stop()
  }
  return figures.filter((f) => wants(f.id))
}

type Phase = {
  ids: readonly string[]
  prepare?: () => Promise<Company>
  measurements: (bench: Bench, company: Company) => Measurement[]
  company: Company
}

/** Each phase has a server of its own: what one company leaves to the background never disturbs the next. */
function phasesOf(house: BenchHouse, { large, size }: { large: Company; size: Size }): Phase[] {
  const parcels = async () => {
    const company = await makeCompany(house, {
      slug: 'bench-parcels',
      customers: 500,
      products: PRODUCTS,
      warehouses: WAREHOUSES,
      onHand: ON_HAND,
    })
    await writePast(house, company, {
      orders: size.parcels,
      days: ON_ROAD_DAYS,
      kind: 'on_road',
      bulk: false,
    })
    return company
  }
  const promises = async () => {
    const company = await makeCompany(house, {
      slug: 'bench-promises',
      customers: 20,
      products: 1,
      warehouses: 1,
      onHand: 1,
    })
    await makeOpenPromises({ house, size }, company)
    return company
  }
  return [
    {
      ids: ['waybill', 'order_list', 'search', 'kpi'],
      company: large,
      measurements: (bench, company) => [
        { ids: ['waybill', 'order_list_c16'], run: () => measureReads({ bench, company }) },
        { ids: ['order_list_scoped'], run: () => measureScopedList({ bench, company }) },
        { ids: ['search'], run: () => measureSearch({ bench, company }) },
        { ids: ['kpi'], run: () => measureKpis({ bench, company }) },
      ],
    },
    {
      ids: ['list_click', 'filter'],
      company: large,
      measurements: (bench, company) => [
        { ids: ['list_click', 'filter'], run: () => measureScreen({ bench, company }) },
      ],
    },
    {
      ids: ['order_intake', 'order_cpu', 'order_batch', 'order_subscribers'],
      company: large,
      measurements: (bench, company) => [{ ids: ['order'], run: () => measureOrders({ bench, company }) }],
    },
    {
      ids: ['tracking'],
      company: large,
      prepare: parcels,
      measurements: (bench, company) => [
        { ids: ['tracking'], run: () => measureTracking({ bench, company }) },
      ],
    },
    {
      ids: ['watcher'],
      company: large,
      prepare: promises,
      measurements: (bench, company) => [{ ids: ['watcher'], run: () => measureWatcher({ bench, company }) }],
    },
  ]
}

async function runPhase(
  { house, limit, size }: { house: BenchHouse; limit: OwnServer; size: Size },
  { prepare, measurements, company: given }: Phase,
): Promise<Figure[]> {
  const company = prepare ? await step('write what the next figures need', prepare) : given
  await house.admin.query('checkpoint')
  const product = await startProduct(house.dataDir)
  try {
    const figures: Figure[] = []
    for (const { ids, run } of measurements({ house, product, limit, size }, company)) {
      if (wants(...ids)) figures.push(...(await step(`measure ${ids.join(', ')}`, () => keepGoing(run))))
    }
    return figures
  } finally {
    await product.stop()
  }
}

/** One measurement that fails leaves the others their time; the run ends with an error all the same. */
async function keepGoing(run: () => Promise<Figure[]>): Promise<Figure[]> {
  try {
    return await run()
  } catch (error) {
    process.stderr.write(`${(error as Error).message} ... `)
    process.exitCode = 1
    return []
  }
}

/** Whether any figure that begins so is asked for. */
function wants(...ids: string[]): boolean {
  if (!options.only) return true
  return options.only
    .split(',')
    .some((wanted) => ids.some((id) => wanted.startsWith(id) || id.startsWith(wanted)))
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  process.stderr.write(`${name} ... `)
  const result = await work()
  process.stderr.write(`${((performance.now() - began) / 1_000).toFixed(1)} s\n`)
  return result
}
