// The embedded PostgreSQL: started, adopted, watched and stopped. It runs apart from this process, so it outlives a
// killed Nuoda and the next start takes it over. Nothing listens on the network: only a unix socket in a private
// directory. (docs stack §1 lists what each step guards against.)
import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { makeDirectory } from './directories.ts'
import {
  chooseSystemUser,
  ensureCluster,
  findBinaryPackage,
  serverHome,
  prepareBinaries,
  prepareSocketDir,
  socketPort,
  spawnSettings,
  superuser,
} from './postgres-files.ts'
import type { SystemUser } from './postgres-files.ts'
import {
  countLeases,
  dropLease,
  isAlive,
  livePostmaster,
  removeStaleLocks,
  serverProcesses,
  takeLease,
  wasShutDown,
} from './postgres-process.ts'
import { settingsOf } from './postgres-settings.ts'
import { fullDisk } from './start-problem.ts'

export type EmbeddedPostgres = {
  socketDir: string
  port: number
  superuser: string
  /** Connection URL over the unix socket, as libpq and `pg` read it. No password: the socket's directory is private. */
  url(user: string, database: string): string
  /** The postmaster; another one after the server died and was started again. */
  readonly pid: number
  /** True when the server was already running. */
  adopted: boolean
  /** Stops the server unless another living process uses it too. Waits until no process of it is left. */
  stop(): Promise<void>
}

export type PostgresOptions = {
  /** Parent directory: the cluster is in `postgres/`, the log in `postgres.log`. */
  dataDir: string
  /** False only for tests: no fsync, an acknowledged commit can be lost in a power cut. Default true. */
  durable?: boolean
  /** Default 100. */
  maxConnections?: number
  log?: (line: string) => void
}

const startTimeoutMs = 60_000
const pollMs = 50
const longestPollMs = 250 // each early question is a line in the server's log
const probeTimeoutMs = 2_000
const orphanGraceMs = 2_500 // children of a killed postmaster leave within about a second; a busy query does not
const fastStopMs = 30_000
const immediateStopMs = 10_000
const watchMs = 250
const maxFailedRestarts = 10 // in a row
const longestRestartPauseMs = 30_000
const logLimitBytes = 10 * 1024 * 1024
const logTailBytes = 4_096
const lockConflict = /lock file .* (already exists|is empty)|still in use/ // empty: another launcher is just writing it

type Server = {
  dataDir: string
  clusterDir: string
  logFile: string
  leaseDir: string
  socketDir: string
  user: SystemUser | null
  packageDir: string
  durable: boolean
  maxConnections: number
  log: (line: string) => void
}
type Launched = { pid: number | undefined; failure: string | null; logStart: number }
type Running = { pid: number; socketDir: string; adopted: boolean }

