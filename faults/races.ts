// node faults/races.ts [--seconds 60] [--lanes 12] [--seed N]
import { parseArgs } from 'node:util'
import { createParties } from '#modules/customers/parties.ts'
import { withCtx } from '#platform/ctx.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { withClient } from '#platform/migrate.ts'
import { newRandom } from './random-input.ts'
import { type Session, logIn, ownServer } from './server.ts'
import { ACCOUNT, type Goods, inHouse, makeCompany, orderBody } from './workload.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    lanes: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    port: { type: 'string', default: String(20_000 + (process.pid % 20_000)) },
  },
})
const random = newRandom(Number(values.seed))
const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
const some = (most: number): number => 1 + Math.floor(random() * most)
const ORDERS_LIVE = 8
const REASON = 'a race'
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString()

type Row = { id: string; version: number }
type Line = Row & { orderLineId: string; quantity: number; left: number }
type Seen = Row & {
  lines: Line[]
  lineRows: Line[]
  shortages: { id: string | null; closedAt: string | null }[]
  rows: Row[]
  options: { key: string; needsDate: boolean }[]
  warehouses: Row[]
}
type Send = { path: string; method?: 'PUT' | 'PATCH'; body: object }
type See = (path: string) => Promise<Seen>
type Act = (see: See, orderId: string) => Promise<Send | null>

const server = ownServer(Number(values.port))

async function main(): Promise<void> {
  try {
    const goods = await makeCompany(server.dataDir, { products: 4, warehouses: 2, onHand: 60 })
    const carrierId = await addCarrier()
    await server.start()
    const session = await logIn(server.url, ACCOUNT)
    const acts = { ...orderActs(goods), ...otherActs(goods, carrierId) }
    const counts = new Map<string, Map<number, number>>()
    const live: string[] = []
    const until = Date.now() + Number(values.seconds) * 1_000
    await Promise.all(
      Array.from({ length: Number(values.lanes) }, async (_, lane) => {
        for (let i = 0; Date.now() < until; i += 1)
          await step(session, { acts, counts, live, ref: `${lane}-${i}`, goods })
      }),
    )
    const deadlocks = await countDeadlocks()
    const { stdout } = await server.command('verify', '--json')
    const wrong = [...counts].filter(([, by]) =>
      [...by.keys()].some((status) => status >= 500 && status !== 503),
    )
    console.log(
      JSON.stringify(
        {
          seed: values.seed,
          deadlocks,
          acts: Object.fromEntries([...counts].map(([n, by]) => [n, Object.fromEntries(by)])),
        },
        null,
        1,
      ),
    )
    console.log(`verify: ${stdout}`)
    const isSound = (JSON.parse(stdout) as { broken: unknown[] }).broken.length === 0
    if (!isSound || wrong.length > 0 || server.unexpectedExits() > 0) process.exitCode = 1
  } finally {
    await server.stop()
  }
}

type Step = {
  acts: Record<string, Act>
  counts: Map<string, Map<number, number>>
  live: string[]
  ref: string
  goods: Goods
}

/** One act on one of the few orders that all lanes work on, sent twice at once. */
async function step(session: Session, { acts, counts, live, ref, goods }: Step): Promise<void> {
  const see = async (path: string) => (await session.send('GET', path)).body as unknown as Seen
  const isNew = live.length < ORDERS_LIVE || random() < 0.1
  const name = isNew ? 'order' : (pick(Object.keys(acts)) ?? '')
  const made: Send | null = isNew
    ? {
        path: '/orders',
        body: orderBody(
          goods,
          ref,
          Array.from({ length: some(3) }, () => ({
            productId: pick(goods.productIds) ?? '',
            quantity: some(25),
          })),
        ),
      }
    : ((await acts[name]?.(see, pick(live) ?? '')) ?? null)
  if (!made) return
  const twice = await Promise.all(
    [0, 1].map(() =>
      session.send(made.method ?? 'POST', made.path, made.body).catch(() => ({ status: 599, body: null })),
    ),
  )
  for (const { status, body } of twice) {
    const by = counts.get(name) ?? new Map<number, number>()
    counts.set(name, by.set(status, (by.get(status) ?? 0) + 1))
    if (status >= 500) console.error(name, status, JSON.stringify(body))
    if (isNew && status === 200 && body) live.push(body.id)
  }
  while (live.length > ORDERS_LIVE * 2) live.shift()
}

type Other = { body: object; path?: string } | null
const ofOrder =
  (path: string, make: (order: Seen, see: See) => Promise<Other> | Other): Act =>
  async (see, id) => {
    const order = await see(`/orders/${id}`)
    const made = await make(order, see)
    return made && { path: `/orders/${id}/${path}`, ...made }
  }
const ofShipment =
  (path: string, make: (lines: Line[]) => object): Act =>
  async (see) => {
    const found = pick((await see('/shipments?limit=30')).rows)
    return found
      ? { path: `/shipments/${found.id}/${path}`, body: make((await see(`/shipments/${found.id}`)).lineRows) }
      : null
  }
/** One of the newest of a list. */
const ofOne =
  (list: string, path: string, body: () => object): Act =>
  async (see) => {
    const found = pick((await see(`/${list}?limit=20`)).rows)
    return found ? { path: `/${list}/${found.id}/${path}`, body: body() } : null
  }
