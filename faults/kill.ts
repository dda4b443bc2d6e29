import { parseArgs } from 'node:util'
import { withClient } from '#platform/migrate.ts'
import { type OwnServer, type Session, logIn, ownServer, untilReady } from './server.ts'
import { ACCOUNT, type Goods, inHouse, makeCompany, orderBody } from './workload.ts'
import { newRandom } from './random-input.ts'

const CLIENTS = 16
const RETRY_MS = 100

type History = { acknowledged: Map<string, string>; unknown: number; refused: string[] }

/**
 * Kills our own server and our own PostgreSQL (-9) under order load and compares what was acknowledged with what is there.
 * `node faults/kill.ts [--server 20] [--postgres 5] [--seed N]`
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      server: { type: 'string', default: '20' },
      postgres: { type: 'string', default: '5' },
      seed: { type: 'string' },
    },
  })
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  const server = ownServer(8096)
  try {
    const goods = await makeCompany(server.dataDir, { products: 40, warehouses: 3, onHand: 1_000_000 })
    await server.start()
    const result = await run(server, {
      goods,
      serverKills: Number(values.server),
      postgresKills: Number(values.postgres),
      seed,
    })
    console.log(JSON.stringify({ seed, ...result }, null, 2))
    process.exitCode =
      result.lost.length === 0 && result.duplicated === 0 && result.broken.length === 0 && result.exits === 0
        ? 0
        : 1
  } finally {
    await server.stop()
  }
}

type Plan = { goods: Goods; serverKills: number; postgresKills: number; seed: number }

async function run(server: OwnServer, { goods, serverKills, postgresKills, seed }: Plan) {
  const random = newRandom(seed)
  const history: History = { acknowledged: new Map(), unknown: 0, refused: [] }
  const state = { running: true, session: await logIn(server.url, ACCOUNT) }
  const clients = Array.from({ length: CLIENTS }, (_, client) => orderLoop(goods, history, state, client))
  const recoveriesMs: number[] = []
  const kills = [
    ...Array.from({ length: serverKills }, () => 'server'),
    ...Array.from({ length: postgresKills }, () => 'postgres'),
  ]
  for (const what of kills) {
    await pause(750 + random() * 1_500)
    const began = performance.now()
    if (what === 'server') {
      await server.kill()
      await server.start()
    } else if (server.killPostgres()) await untilReady(server.url)
    recoveriesMs.push(Math.round(performance.now() - began))
  }
  await pause(1_000)
  state.running = false
  await Promise.all(clients)
  await server.kill()
  return {
    ...(await check(server, history)),
    kills: kills.length,
    acknowledged: history.acknowledged.size,
    unknown: history.unknown,
    refused: history.refused.length,
    refusals: history.refused.slice(0, 5),
    exits: server.unexpectedExits(),
    recoveryMs: {
      median: recoveriesMs.toSorted((a, b) => a - b)[Math.floor(recoveriesMs.length / 2)],
      max: Math.max(...recoveriesMs),
    },
  }
}

/** Each order is sent with its own key until it is acknowledged. A connection that broke tells nothing: the same request goes out again. */
async function orderLoop(
  goods: Goods,
  history: History,
  state: { running: boolean; session: Session },
  client: number,
): Promise<void> {
  for (let n = 0; state.running; n += 1) {
    const ref = `K-${client}-${n}`
    const lines = [0, 1, 2].map((i) => ({
      productId: goods.productIds[(client * 7 + n * 3 + i) % goods.productIds.length] ?? '',
      quantity: 1 + (n % 3),
    }))
    const body = orderBody(goods, ref, lines)
    for (;;) {
      const answer = await state.session
        .send('POST', '/orders', body, { 'idempotency-key': ref })
        .catch(() => null)
      if (answer?.status === 200) {
        history.acknowledged.set(ref, answer.body.id)
        break
      }
      if (answer && answer.status < 500) {
        history.refused.push(`${ref}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
        break
      }
      history.unknown += 1
      if (!state.running && history.unknown > 100_000) break
      await pause(RETRY_MS)
    }
  }
}

async function check(server: OwnServer, history: History) {
  const { rows, duplicated } = await inHouse(server.dataDir, (house) =>
    withClient(house.adminUrl, async (client) => ({
      rows: (
        await client.query<{ ref: string; id: string }>('select external_ref as ref, id from sales_order')
      ).rows,
      duplicated: Number(
        (
          await client.query(
            'select count(*)::int as n from (select 1 from sales_order group by tenant_id, customer_id, external_ref having count(*) > 1) d',
          )
        ).rows[0].n,
      ),
    })),
  )
  const there = new Map(rows.map((r) => [r.ref, r.id]))
  const lost = [...history.acknowledged].filter(([ref, id]) => there.get(ref) !== id).map(([ref]) => ref)
  const verified = await server.command('verify', '--json')
  return {
    lost,
    duplicated,
    inDatabase: rows.length,
    broken: JSON.parse(verified.stdout).broken as unknown[],
  }
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

await main()