/**
 * Starts the embedded PostgreSQL on a data directory, or adopts the one that already runs there, and keeps it running:
 * a server that dies is started again until `stop()`. Resolves when a connection succeeds. Throws an Error with a
 * remedy, and the last lines of the server's log, when it cannot.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const server = describeServer(options)
  const lease = takeLease(server.leaseDir)
  let running: Running
  try {
    running = await bringUp(server)
  } catch (error) {
    dropLease(server.leaseDir, lease)
    throw error
  }
  const watch = watchServer(server, running)
  let stopping: Promise<void> | null = null

  return {
    socketDir: running.socketDir,
    port: socketPort,
    superuser,
    url: (user, database) => urlOf(running.socketDir, user, database),
    get pid() {
      return watch.pid()
    },
    adopted: running.adopted,
    stop() {
      stopping ??= watch.end().then(() => release(server, lease))
      return stopping
    },
  }
}

function describeServer(options: PostgresOptions): Server {
  const packageDir = findBinaryPackage()
  makeDirectory(resolve(options.dataDir))
  const wanted = realpathSync(options.dataDir)
  const user = chooseSystemUser(join(wanted, 'postgres'))
  const dataDir = serverHome(wanted, user)
  if (dataDir !== wanted) options.log?.(`the database lives in ${dataDir}: its user may not enter ${wanted}`)
  const clusterDir = join(dataDir, 'postgres')
  return {
    dataDir,
    clusterDir,
    logFile: join(dataDir, 'postgres.log'),
    leaseDir: join(dataDir, 'postgres-users'),
    socketDir: prepareSocketDir(dataDir, user),
    user,
    packageDir,
    durable: options.durable ?? true,
    maxConnections: options.maxConnections ?? 100,
    log: options.log ?? (() => {}),
  }
}

/** Goes round until a connection succeeds: adopt what lives, wait for what is on its way, else launch. */
async function bringUp(server: Server): Promise<Running> {
  const deadline = Date.now() + startTimeoutMs
  let launched: Launched | null = null
  for (let round = 1; Date.now() < deadline; round += 1) {
    const live = livePostmaster(server.clusterDir)
    if (live?.socketDir && (await answers(server, live.socketDir))) {
      return { pid: live.pid, socketDir: live.socketDir, adopted: live.pid !== launched?.pid }
    }
    if (launched?.failure) {
      const tail = readTail(server.logFile, launched.logStart)
      if (!lockConflict.test(tail))
        throw Object.assign(
          new Error(`PostgreSQL did not start (${launched.failure}).\n${tail}`),
          fullDisk(tail, server.dataDir),
        )
      launched = null
    }
    if (!live && !launched) launched = await launchWhenClear(server, deadline)
    await sleep(Math.min(longestPollMs, pollMs * Math.ceil(round / 4)))
  }
  throw new Error(
    `PostgreSQL did not answer within ${startTimeoutMs / 1000} s. If it is still recovering after a crash, start ` +
      `Nuoda again later: it goes on with the same server. Its log ${server.logFile} ends:\n${readTail(server.logFile, 0)}`,
  )
}

/** Waits for children of a dead postmaster, which still hold its shared memory; null when someone else launched. */
async function launchWhenClear(server: Server, deadline: number): Promise<Launched | null> {
  const killAt = Date.now() + orphanGraceMs
  for (
    let left = serverProcesses(server.clusterDir);
    left.length > 0;
    left = serverProcesses(server.clusterDir)
  ) {
    if (livePostmaster(server.clusterDir) || Date.now() > deadline) return null
    if (Date.now() > killAt) signal(left, 'SIGKILL')
    await sleep(pollMs)
  }
  const native = prepareBinaries(server.packageDir, server.dataDir, server.user)
  await ensureCluster({ ...server, native })
  removeStaleLocks(server.clusterDir, server.socketDir)
  return launch(server, native)
}

function launch(server: Server, native: string): Launched {
  rotateLog(server.logFile)
  const log = openSync(server.logFile, 'a', 0o600)
  const logStart = fstatSync(log).size // before the child is there: it may have said why it ends when spawn returns
  const settings = Object.entries(settingsOf(server)).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', server.clusterDir, ...settings], {
    ...spawnSettings(server.user),
    detached: true,
    stdio: ['ignore', log, log],
  })
  const launched: Launched = { pid: child.pid, failure: null, logStart }
  child.on('error', (error) => (launched.failure = error.message))
  child.on('exit', (code, exitSignal) => (launched.failure = `exit code ${code ?? exitSignal}`))
  child.unref()
  closeSync(log)
  return launched
}

