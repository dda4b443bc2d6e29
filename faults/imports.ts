// node faults/imports.ts [--kind products|customers|orders] [--rows 500000] [--format csv|xlsx] [--bad 5000] [--readers 4]
// Killed and stopped so often in each of check, import and undo: [--kills 1] [--stops 1]
import { openAsBlob, readFileSync, writeFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withClient } from '#platform/migrate.ts'
import { type Costs, costsOf, quartersOf } from './costs.ts'
import { ORDERED_PRODUCTS, large, spoilt, writeCsv, writeXlsx } from './large-file.ts'
import { type Session, logIn, ownServer } from './server.ts'
import type { Stops } from './stops.ts'
import { ACCOUNT, inHouse, makeCompany } from './workload.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    format: { type: 'string', default: 'csv' },
    kind: { type: 'string', default: 'products' },
    bad: { type: 'string', default: '0' },
    kills: { type: 'string', default: '0' },
    stops: { type: 'string', default: '0' },
    readers: { type: 'string', default: '0' },
    port: { type: 'string', default: String(20_000 + (process.pid % 20_000)) },
  },
})
const rows = Number(values.rows)
const kind = values.kind in large ? (values.kind as keyof typeof large) : 'products'
const MB = 1024 * 1024
const SAMPLE_MS = 500
const IDLE_SAMPLES = 30
/** Lists are read for so long when all is over, while statistics and dead rows are as the import left them. */
const AFTER_MS = 20_000
const READ_EVERY_MS = 100
/** The records of a file, and how many different ones they are. */
const HELD = {
  products: `select count(*)::int as n, count(distinct sku)::int as different from product where sku like 'L-%'`,
  customers: `select count(*)::int as n, count(distinct external_ref)::int as different from party where external_ref like 'C-%'`,
  orders: `select count(*)::int as n, count(distinct external_ref)::int as different from sales_order`,
}
const LISTS = ['/products?limit=50', '/orders?limit=50', '/customers?limit=50']

/** What is asked for, how the batch is called meanwhile, and when it was stopped. */
const PHASES = {
  check: { busy: 'checking', sent: undefined, stopped: ['uploaded'] },
  run: { busy: 'running', sent: { policy: 'good_rows' }, stopped: ['checked'] },
  undo: { busy: 'undoing', sent: { policy: 'what_can_be' }, stopped: ['done', 'checked'] },
}
type Phase = keyof typeof PHASES
const POLL_MS = 50

type Batch = {
  id: string
  state: string
  total: number
  records: number
  counts: Record<string, number>
  progress: { done: number; total: number } | null
}

const path = join(tmpdir(), `nuoda-large-${process.pid}.${values.format}`)
await (values.format === 'xlsx' ? writeXlsx : writeCsv)(
  path,
  rows,
  spoilt(large[kind], Number(values.bad), rows),
)
say(`${rows} rows of ${kind}, ${(statSync(path).size / MB).toFixed(0)} MB of ${values.format}`)

