import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { prepareBinaries } from './postgres-files.ts'
import { isAlive, livePostmaster, serverProcesses } from './postgres-process.ts'
import { startPostgres } from './postgres.ts'
import type { EmbeddedPostgres } from './postgres.ts'

const isRoot = process.getuid?.() === 0
const started: EmbeddedPostgres[] = []
const directories: string[] = []
const apps: ChildProcess[] = []

let template = ''

beforeAll(async () => {
  template = realpathSync(mkdtempSync(join(tmpdir(), 'nuoda-postgres-')))
  const postgres = await startPostgres({ dataDir: template })
  await postgres.stop()
})

afterAll(() => rmSync(template, { recursive: true, force: true }))

afterEach(async () => {
  for (const app of apps.splice(0)) app.kill('SIGKILL')
  for (const postgres of started.splice(0)) await postgres.stop()
  for (const dir of directories.splice(0)) rmSync(dir, { recursive: true, force: true })
})

describe('a durable server', () => {
  test('commits to disk, listens on a private socket only, and knows Chinese letters', async () => {
    const dataDir = makeDataDir()
    const postgres = await start(dataDir, { durable: true })

    expect(await settings(postgres, ['fsync', 'synchronous_commit', 'full_page_writes'])).toEqual([
      'on',
      'on',
      'on',
    ])
    expect(await settings(postgres, ['listen_addresses', 'max_connections'])).toEqual(['', '100'])
    expect(postgres.adopted).toBe(false)
    expect(statSync(postgres.socketDir).mode & 0o777).toBe(0o700)
    expect(postgres.socketDir.startsWith(dataDir)).toBe(true)

    await query(postgres, 'create extension pg_trgm')
    const [row] = await query(postgres, `select show_trgm('上海客户') as trigrams`)
    expect(row?.trigrams).toHaveLength(5)
  })

  test('comes back by itself with every row after its postmaster is killed', async () => {
    const dataDir = makeDataDir()
    const postgres = await start(dataDir, { durable: true })
    await query(postgres, 'create table waybill (number text)')
    await query(postgres, `insert into waybill values ('SF1001')`)
    const killed = postgres.pid

    process.kill(killed, 'SIGKILL')
    await until(() => postgres.pid !== killed)

    expect(await query(postgres, 'select number from waybill')).toEqual([{ number: 'SF1001' }])
  })

  test('refuses to go on with a server that was started without fsync', async () => {
    const dataDir = makeDataDir()
    await start(dataDir)
    await expect(startPostgres({ dataDir })).rejects.toThrow('without fsync')
  })
})

describe('a second user', () => {
  test('adopts the running server; the last one to stop leaves nothing running', async () => {
    const dataDir = makeDataDir()
    const first = await start(dataDir)
    const second = await start(dataDir)
    expect(second.adopted).toBe(true)
    expect(second.pid).toBe(first.pid)

    await first.stop()
    expect(isAlive(second.pid)).toBe(true)
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])

    await second.stop()
    expect(serverProcesses(clusterOf(dataDir))).toEqual([])
    expect(existsSync(join(clusterOf(dataDir), 'postmaster.pid'))).toBe(false)
  })

  test('starts at the same moment on an empty directory', async () => {
    const dataDir = makeDir()
    const both = await Promise.all([start(dataDir, { durable: true }), startElsewhere(dataDir)])
    expect(livePostmaster(clusterOf(dataDir))?.pid).toBe(both[0].pid)
    await killApp(both[1])
  })
})