/** Not as often as the others. */
const seldom =
  (act: Act): Act =>
  async (see, id) =>
    random() < 0.3 ? act(see, id) : null

const orderActs = ({ productIds }: Goods): Record<string, Act> => ({
  amend: ofOrder('amendment', ({ version, lines }) => {
    const changed = lines.slice(0, 1).map(({ id }) => ({ lineId: id, quantity: some(30) - 1 }))
    const addLines = random() < 0.3 ? [{ productId: pick(productIds), quantity: some(10) }] : []
    return { body: { version, reason: REASON, lines: changed, addLines } }
  }),
  cancel: seldom(
    ofOrder('cancellation', ({ version }) => ({ body: { version, by: 'customer', reason: REASON } })),
  ),
  hold: ofOrder('hold', ({ version }) => ({ body: { version, reason: REASON } })),
  release: ofOrder('release', ({ version }) => ({ body: { version, reason: REASON } })),
  decide: ofOrder('', async ({ version, shortages }, see) => {
    const open = pick(shortages.filter((one) => one.id && !one.closedAt))
    const option = open && pick((await see(`/shortages/${open.id}/options`)).options ?? [])
    if (!option) return null
    const date = option.needsDate ? { backorderUntil: day(9).slice(0, 10) } : {}
    const consent = { consentBy: 'Li', consentHow: 'phone', note: REASON }
    return {
      path: `/shortages/${open.id}/decision`,
      body: { version, option: option.key, ...consent, ...date },
    }
  }),
  comeBack: async (see, orderId) => {
    const { lines, warehouses } = await see(`/orders/${orderId}/returnable`)
    const line = pick((lines ?? []).filter(({ left }) => left > 0))
    if (!line) return null
    const back = [{ orderLineId: line.orderLineId, quantity: some(line.left) }]
    return {
      path: '/returns',
      body: { orderId, warehouseId: warehouses[0]?.id, reason: 'damaged', lines: back },
    }
  },
  takeBack: async (see) => {
    const found = pick((await see('/returns?limit=10')).rows)
    const line = found && pick((await see(`/returns/${found.id}`)).lineRows ?? [])
    return line
      ? { path: `/returns/${found.id}/arrivals`, body: { lines: [{ lineId: line.id, restocked: some(5) }] } }
      : null
  },
})

const otherActs = ({ productIds, warehouseIds }: Goods, carrierId: string): Record<string, Act> => ({
  receive: async () => ({
    path: '/goods-receipts',
    body: { warehouseId: pick(warehouseIds), lines: [{ productId: pick(productIds), accepted: some(30) }] },
  }),
  adjust: async () => ({
    path: '/stock/adjustments',
    body: {
      warehouseId: pick(warehouseIds),
      reason: 'damaged',
      lines: [{ productId: pick(productIds), change: -some(3) }],
    },
  }),
  repromise: ofOne('promises', 'repromise', () => ({ dueAt: day(some(9)), reason: REASON })),
  pause: ofOne('promises', 'pause', () => ({ reason: REASON })),
  resume: ofOne('promises', 'resume', () => ({})),
  giveUp: seldom(ofOne('promises', 'break', () => ({ cause: 'other' }))),
  pickGoods: ofShipment('picks', (lines) => ({
    lines: lines.map(({ id, quantity }) => ({ lineId: id, picked: quantity })),
  })),
  pack: ofShipment('packing', () => ({ parcels: [{ weightG: 500 }] })),
  unpack: seldom(ofShipment('unpacking', () => ({}))),
  handOver: ofShipment('hand-over', () => ({ carrierId, whole: true })),
  handOverLess: ofShipment('hand-over', (lines) => ({
    carrierId,
    lines: lines.map(({ id, quantity }) => ({ lineId: id, loaded: some(quantity) })),
  })),
  deliver: ofShipment('delivery', () => ({})),
  list: async () => ({
    path: '/handover-lists',
    body: { warehouseId: pick(warehouseIds), carrierId, pickUpFrom: day(0.1), pickUpTo: day(0.2) },
  }),
  sign: ofOne('handover-lists', 'signature', () => ({ driverName: 'Wang' })),
  wave: seldom(async () => ({ path: '/waves', body: {} })),
  applyWave: ofOne('waves', 'application', () => ({ reason: REASON })),
  stopWave: seldom(ofOne('waves', 'cancellation', () => ({}))),
})

/** What the database untangled by trying again: nobody sees it but for the second it takes. */
const countDeadlocks = (): Promise<number> =>
  inHouse(server.dataDir, ({ adminUrl }) =>
    withClient(adminUrl, async (client) => {
      const { rows } = await client.query<{ n: string }>('select sum(deadlocks) as n from pg_stat_database')
      return Number(rows[0]?.n)
    }),
  )

async function addCarrier(): Promise<string> {
  return inHouse(server.dataDir, async ({ database }) => {
    const [tenant] = await listTenants(database, null)
    if (!tenant) throw new Error('no company')
    const [id = ''] = await withCtx(database, systemSeed(tenant, 'faults', new Date()), (ctx) =>
      createParties(ctx, [{ name: '演练承运', roles: ['carrier'] }]),
    )
    return id
  })
}

await main()
