import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const START_MS = 90_000
/** What bin/nuoda gives to Node. */
export const startFlags =
  readFileSync(join(root, 'bin/nuoda'), 'utf8').split('\n', 1)[0]?.match(/--\S+/g) ?? []

/** A server of our own in a scratch directory. Only processes started here are ever signalled, by pid. */
export type OwnServer = {
  url: string
  dataDir: string
  /** Exits that nobody here asked for. */
  unexpectedExits: () => number
  start: () => Promise<void>
  pid: () => number
  postmasterPid: () => number | null
  kill: () => Promise<void>
  killPostgres: () => boolean
  stop: () => Promise<void>
  command: (...args: string[]) => Promise<{ code: number; stdout: string }>
}

/** `besides`: the directory of another server, whose database it shares and which outlives it. */
export function ownServer(
  port: number,
  args: string[] = ['serve'],
  flags: string[] = [],
  besides?: string,
): OwnServer {
  const dataDir = besides ?? mkdtempSync(join(tmpdir(), 'nuoda-faults-'))
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    NUODA_DATA: dataDir,
    LOG_LEVEL: 'silent',
  }
  let child: ChildProcess | null = null
  let expected = false
  let exits = 0
  const url = `http://127.0.0.1:${port}`
  const gone = (c: ChildProcess) =>
    new Promise<void>((done) =>
      c.exitCode !== null || c.signalCode !== null ? done() : void c.once('exit', () => done()),
    )
  const self: OwnServer = {
    url,
    dataDir,
    unexpectedExits: () => exits,
    async start() {
      expected = false
      child = spawn(process.execPath, [...startFlags, ...flags, join(root, 'main.ts'), ...args], {
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      child.once('exit', () => {
        if (!expected) exits += 1
      })
      await untilReady(url)
    },
    pid: () => child?.pid ?? 0,
    postmasterPid: () => postmasterPid(dataDir),
    async kill() {
      if (!child) return
      expected = true
      child.kill('SIGKILL')
      await gone(child)
    },
    killPostgres() {
      const pid = postmasterPid(dataDir)
      if (pid === null) return false
      process.kill(pid, 'SIGKILL')
      return true
    },
    async stop() {
      if (child) {
        expected = true
        child.kill('SIGTERM')
        await gone(child)
      }
      if (besides === undefined) rmSync(dataDir, { recursive: true, force: true })
    },
    command: (...commandArgs) => runCommand(env, commandArgs),
  }
  return self
}

export function runCommand(
  env: NodeJS.ProcessEnv,
  args: string[],
): Promise<{ code: number; stdout: string }> {
  return new Promise((done) => {
    const run = spawn(process.execPath, [join(root, 'main.ts'), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    run.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    run.once('close', (code) => done({ code: code ?? 1, stdout }))
  })
}

export async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline) {
    const ok = await fetch(`${url}/ready`).then(
      (r) => r.ok,
      () => false,
    )
    if (ok) return
    await new Promise((wait) => setTimeout(wait, 50))
  }
  throw new Error(`${url} was not ready within ${START_MS / 1000} s`)
}

function postmasterPid(dataDir: string): number | null {
  try {
    return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]) || null
  } catch {
    return null
  }
}

/** What a fault run reads of answers. */
export type AnswerBody = { id: string; rows?: unknown[] }

export type Session = {
  cookie: string
  send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: AnswerBody }>
}

/** Logs in and gives a function that calls the API as that user. */
export async function logIn(
  url: string,
  account: { tenant: string; email: string; password: string },
): Promise<Session> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant: account.tenant, email: account.email, password: account.password }),
  })
  if (!answer.ok) throw new Error(`log-in failed: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return {
    cookie,
    async send(method, path, body, headers = {}) {
      const reply = await fetch(`${url}/api${path}`, {
        method,
        headers: {
          cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await reply.text()
      return { status: reply.status, body: text ? JSON.parse(text) : null }
    },
  }
}