/** True when the server of this cluster takes a connection; throws when a durable one is wanted and it is not. */
async function answers(server: Server, socketDir: string): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(socketDir, superuser, 'postgres'),
    connectionTimeoutMillis: probeTimeoutMs,
    query_timeout: probeTimeoutMs,
  })
  client.on('error', () => {}) // a server that dies during the probe is seen in the next round
  try {
    await client.connect()
    const { rows } = await client.query<{ dir: string; fsync: string }>(
      `select current_setting('data_directory') as dir, current_setting('fsync') as fsync`,
    )
    const found = rows[0]
    if (found?.dir !== server.clusterDir) return false
    if (server.durable && found.fsync !== 'on') throw new NotDurable(server.clusterDir)
    return true
  } catch (error) {
    if (error instanceof NotDurable) throw error
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

class NotDurable extends Error {
  constructor(clusterDir: string) {
    super(
      `The running PostgreSQL of ${clusterDir} was started for tests, without fsync. Stop it, then start again.`,
    )
  }
}

/**
 * Starts the server again when it dies. An orderly shutdown by somebody else is respected: then the watch waits until
 * they start it. The timer keeps no process alive.
 */
function watchServer(server: Server, first: Running) {
  let { pid } = first
  let failures = 0
  let ended = false
  let isDown = false
  let round: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout

  async function check(): Promise<void> {
    const live = livePostmaster(server.clusterDir)
    if (live?.pid === pid) return
    if (!live && wasShutDown(server.clusterDir)) {
      if (!isDown) server.log('PostgreSQL was shut down from outside; waiting until it is started again')
      isDown = true
      return
    }
    if (!live) server.log(`PostgreSQL (process ${pid}) died; starting it again`)
    pid = (await bringUp(server)).pid
    isDown = false
    failures = 0
    server.log(`PostgreSQL is back as process ${pid}`)
  }

  function schedule(pauseMs: number): void {
    timer = setTimeout(() => {
      round = check().catch((error: Error) => {
        failures += 1
        server.log(
          `PostgreSQL could not be started again (${failures} of ${maxFailedRestarts}): ${error.message}`,
        )
      })
      void round.then(() => {
        if (ended || failures >= maxFailedRestarts) return
        schedule(failures === 0 ? watchMs : Math.min(longestRestartPauseMs, 1_000 * 2 ** failures))
      })
    }, pauseMs).unref()
  }

  schedule(watchMs)
  return {
    pid: () => pid,
    async end() {
      ended = true
      clearTimeout(timer)
      await round
    },
  }
}

/** The last living user stops the server: fast (open transactions roll back), then immediate (recovery at next start). */
async function release(server: Server, lease: string): Promise<void> {
  dropLease(server.leaseDir, lease)
  if (countLeases(server.leaseDir) > 0) {
    server.log('PostgreSQL is left running: another process uses it')
    return
  }
  const live = livePostmaster(server.clusterDir)
  if (live === null) return
  for (const [how, patienceMs] of [['SIGINT', fastStopMs] as const, ['SIGQUIT', immediateStopMs] as const]) {
    signal([live.pid], how)
    if (await isGoneWithin(server, live.pid, patienceMs)) return
    server.log(`PostgreSQL (process ${live.pid}) did not stop on ${how}`)
  }
  throw new Error(`PostgreSQL (process ${live.pid}) did not stop. Its log is ${server.logFile}.`)
}

async function isGoneWithin(server: Server, pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs
  while (Date.now() < deadline) {
    if (serverProcesses(server.clusterDir).length === 0) return true
    const live = livePostmaster(server.clusterDir)
    if (live && live.pid !== pid) return true // somebody has started it anew: theirs now
    await sleep(pollMs)
  }
  return false
}

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, name)
}

function urlOf(socketDir: string, user: string, database: string): string {
  const host = encodeURIComponent(socketDir)
  return `postgresql://${encodeURIComponent(user)}@/${encodeURIComponent(database)}?host=${host}&port=${socketPort}`
}

function rotateLog(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > logLimitBytes) renameSync(logFile, `${logFile}.1`)
}

/** The end of the log, from `start` (bytes) on at the earliest. */
function readTail(logFile: string, start: number): string {
  if (!existsSync(logFile)) return ''
  const file = openSync(logFile, 'r')
  try {
    const { size } = fstatSync(file)
    const from = Math.max(start, size - logTailBytes, 0)
    const buffer = Buffer.alloc(Math.max(size - from, 0))
    readSync(file, buffer, 0, buffer.length, from)
    return buffer.toString('utf8').trim()
  } finally {
    closeSync(file)
  }
}
