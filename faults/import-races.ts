// node faults/import-races.ts [--rounds 4] [--rows 400] [--people 4] [--seed N]
import { parseArgs } from 'node:util'
import { newRandom } from './random-input.ts'
import { type Session, logIn, ownServer } from './server.ts'
import { ACCOUNT, makeCompany } from './workload.ts'

// Two servers over one database import files of the same records in opposite order, and take them back, while people work on those records.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    rows: { type: 'string', default: '400' },
    people: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    port: { type: 'string', default: String(20_000 + (process.pid % 20_000)) },
  },
})
const random = newRandom(Number(values.seed))
const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
const ROWS = Number(values.rows)
const POLL_MS = 50
const BUSY = ['reading', 'checking', 'running', 'undoing']
const KINDS = ['products', 'customers', 'orders', 'stock'] as const
type Kind = (typeof KINDS)[number]

type Batch = {
  id: string
  state: string
  total: number
  records: number
  counts: Record<string, number>
  problem: { code: string } | null
}
type Row = { rowNo: number; outcome: string; problems: { code: string }[]; record: { id: string } | null }
type Seen = { rows?: Row[]; nextCursor?: string | null; version?: number; name?: string; sku?: string }

const first = ownServer(Number(values.port))
const second = ownServer(Number(values.port) + 1, ['serve'], [], first.dataDir)
const servers = [first, second]
const answers = new Map<string, Map<number, number>>()
const wrong: string[] = []

/** Two files of one kind: the same keys, the second one from the last to the first, saying something else. */
const FILES: Record<Kind, (round: number, side: number) => string[][]> = {
  products: (round, side) => [
    ['商品编码', '商品名称', '条码'],
    ...keys(side).map((i) => [
      `X-${round}-${i}`,
      `商品 ${i} 版 ${side}`,
      `69${round}${String(i).padStart(6, '0')}`,
    ]),
  ],
  customers: (round, side) => [
    ['外部编号', '客户名称', '联系人', '联系电话'],
    ...keys(side).map((i) => [
      `C-${round}-${i}`,
      `客户 ${round}-${i} 版 ${side}`,
      `联系人 ${i}`,
      '13812345678',
    ]),
  ],
  orders: (round, side) => [
    ['货主', '客户单号', '商品编码', '数量', '收货人', '收货电话', '省份', '城市', '区县', '详细地址'],
    ...keys(side).map((i) => [
      '演练客户',
      `R-${round}-${i}`,
      `F-${i % 20}`,
      '1',
      `收货人 ${i}`,
      '13812345678',
      '广东省',
      '广州市',
      '天河区',
      '天河路 1 号',
    ]),
  ],
  stock: (_round, side) => [
    ['仓库', '商品编码', '入库数量'],
    ...keys(side).map((i) => ['FW0', `F-${i % 20}`, '1']),
  ],
}
const keys = (side: number): number[] => {
  const all = Array.from({ length: ROWS }, (_, i) => i)
  return side === 0 ? all : all.toReversed()
}

async function main(): Promise<void> {
  try {
    await makeCompany(first.dataDir, { products: 20, warehouses: 1, onHand: 1_000_000 })
    await first.start()
    await second.start()
    const sessions = await Promise.all(servers.map(({ url }) => logIn(url, ACCOUNT)))
    for (let round = 0; round < Number(values.rounds); round += 1)
      for (const kind of KINDS) await race(sessions, kind, round)
    const { stdout } = await first.command('verify', '--json')
    const acts = Object.fromEntries([...answers].map(([name, by]) => [name, Object.fromEntries(by)]))
    console.log(JSON.stringify({ seed: values.seed, acts, wrong }, null, 1))
    console.log(`verify: ${stdout}`)
    const isSound = (JSON.parse(stdout) as { broken: unknown[] }).broken.length === 0
    const exits = servers.reduce((sum, server) => sum + server.unexpectedExits(), 0)
    if (!isSound || wrong.length > 0 || exits > 0) process.exitCode = 1
  } finally {
    await second.stop()
    await first.stop()
  }
}

/** Both files checked, imported and taken back at once, people at work on what they bring. */
async function race(sessions: readonly Session[], kind: Kind, round: number): Promise<void> {
  const batches = await Promise.all(
    sessions.map(async (session, side) => ({ session, id: await upload(session, { kind, round, side }) })),
  )
  const all = async (what: string, body?: object) => {
    await Promise.all(
      batches.flatMap(({ session, id }) =>
        [0, 1].map(() => ask(session, `${kind} ${what}`, `/imports/${id}/${what}`, body)),
      ),
    )
    return Promise.all(batches.map(({ session, id }) => resting(session, id)))
  }
  await all('check')
  let isOver = false
  const atWork = Array.from({ length: Number(values.people) }, async (_, i) => {
    while (!isOver) await workOn(batches[i % 2], kind)
  })
  const imported = await all('run', { policy: 'good_rows' })
  for (const one of imported) mustAddUp(`${kind} ${round} imported`, one)
  const undone = await all('undo', { policy: 'what_can_be' })
  isOver = true
  await Promise.all(atWork)
  for (const [i, one] of undone.entries()) {
    mustAddUp(`${kind} ${round} undone`, one)
    const batch = batches[i]
    if (batch) await mustSayWhy(batch, `${kind} ${round}`)
  }
  const told = undone.map(({ state, counts }) => `${state} ${JSON.stringify(counts)}`)
  console.log(
    `${kind} ${round}: ${imported.map(({ counts }) => counts['imported']).join(' and ')} imported; ${told.join(' | ')}`,
  )
}

