import { readFileSync, readdirSync } from 'node:fs'

const TICKS_PER_SECOND = 100
/** Fields of /proc/<pid>/stat counted from the one after the name. */
const PARENT = 1
const OWN = [11, 12] as const
const REAPED = [13, 14] as const

/** CPU seconds used so far by a server process, and by a PostgreSQL with all its processes, dead ones included. Linux only: null elsewhere. */
export function cpuSeconds({
  serverPid,
  postmasterPid,
}: {
  serverPid: number
  postmasterPid: number
}): number | null {
  const server = statOf(serverPid)
  const postmaster = statOf(postmasterPid)
  if (!server || !postmaster) return null
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statOf(Number(pid)))
    .filter((stat): stat is string[] => stat !== null && Number(stat[PARENT]) === postmasterPid)
  const own = [server, postmaster, ...children].reduce((sum, stat) => sum + ticks(stat, OWN), 0)
  return (own + ticks(postmaster, REAPED)) / TICKS_PER_SECOND
}

const ticks = (stat: string[], fields: readonly number[]): number =>
  fields.reduce((sum, field) => sum + Number(stat[field]), 0)

function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