describe('after a killed application', () => {
  test('the orphaned server is adopted, and stopped in the end', async () => {
    const dataDir = makeDataDir()
    await killApp(await startElsewhere(dataDir))
    const orphan = livePostmaster(clusterOf(dataDir))

    const postgres = await start(dataDir, { durable: true })
    expect(postgres.adopted).toBe(true)
    expect(postgres.pid).toBe(orphan?.pid)
    await postgres.stop()
    expect(serverProcesses(clusterOf(dataDir))).toEqual([])
  })

  test('and a killed postmaster with a busy child, the next start has the rows', async () => {
    const dataDir = makeDataDir()
    const app = await startElsewhere(dataDir)
    const visitor = await start(dataDir, { durable: true })
    await query(visitor, 'create table waybill as select 1 as id')
    const busy = query(visitor, longCount).catch(() => 'cut')
    await until(async () => (await query(visitor, runningCounts))[0]?.running === '1')

    await killApp(app)
    process.kill(visitor.pid, 'SIGKILL')
    const next = await start(dataDir, { durable: true })

    expect(await query(next, 'select id from waybill')).toEqual([{ id: 1 }])
    expect(await busy).toBe('cut')
  }, 30_000)

  test('a lock file whose pid now belongs to another program does not stop the start', async () => {
    const dataDir = makeDataDir()
    const postgres = await start(dataDir)
    const lock = join(clusterOf(dataDir), 'postmaster.pid')
    const [, ...rest] = readFileSync(lock, 'utf8').split('\n')
    await postgres.stop()
    const stranger = spawn('sleep', ['60'], isRoot ? { uid: ownerOf(dataDir) } : {})
    writeFileSync(lock, [stranger.pid, ...rest].join('\n'))

    const next = await start(dataDir)
    stranger.kill('SIGKILL')
    expect(next.adopted).toBe(false)
    expect(await query(next, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('an empty lock file', () => {
  test('that a killed start left behind stops nothing, however fresh it is', async () => {
    const dataDir = makeDataDir()
    writeFileSync(join(clusterOf(dataDir), 'postmaster.pid'), '')
    const postgres = await start(dataDir)
    expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('places', () => {
  test('a path too long for a socket gets the same short one at each start', async () => {
    const parent = makeDir()
    chmodSync(parent, 0o711)
    const dataDir = join(parent, `${'x'.repeat(40)} 数据 目录`)
    const first = await start(dataDir)
    const second = await start(dataDir)
    expect(first.socketDir.length).toBeLessThan(80)
    expect(second.adopted).toBe(true)
    expect(second.socketDir).toBe(first.socketDir)
    directories.push(first.socketDir)
  })

  test('a server that cannot start says why', async () => {
    const dataDir = makeDataDir()
    await (await start(dataDir)).stop()
    appendFileSync(join(clusterOf(dataDir), 'postgresql.conf'), '\nno_such_setting = 1\n')
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      /did not start \(exit code 1\)[^]*no_such_setting/,
    )
  })

  test.runIf(isRoot)(
    'as root, data below a closed directory has its server elsewhere, found again',
    async () => {
      const closed = makeDir()
      chmodSync(closed, 0o700)
      const dataDir = join(closed, 'data')
      const said: string[] = []
      const first = await startPostgres({ dataDir, log: (line) => said.push(line) })
      const home = /lives in (\S+):/.exec(said.join(' '))?.[1] ?? ''
      expect(existsSync(join(home, 'postgres', 'PG_VERSION'))).toBe(true)
      const second = await startPostgres({ dataDir })
      expect(second.adopted).toBe(true)
      await second.stop()
      await first.stop()
      rmSync(home, { recursive: true })
    },
  )

  test.runIf(isRoot)('as root, binaries out of the server user’s reach are copied once', () => {
    const closed = makeDir()
    const dataDir = makeDir()
    chmodSync(dataDir, 0o711)
    const packageDir = makePackage(closed)
    const nobody = { name: 'nobody', uid: 65534, gid: 65534 }

    const native = prepareBinaries(packageDir, dataDir, nobody)
    const program = join(native, 'bin', 'postgres')
    expect(program.startsWith(dataDir)).toBe(true)
    expect(execFileSync(program, { uid: 65534, gid: 65534, cwd: '/', encoding: 'utf8' })).toBe('library\n')

    const made = statSync(program).ctimeMs
    expect(prepareBinaries(packageDir, dataDir, nobody)).toBe(native)
    expect(statSync(program).ctimeMs).toBe(made)
  })
})

/** Minutes of counting that write nothing to disk. */
const longCount = `select count(*) from generate_series(1, 60000) a, generate_series(1, 60000) b`

const runningCounts = `select count(*)::text as running from pg_stat_activity
                       where state = 'active' and query like 'select count(*) from generate%'`

function makeDir(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'nuoda-postgres-')))
  directories.push(dir)
  return dir
}

/** A binary package of a few bytes as a strict umask leaves it: its program prints a library found by symlink. */
function makePackage(dir: string): string {
  const packageDir = join(dir, 'package')
  for (const name of ['bin', 'lib/postgresql', 'share/postgresql']) {
    mkdirSync(join(packageDir, 'native', name), { recursive: true, mode: 0o700 })
  }
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(packageDir, 'package.json'), '{ "version": "18.4.0" }')
  writeFileSync(join(packageDir, 'native/pg-symlinks.json'), JSON.stringify(links))
  writeFileSync(join(packageDir, 'native/lib/libpq.so.5.18'), 'library\n', { mode: 0o600 })
  const script = '#!/bin/sh\ncat "$(dirname "$0")/../lib/libpq.so.5"\n'
  writeFileSync(join(packageDir, 'native/bin/postgres'), script, { mode: 0o700 })
  return packageDir
}

/** A data directory with an empty cluster: copied, because making one takes a second. */
function makeDataDir(): string {
  const dir = makeDir()
  execFileSync('cp', ['-a', clusterOf(template), clusterOf(dir)])
  return dir
}

function clusterOf(dataDir: string): string {
  return join(dataDir, 'postgres')
}

function ownerOf(dataDir: string): number {
  return statSync(clusterOf(dataDir)).uid
}

/** Without fsync unless a test is about it: the data lives for seconds. */
async function start(
  dataDir: string,
  options: { durable: boolean } = { durable: false },
): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true })
  const postgres = await startPostgres({ dataDir, ...options })
  started.push(postgres)
  return postgres
}

/** Another process that starts the server and then does nothing: the application that gets killed. */
async function startElsewhere(dataDir: string) {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)})
    await startPostgres({ dataDir: ${JSON.stringify(dataDir)} })
    process.stdout.write('ready')
    setInterval(() => {}, 1_000)`
  const app = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  apps.push(app)
  await once(app.stdout, 'data')
  return app
}

async function killApp(app: Awaited<ReturnType<typeof startElsewhere>>): Promise<void> {
  app.kill('SIGKILL')
  await once(app, 'exit')
}

async function query(postgres: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: postgres.url(postgres.superuser, 'postgres') })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

async function settings(postgres: EmbeddedPostgres, names: string[]): Promise<unknown[]> {
  const values = names.map(async (name) => Object.values((await query(postgres, `show ${name}`))[0] ?? {})[0])
  return Promise.all(values)
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('waited 20 s in vain')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
