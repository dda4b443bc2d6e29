// node faults/waves.ts [--orders 5000] [--callers 4] [--kill]
import { parseArgs } from 'node:util'
import { setLanes } from '#modules/inventory/stock.ts'
import { placeOrders } from '#modules/orders/orders.ts'
import { withCtx } from '#platform/ctx.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { logIn, ownServer } from './server.ts'
import { ACCOUNT, type Goods, inHouse, makeCompany, orderBody } from './workload.ts'

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '5000' },
    callers: { type: 'string', default: '4' },
    kill: { type: 'boolean', default: false },
    port: { type: 'string', default: String(20_000 + (process.pid % 20_000)) },
  },
})
const orders = Number(values.orders)
const PRODUCTS = 200
const BATCH = 100
const ALONE_MS = 5_000
const BETWEEN_MS = 50
const ASK_MS = 500
/** The server was killed. */
const NO_ANSWER = 0

type Wave = { id: string; state: string; moved: number; unmoved: number; left: number }

const server = ownServer(Number(values.port))
try {
  const goods = await makeCompany(server.dataDir, { products: PRODUCTS, warehouses: 2, onHand: 100_000 })
  await placeAll(goods)
  await server.start()
  let session = await logIn(server.url, ACCOUNT)
  let wave = (await session.send('POST', '/waves', {})).body as unknown as Wave
  while (wave.state === 'planning') {
    await pause(ASK_MS)
    wave = (await session.send('GET', `/waves/${wave.id}`)).body as unknown as Wave
  }
  say(`proposal: ${wave.state}`)
  let isOver = false
  let isApplying = false
  let wasKilled = false
  const [alone, meanwhile]: number[][] = [[], []]
  const statuses = new Map<number, number>()
  const call = async (caller: number): Promise<void> => {
    for (let i = 0; !isOver; i += 1) {
      const lines = [{ productId: goods.productIds[(caller * 50 + i) % PRODUCTS] ?? '', quantity: 1 }]
      const began = performance.now()
      const wasApplying = isApplying
      const body = orderBody(goods, `C${caller}-${i}`, lines)
      const status = await session.send('POST', '/orders', body).then(
        (answer) => answer.status,
        () => NO_ANSWER,
      )
      const waits = wasApplying || isApplying ? meanwhile : alone
      waits?.push(performance.now() - began)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      await pause(BETWEEN_MS)
    }
  }
  const callers = Array.from({ length: Number(values.callers) }, (_, caller) => call(caller))
  await pause(ALONE_MS)
  isApplying = true
  const began = performance.now()
  await session.send('POST', `/waves/${wave.id}/application`, { reason: 'fault run' })
  const look = async (): Promise<Wave> =>
    (await session.send('GET', `/waves/${wave.id}`)).body as unknown as Wave
  wave = await look()
  while (wave.state === 'applying') {
    await pause(ASK_MS)
    wave = await look()
    const done = wave.moved + wave.unmoved
    if (values.kill && !wasKilled && done > 0 && wave.left > 0) {
      wasKilled = true
      await server.kill()
      const killed = performance.now()
      await server.start()
      session = await logIn(server.url, ACCOUNT)
      say(`killed with ${done} orders done, served again after ${secondsSince(killed)} s`)
    }
  }
  say(`${wave.state} after ${secondsSince(began)} s: ${wave.moved} orders moved, ${wave.unmoved} not`)
  isApplying = false
  isOver = true
  await Promise.all(callers)
  say(`answers of ${values.callers} callers by status: ${JSON.stringify([...statuses])}`)
  say(`alone ${waitsOf(alone)}; meanwhile ${waitsOf(meanwhile)}`)
  const { stdout } = await server.command('verify', '--json')
  say(`verify: ${stdout}`)
  const isSound = (JSON.parse(stdout) as { broken: unknown[] }).broken.length === 0
  if (!isSound || statuses.has(503) || wave.moved < orders) process.exitCode = 1
} finally {
  await server.stop()
}

/** Orders of two lines that all lie in one warehouse; then the other one becomes cheaper, so that each of them moves. */
async function placeAll(goods: Goods): Promise<void> {
  await inHouse(server.dataDir, async ({ database }) => {
    const [tenant] = await listTenants(database, null)
    if (!tenant) throw new Error('no company')
    const lineOf = (n: number) => ({ productId: goods.productIds[n % PRODUCTS] ?? '', quantity: 1 + (n % 3) })
    const orderOf = (n: number) => ({
      ...orderBody(goods, `W-${n}`, [lineOf(2 * n), lineOf(2 * n + 1)]),
      channel: 'form' as const,
    })
    for (let from = 0; from < orders; from += BATCH) {
      const count = Math.min(BATCH, orders - from)
      await withCtx(database, systemSeed(tenant, 'faults', new Date()), (ctx) =>
        placeOrders(
          ctx,
          Array.from({ length: count }, (_, i) => orderOf(from + i)),
        ),
      )
    }
    const lane = { destination: '*', transitHours: 24 }
    const [dear = '', cheap = ''] = goods.warehouseIds
    await withCtx(database, systemSeed(tenant, 'faults', new Date()), (ctx) =>
      setLanes(ctx, [
        { ...lane, warehouseId: dear, fixedCostMinor: 9_000, unitCostMinor: 90 },
        { ...lane, warehouseId: cheap, fixedCostMinor: 100, unitCostMinor: 1 },
      ]),
    )
  })
}

function waitsOf(waits: readonly number[] = []): string {
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0)
  return `${sorted.length} orders, median ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`
}

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1_000).toFixed(1)
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
