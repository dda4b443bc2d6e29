import { parseArgs } from 'node:util'
import { withClient } from '#platform/migrate.ts'
import { type Session, logIn, ownServer } from './server.ts'
import { ACCOUNT, type Goods, inHouse, makeCompany, orderBody } from './workload.ts'

const BUYERS = 200
const UNITS = 50

/** 200 buyers for 50 units, over HTTP; in every second run each order names the product in two lines. `node faults/oversell.ts [--runs 20]` */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' } } })
  const runs = Number(values.runs)
  const server = ownServer(8095)
  try {
    const goods = await makeCompany(server.dataDir, { products: runs, warehouses: 1, onHand: UNITS })
    await server.start()
    const session = await logIn(server.url, ACCOUNT)
    const failed: number[] = []
    for (let run = 0; run < runs; run += 1) failed.push(await buy(session, goods, run))
    await server.kill()
    const sold = await soldByProduct(server.dataDir, goods)
    const verified = await server.command('verify', '--json')
    const broken = JSON.parse(verified.stdout).broken as unknown[]
    const wrong = sold.filter((n) => n !== UNITS).length
    console.log(
      JSON.stringify(
        {
          runs,
          buyers: BUYERS,
          units: UNITS,
          exactly50: runs - wrong,
          sold,
          failedAnswers: failed.reduce((a, b) => a + b, 0),
          broken,
        },
        null,
        2,
      ),
    )
    process.exitCode = wrong === 0 && broken.length === 0 ? 0 : 1
  } finally {
    await server.stop()
  }
}

/** All at once; says how many answers were neither taken nor refused. */
async function buy(session: Session, goods: Goods, run: number): Promise<number> {
  const productId = goods.productIds[run] ?? ''
  const asTwoLines = run % 2 === 1
  const orders = Array.from({ length: asTwoLines ? BUYERS / 2 : BUYERS }, (_, buyer) =>
    orderBody(
      goods,
      `O-${run}-${buyer}`,
      Array.from({ length: asTwoLines ? 2 : 1 }, () => ({ productId, quantity: 1 })),
    ),
  )
  const answers = await Promise.all(
    orders.map((body) =>
      session
        .send('POST', '/orders', body, { 'idempotency-key': body.externalRef })
        .catch(() => ({ status: 599, body: null })),
    ),
  )
  return answers.filter((a) => a.status >= 500).length
}

async function soldByProduct(dataDir: string, goods: Goods): Promise<number[]> {
  return inHouse(dataDir, (house) =>
    withClient(house.adminUrl, async (client) => {
      const { rows } = await client.query<{ product_id: string; n: string }>(
        'select product_id, sum(quantity) as n from reservation where closed_at is null group by product_id',
      )
      const sold = new Map(rows.map((r) => [r.product_id, Number(r.n)]))
      return goods.productIds.map((id) => sold.get(id) ?? 0)
    }),
  )
}

await main()