const stopsPath = `${path}.stops`
process.env.NUODA_STOPS = stopsPath
const server = ownServer(
  Number(values.port),
  ['serve'],
  [`--import=${join(import.meta.dirname, 'stops.ts')}`],
)
let peakMb = 0
/** Answers to each list by what the server was doing meanwhile. */
const waits = new Map<string, number[]>()
let doing = 'idle'
let isOver = false
let session: Session = { cookie: '' } as Session
try {
  await makeCompany(server.dataDir, { products: ORDERED_PRODUCTS, warehouses: 1, onHand: 1_000_000 })
  await server.start()
  session = await logIn(server.url, ACCOUNT)
  const reading = Array.from({ length: Number(values.readers) }, () => readLists())
  for (let i = 0; i < IDLE_SAMPLES; i += 1) {
    sample()
    await new Promise((wait) => setTimeout(wait, SAMPLE_MS))
  }
  say(`idle: ${peakMb.toFixed(0)} MB`)
  // From here on: the import's own peak.
  writeFileSync(`/proc/${server.pid()}/clear_refs`, '5')
  peakMb = 0
  doing = 'reading'
  const id = await upload(session)
  await until(id, ['uploaded'])
  await interrupted(id, 'check')
  await until(id, ['checked'])
  await readErrors(id)
  await interrupted(id, 'run')
  const done = await until(id, ['done'])
  await mustHold(done.records)
  await interrupted(id, 'undo')
  const undone = await until(id, ['undone'])
  await mustHold(0)
  const { broken } = JSON.parse((await server.command('verify', '--json')).stdout) as { broken: unknown[] }
  say(
    `imported ${done.counts['imported']}, undone ${undone.counts['undone']}; verify: ${JSON.stringify(broken)}`,
  )
  if (broken.length > 0) process.exitCode = 1
  doing = 'afterwards'
  await new Promise((wait) => setTimeout(wait, reading.length > 0 ? AFTER_MS : 0))
  isOver = true
  await Promise.all(reading)
  tellWaits()
  tellStops()

  /** Somebody at work, who reads lists one after the other. */
  async function readLists(): Promise<void> {
    for (let i = 0; !isOver; i += 1) {
      const list = LISTS[i % LISTS.length] ?? ''
      const began = performance.now()
      const answer = await session.send('GET', list).catch(() => ({ status: 0 }))
      // While the server is killed, there is nothing to be read.
      if (answer.status === 200) noteWait(`${list} ${doing}`, performance.now() - began)
      await new Promise((wait) => setTimeout(wait, READ_EVERY_MS))
    }
  }
  /** Has the server do it, killed and stopped on the way as often as asked, each time at a later share of the rows. */
  async function interrupted(batch: string, phase: Phase): Promise<void> {
    const { busy, sent, stopped } = PHASES[phase]
    const acts = [
      ...Array.from({ length: Number(values.kills) }, () => 'kill'),
      ...Array.from({ length: Number(values.stops) }, () => 'stop'),
    ]
    await ask(batch, phase, sent)
    for (const [i, act] of acts.entries()) {
      const before = await reached(batch, { busy, share: (i + 1) / (acts.length + 1) })
      if (before.state !== busy) return say(`${phase} was over before the ${act}`)
      await (act === 'kill' ? killServer() : ask(batch, 'stop'))
      const after = await read(batch)
      say(`${phase}, ${act}: ${tell(before)}, then ${tell(after)}`)
      const rowsTold = Object.values(after.counts).reduce((sum, n) => sum + n, 0)
      if (rowsTold !== after.total || !(act === 'kill' ? [busy] : stopped).includes(after.state))
        throw new Error(JSON.stringify(after))
      if (act === 'stop') await ask(batch, phase, sent)
    }
  }
  async function reached(batch: string, { busy, share }: { busy: string; share: number }): Promise<Batch> {
    for (;;) {
      const found = await read(batch)
      const { done: rowsDone = 1, total = 1 } = found.progress ?? {}
      if (found.state !== busy || rowsDone >= share * total) return found
      await new Promise((wait) => setTimeout(wait, POLL_MS))
    }
  }
  async function killServer(): Promise<void> {
    await server.kill()
    await server.start()
    session = await logIn(server.url, ACCOUNT)
  }
  async function ask(batch: string, what: string, sent?: object): Promise<void> {
    const answer = await session.send('POST', `/imports/${batch}/${what}`, sent)
    if (answer.status !== 200) throw new Error(`${what}: ${JSON.stringify(answer.body)}`)
    doing = what
  }
  /** A server that has too much to do says so (503): it is asked again. */
  async function read(batch: string): Promise<Batch> {
    for (;;) {
      const { status, body } = await session.send('GET', `/imports/${batch}`)
      if (status === 200) return body as unknown as Batch
      if (status !== 503) throw new Error(`${status} ${JSON.stringify(body)}`)
      await new Promise((wait) => setTimeout(wait, SAMPLE_MS))
    }
  }
  async function until(batch: string, states: string[]): Promise<Batch> {
    const began = performance.now()
    const seen: { share: number; costs: Costs }[] = []
    for (;;) {
      sample()
      const found = await read(batch)
      const { done = 1, total = 1 } = found.progress ?? {}
      seen.push({
        share: states.includes(found.state) ? 1 : Math.min(0.99, done / Math.max(total, 1)),
        costs: costsOf(server.pid(), server.postmasterPid() ?? 0),
      })
      if (states.includes(found.state)) {
        say(
          `${found.state} after ${((performance.now() - began) / 1000).toFixed(1)} s (${peakMb.toFixed(0)} MB so far), ${tellCosts(seen)}`,
        )
        return found
      }
      if (['failed', 'uploaded', 'checked'].includes(found.state)) throw new Error(JSON.stringify(found))
      await new Promise((wait) => setTimeout(wait, SAMPLE_MS))
    }
  }
} finally {
  isOver = true
  await server.stop()
  for (const file of [path, stopsPath]) rmSync(file, { force: true })
}

