// Which processes belong to a database directory, and who is using it. Everything here reads; the only file removed is
// a lock file whose holder is shown to be gone.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { makeDirectory } from './directories.ts'

/** What `postmaster.pid` says. `socketDir` is empty for the first milliseconds of a start. */
export type Postmaster = { pid: number; dataDir: string; port: number; socketDir: string }

const hasProc = process.platform === 'linux'
const shutDown = 1 // DB_SHUTDOWNED of pg_control.h
const emptyLockMs = 2_000 // a server that starts fills its lock file within milliseconds
const stateOffset = 16 // after system_identifier (8), pg_control_version (4), catalog_version_no (4)

/** Title prefix of the server's child processes: they can be told apart without the right to trace them (containers). */
export function clusterName(clusterDir: string): string {
  return `nuoda-${createHash('sha256').update(clusterDir).digest('hex').slice(0, 12)}`
}

/** The postmaster recorded in the directory, whether alive or not; null when there is no usable record. */
export function readPostmaster(clusterDir: string): Postmaster | null {
  const text = readOrNull(join(clusterDir, 'postmaster.pid'))
  if (text === null) return null
  const [pid, dataDir, , port, socketDir] = text.split('\n').map((line) => line.trim())
  if (!Number(pid)) return null
  return { pid: Number(pid), dataDir: dataDir ?? '', port: Number(port) || 0, socketDir: socketDir ?? '' }
}

/** The recorded postmaster when it is alive and serves this directory; a recycled pid or a zombie does not count. */
export function livePostmaster(clusterDir: string): Postmaster | null {
  const recorded = readPostmaster(clusterDir)
  if (recorded === null || !isAlive(recorded.pid)) return null
  if (!hasProc) return recorded
  const command = commandOf(recorded.pid)
  return isPostmasterOf(command, [clusterDir, recorded.dataDir]) ? recorded : null
}

/** Pids of every process of the server: postmaster, its children, and children left by a killed postmaster. */
export function serverProcesses(clusterDir: string): number[] {
  if (!hasProc) return [livePostmaster(clusterDir)?.pid].filter((pid) => pid !== undefined)
  const title = `postgres: ${clusterName(clusterDir)}: `
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const command = commandOf(pid)
      return command.startsWith(title) || isLaunchedOn(command, clusterDir)
    })
}

/**
 * Removes lock files that would stop PostgreSQL although nobody holds them: their pid now belongs to another program
 * (usual after a container restart) or to a zombie nobody reaps, or they stayed empty when their server was killed at
 * the moment it started. A dead pid is left to PostgreSQL's own check.
 */
export function removeStaleLocks(clusterDir: string, socketDir: string): void {
  if (!hasProc || serverProcesses(clusterDir).length > 0 || livePostmaster(clusterDir)) return
  const lock = join(clusterDir, 'postmaster.pid')
  const recorded = readPostmaster(clusterDir)
  const isVoid = recorded ? isAlive(recorded.pid) : isOlderThan(lock, emptyLockMs)
  if (isVoid) rmSync(lock, { force: true })
  for (const name of readdirSync(socketDir).filter((entry) => entry.startsWith('.s.PGSQL.'))) {
    rmSync(join(socketDir, name), { force: true })
  }
}

/** Whether the last server of this directory ended by an orderly shutdown, as `pg_control` says. */
export function wasShutDown(clusterDir: string): boolean {
  const control = readFileSync(join(clusterDir, 'global', 'pg_control'))
  return control.readInt32LE(stateOffset) === shutDown
}

/**
 * Notes that this process uses the server. One file per user named by pid and process start time, so that a killed
 * process leaves a note that is known to be void. The last one to drop its lease stops the server.
 */
export function takeLease(leaseDir: string): string {
  makeDirectory(leaseDir)
  leaseCount += 1
  const lease = `${process.pid}-${startTimeOf(process.pid)}-${leaseCount}`
  writeFileSync(join(leaseDir, lease), '')
  return lease
}

export function dropLease(leaseDir: string, lease: string): void {
  rmSync(join(leaseDir, lease), { force: true })
}

/** Number of living users; void leases are removed on the way. */
export function countLeases(leaseDir: string): number {
  let living = 0
  for (const lease of readdirSync(leaseDir)) {
    const [pid, startTime] = lease.split('-')
    if (isAlive(Number(pid)) && startTimeOf(Number(pid)) === startTime) living += 1
    else dropLease(leaseDir, lease)
  }
  return living
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

let leaseCount = 0

function commandOf(pid: number): string {
  return readOrNull(`/proc/${pid}/cmdline`) ?? ''
}

function isLaunchedOn(command: string, dir: string): boolean {
  return isPostgres(command) && directoryOf(command) === dir
}

/** A server started by hand with a relative directory cannot be told from ours: it counts as ours, which is the safe side. */
function isPostmasterOf(command: string, dirs: string[]): boolean {
  if (!isPostgres(command)) return false
  const dir = directoryOf(command)
  return dir === null || !isAbsolute(dir) || dirs.includes(dir)
}

function isPostgres(command: string): boolean {
  return ['postgres', 'postmaster'].includes(basename(command.split('\0')[0] ?? ''))
}

function directoryOf(command: string): string | null {
  const words = command.split('\0')
  const at = words.indexOf('-D')
  return at === -1 ? null : (words[at + 1] ?? null)
}

/** Start time in clock ticks since boot (field 22 of stat); '0' where the system does not tell. */
function startTimeOf(pid: number): string {
  const stat = readOrNull(`/proc/${pid}/stat`)
  if (stat === null) return '0'
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return afterName[19] ?? '0'
}

function isOlderThan(path: string, ageMs: number): boolean {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {}
  return mtimeMs !== undefined && Date.now() - mtimeMs > ageMs
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
