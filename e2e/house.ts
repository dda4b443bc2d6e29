import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const BUILT = join(ROOT, 'dist/web/index.html')
/** The web app takes its operations, rules and texts from these. */
const SOURCES = ['web', 'modules', 'platform', 'package-lock.json', 'vite.config.ts']
const READY_MS = 240_000
const STOP_MS = 25_000
const LOG_KEPT = 4_000

export type House = { url: string; stop: () => Promise<void> }

/** Builds the web app when it is missing or older than what it is made from. */
export function ensureWeb(): void {
  const built = existsSync(BUILT) ? statSync(BUILT).mtimeMs : 0
  if (SOURCES.every((source) => newest(join(ROOT, source)) <= built)) return
  console.log('e2e: building the web app')
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`vite build failed:\n${stdout}\n${stderr}`)
}

function newest(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return path.endsWith('.test.ts') ? 0 : stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** The real server with the demo company, in a data directory of its own. Made once for all stories. */
export async function startHouse(): Promise<House> {
  const data = mkdtempSync(join(tmpdir(), 'nuoda-e2e-data-'))
  const port = await freePort()
  const { DATABASE_URL: _, ...inherited } = process.env
  const env = { ...inherited, NUODA_DATA: data, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, [join(ROOT, 'main.ts'), 'serve', '--demo'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async () => {
    await stopChild(child)
    stopDatabase(data)
    rmSync(data, { recursive: true, force: true })
  }
  try {
    const url = `http://127.0.0.1:${port}`
    await untilReady(child, url)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let log = ''
  const keep = (chunk: unknown) => (log = (log + String(chunk)).slice(-LOG_KEPT))
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const until = Date.now() + READY_MS
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`The server left with ${child.exitCode}:\n${log}`)
    const isReady = await fetch(`${url}/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`The server was not ready within ${READY_MS / 1000} s:\n${log}`)
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const left = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await left
  clearTimeout(timer)
}

/** A server that had to be killed leaves its PostgreSQL behind; its pid is in its data directory. */
function stopDatabase(data: string): void {
  const files = existsSync(data) ? readdirSync(data, { recursive: true, encoding: 'utf8' }) : []
  const name = files.find((file) => file.endsWith('postmaster.pid'))
  const pid = name ? Number(readFileSync(join(data, name), 'utf8').split('\n')[0]) : 0
  if (pid <= 1) return
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It is gone already.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
