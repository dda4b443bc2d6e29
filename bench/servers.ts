import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { startFlags } from '../faults/server.ts'
import { askOnce } from './client.ts'

export type OwnServer = { port: number; pid: number; stop: () => Promise<void> }

const root = join(import.meta.dirname, '..')
const READY_MS = 90_000
const STOP_MS = 25_000

/** Starts the product itself, as an operator would. */
export function startProduct(dataDir: string): Promise<OwnServer> {
  return startServer(
    [...startFlags, ...profiling(), join(root, 'main.ts'), 'serve'],
    { NUODA_DATA: dataDir, HOST: '127.0.0.1', LOG_LEVEL: process.env.BENCH_LOG ?? 'silent' },
    '/ready',
  )
}

/** Starts the bare server that shows the raw limit. */
export function startLimit(databaseUrl: string): Promise<OwnServer> {
  return startServer(
    [join(import.meta.dirname, 'limit-server.ts')],
    { LIMIT_DATABASE: databaseUrl },
    '/ready',
  )
}

/** BENCH_PROFILE=DIR writes a CPU profile of the product there when it stops. */
const profiling = (): string[] =>
  process.env.BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_PROFILE] : []

async function startServer(
  args: string[],
  env: Record<string, string>,
  readyPath: string,
): Promise<OwnServer> {
  const port = await freePort()
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...inherited, ...env, PORT: String(port) },
    stdio: ['ignore', process.env.BENCH_LOG ? 'inherit' : 'ignore', 'inherit'],
  })
  const pid = child.pid
  if (pid === undefined) throw new Error(`${args.join(' ')} could not be started`)
  const stopWithUs = () => void child.kill('SIGKILL')
  process.once('exit', stopWithUs)
  const stop = async () => {
    await stopChild(child)
    process.removeListener('exit', stopWithUs)
  }
  try {
    await untilReady(child, port, readyPath)
  } catch (error) {
    await stop()
    throw error
  }
  return { port, pid, stop }
}

async function untilReady(child: ChildProcess, port: number, path: string): Promise<void> {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the server left with ${child.exitCode ?? child.signalCode}`)
    const ready = await askOnce(port, { path }).then(
      (a) => a.status === 200,
      () => false,
    )
    if (ready) return
    await new Promise((wait) => setTimeout(wait, 50))
  }
  throw new Error(`the server was not ready within ${READY_MS / 1_000} s`)
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(timer)
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