/** As many records of the file as were told, none of them twice. */
async function mustHold(records: number): Promise<void> {
  const found = await inHouse(server.dataDir, ({ adminUrl }) =>
    withClient(
      adminUrl,
      async (client) => (await client.query<{ n: number; different: number }>(HELD[kind])).rows[0],
    ),
  )
  say(`records in the database: ${JSON.stringify(found)}`)
  if (found?.n !== records || found.different !== records) throw new Error(`${records} records were told`)
}

function tell({ state, progress, counts }: Batch): string {
  return `${state}${progress ? ` at ${progress.done} of ${progress.total}` : ''} with ${counts['imported']} imported`
}

async function upload({ cookie }: Session): Promise<string> {
  const answer = await fetch(`${server.url}/api/imports?kind=${kind}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/octet-stream', 'x-file-name': `large.${values.format}` },
    body: await openAsBlob(path),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return ((await answer.json()) as { id: string }).id
}

/** Reads the file of the rows that are not right, which has one line more than they are: its headings. */
async function readErrors(id: string): Promise<void> {
  if (Number(values.bad) === 0) return
  const began = performance.now()
  const answer = await fetch(`${server.url}/api/imports/${id}/errors?format=csv`, {
    headers: { cookie: session.cookie },
  })
  const lines = (await answer.text()).trim().split('\n').length
  sample()
  say(`error file of ${lines - 1} rows after ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

function noteWait(what: string, ms: number): void {
  const of = waits.get(what) ?? []
  of.push(ms)
  waits.set(what, of)
}

function tellWaits(): void {
  for (const [what, of] of waits) {
    const sorted = of.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0)
    say(
      `${what}: ${of.length} times, median ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
    )
  }
}

function tellStops(): void {
  const stops = JSON.parse(readFileSync(stopsPath, 'utf8')) as Stops
  const ms = (value: number) => `${value.toFixed(0)} ms`
  say(`peak memory of the server ${peakMb.toFixed(0)} MB`)
  say(
    `its event loop stood still p99 ${ms(stops.p99)}, p99.9 ${ms(stops.p999)}, at most ${ms(stops.max)}; ${ms(stops.ownMax)} at most without waiting for a processor, ${ms(stops.workMax)} of work at most; garbage ${ms(stops.gcMax)} at most; ${stops.cpuS.toFixed(1)} s of processor time`,
  )
}

/** What the work cost: less than it took where others have the processor, more where two have worked at once. */
function tellCosts(seen: readonly { share: number; costs: Costs }[]): string {
  const [first, last] = [seen[0]?.costs, seen.at(-1)?.costs]
  const spent = (of: keyof Costs) => ((last?.[of] ?? 0) - (first?.[of] ?? 0)).toFixed(1)
  const quarters = quartersOf(seen).map((one) => one.toFixed(1))
  return `processor time: server ${spent('server')} s, database ${spent('database')} s, by quarters ${quarters.join(', ')}`
}

/** Resident memory of the server's process at most. */
function sample(): void {
  const status = readFileSync(`/proc/${server.pid()}/status`, 'utf8')
  peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