/** Everything of a row is accounted for, and the work ended by itself. */
function mustAddUp(what: string, { counts, total, problem, state }: Batch): void {
  const sum = Object.values(counts).reduce((a, b) => a + b, 0)
  if (sum !== total) wrong.push(`${what}: ${sum} of ${total} rows`)
  if (problem?.code === 'import.trouble') wrong.push(`${what}: given up in ${state}`)
}

/** Rows that an undo leaves say why, and their records are there; those of rows that went are not. */
async function mustSayWhy({ session, id }: { session: Session; id: string }, what: string): Promise<void> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Seen = (
      await session.send('GET', `/imports/${id}/rows?limit=200${cursor ? `&cursor=${cursor}` : ''}`)
    ).body as unknown as Seen
    rows.push(...(page.rows ?? []))
    cursor = page.nextCursor ?? null
  }
  const silent = rows.filter(
    ({ outcome, problems }) => outcome === 'imported' && !problems[0]?.code.startsWith('undo.'),
  )
  if (silent.length > 0) wrong.push(`${what}: ${silent.length} rows stay without a reason`)
  const lost = rows.filter(({ outcome, record }) => outcome === 'imported' && record === null)
  if (lost.length > 0) wrong.push(`${what}: ${lost.length} rows stay without their record`)
}

/** One act of a person on a record that the import brought. */
async function workOn(batch: { session: Session; id: string } | undefined, kind: Kind): Promise<void> {
  if (!batch) return
  const { session, id } = batch
  const page = (await session.send('GET', `/imports/${id}/rows?limit=50&outcome=imported`))
    .body as unknown as Seen
  const record = pick(page.rows ?? [])?.record
  if (!record || kind === 'stock') return void (await session.send('GET', '/products?limit=20'))
  const path = `/${kind}/${record.id}`
  const seen = (await session.send('GET', path)).body as unknown as Seen
  if (random() < 0.5)
    return void (await ask(session, `${kind} note`, `/records/${kind.slice(0, -1)}/${record.id}/notes`, {
      audience: 'internal',
      body: 'a race',
    }))
  if (kind === 'orders')
    await ask(session, 'orders hold', `${path}/hold`, { version: seen.version, reason: 'a race' })
  if (kind === 'customers')
    await ask(session, 'customers contact', `${path}/contacts`, { name: '新联系人', phone: '13800000000' })
  if (kind === 'products') {
    const body = { version: seen.version, sku: seen.sku, name: `${seen.name} 改` }
    const { status } = await session.send('PUT', path, body)
    count('products change', status)
  }
}

async function ask(session: Session, name: string, path: string, body?: object): Promise<void> {
  const { status, body: answer } = await session.send('POST', path, body)
  count(name, status)
  if (status >= 500 && status !== 503) wrong.push(`${name}: ${status} ${JSON.stringify(answer)}`)
}

function count(name: string, status: number): void {
  const by = answers.get(name) ?? new Map<number, number>()
  answers.set(name, by.set(status, (by.get(status) ?? 0) + 1))
}

type File = { kind: Kind; round: number; side: number }

async function upload(session: Session, { kind, round, side }: File): Promise<string> {
  const server = servers[side] ?? first
  const rows = FILES[kind](round, side)
  const answer = await fetch(`${server.url}/api/imports?kind=${kind}`, {
    method: 'POST',
    headers: {
      cookie: session.cookie,
      'content-type': 'text/csv',
      'x-file-name': `race-${round}-${side}.csv`,
    },
    body: rows.map((cells) => cells.join(',')).join('\n'),
  })
  const { id } = (await answer.json()) as { id: string }
  const batch = (await resting(session, id)) as Batch & { mapping: object }
  const duplicates = kind === 'stock' ? 'update_all' : kind === 'orders' ? 'skip' : 'update_filled'
  const mapped = await session.send('PUT', `/imports/${id}/mapping`, { fields: batch.mapping, duplicates })
  if (mapped.status !== 200) throw new Error(JSON.stringify(mapped.body))
  return id
}

async function resting(session: Session, id: string): Promise<Batch> {
  for (;;) {
    const batch = (await session.send('GET', `/imports/${id}`)).body as unknown as Batch
    if (!BUSY.includes(batch.state)) return batch
    await new Promise((wait) => setTimeout(wait, POLL_MS))
  }
}

await main()
