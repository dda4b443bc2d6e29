/** To begin with, with its log; the demo takes more. */
const NEW_DATABASE_MB = 100

type Settings = { host: string; port: number; dataDir: string; databaseUrl: string | null }

/**
 * What keeps a process from starting, with what to do about it, in one or two sentences for whoever typed the command. Null when the
 * error's own message says it already.
 */
export function startProblem(error: unknown, settings: Settings): string | null {
  const { message, syscall, path, hostname, cause, ...rest } = error as NodeJS.ErrnoException & {
    hostname?: string
  }
  const isFull = (cause as NodeJS.ErrnoException | undefined)?.code === PG_DISK_FULL // in a migration
  const given = isFull ? PG_DISK_FULL : rest.code
  const code = message === 'timeout expired' ? 'ETIMEDOUT' : given // pg gives its own no code
  if (code === undefined) return null
  if (syscall === 'listen' || (hostname !== undefined && hostname === settings.host))
    return listenProblem(code, settings)
  if (path !== undefined) return pathProblem(code, path, settings)
  // What is written to an open file fails without its name.
  const isOurs = settings.databaseUrl === null || syscall !== undefined
  if (isOurs && (FULL.includes(code) || code === PG_DISK_FULL))
    return pathProblem('ENOSPC', settings.dataDir, settings)
  return settings.databaseUrl ? databaseProblem(code, message, settings.databaseUrl) : null
}

function listenProblem(code: string, { host, port }: Settings): string | null {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken by another program (another Nuoda?). Stop that one, or set PORT to a free port; PORT=0 takes any.`
  if (code === 'EACCES')
    return `Port ${port} may not be opened by this user. Set PORT to one from 1024 on, or grant the right to low ports.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `This machine has no address "${host}". Set HOST to one of its addresses; 0.0.0.0 takes all of them.`
  return null
}

const FULL = ['ENOSPC', 'EDQUOT']
const PG_DISK_FULL = '53100'

/** Code and path of an error whose words, PostgreSQL's own, tell of a full disk. */
export function fullDisk(words: string, path: string): { code?: string; path?: string } {
  return /No space left on device|Check free disk space|Disk quota exceeded/.test(words)
    ? { code: 'ENOSPC', path }
    : {}
}

/** What is wrong with the place, and what else helps than another one. */
const PATH_PROBLEMS: Record<string, [string, string?]> = {
  EACCES: ['may not be written by this user', 'Change its owner or its rights'],
  EPERM: ['may not be written by this user', 'Change its owner or its rights'],
  EROFS: ['lies on a file system that can only be read'],
  ENOSPC: ['lies on a disk that is full', `Make room (a new database takes ${NEW_DATABASE_MB} MB)`],
  EDQUOT: ['is out of its quota', 'Make room'],
  EEXIST: ['is in the way: a directory is needed there', 'Move it'],
  ENOTDIR: ['lies below a file: a directory is needed there'],
  ENOENT: ['cannot be made: that place stores no files'],
}

function pathProblem(code: string, path: string, { dataDir }: Settings): string | null {
  const [wrong, remedy] = PATH_PROBLEMS[code] ?? []
  if (wrong === undefined) return null
  const move = `set NUODA_DATA to another directory (now ${dataDir}).`
  return `${path} ${wrong}. ${remedy ? `${remedy}, or ${move}` : move.replace(/^s/, 'S')}`
}

const DATABASE_PROBLEMS: Record<string, string> = {
  ECONNREFUSED: 'does not answer: is it running, and are host and port right?',
  ECONNRESET: 'broke the connection: is it PostgreSQL that listens there?',
  EHOSTUNREACH: 'cannot be reached: are host and network right?',
  ENETUNREACH: 'cannot be reached: are host and network right?',
  ETIMEDOUT: 'does not answer: are host and port right, and does a firewall let us through?',
  ENOTFOUND: 'has a host name that nobody knows: is it spelt right?',
  EAI_AGAIN: 'has a host name that cannot be looked up now: is the name server reachable?',
  ENOENT: 'has no socket there: is PostgreSQL running, and is the path right?',
  '28P01': 'refuses the password of the user',
  '28000': 'refuses the user: does it exist, and does pg_hba.conf let it in from here?',
  '3D000': 'has no database of this name: make it with UTF-8 encoding, owned by the user',
  '42501':
    'refuses what has to be done at the start: the user must own the database and may make roles (CREATEROLE), the one time the extensions are missing it must be allowed to make them',
  [PG_DISK_FULL]: 'has a disk that is full: make room there',
  '53300': 'has no connection left: raise max_connections or stop other programs',
  '57P03': 'is still starting or already stopping: try again in a moment',
}

function databaseProblem(code: string, message: string, url: string): string | null {
  const words = DATABASE_PROBLEMS[code]
  return words
    ? `The PostgreSQL of DATABASE_URL (${placeOf(url)}) ${words}${message ? ` (${message})` : ''}`
    : null
}

/** Where it is, without the password. */
function placeOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed
    ? `${parsed.username || '?'} at ${parsed.host || 'the socket'}${parsed.pathname}`
    : 'as it is set'
}
