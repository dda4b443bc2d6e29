import { readFileSync, readdirSync } from 'node:fs'

/** Processor time in seconds: what work costs, whoever else has the processor meanwhile. Linux. */
export type Costs = { server: number; database: number }

const TICKS_PER_S = 100

/** What a server and its database have cost since they began. */
export function costsOf(serverPid: number, postmasterPid: number): Costs {
  const { own: server } = timesOf(serverPid)
  const { own, ended } = timesOf(postmasterPid)
  const running = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => timesOf(Number(name)))
    .filter(({ parent }) => parent === postmasterPid)
  return { server, database: own + ended + running.reduce((sum, one) => sum + one.own, 0) }
}

/** Of a process: `own` of all its threads, `ended` of children that are gone. */
function timesOf(pid: number): { parent: number; own: number; ended: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const seconds = (first: number) => ((fields[first] ?? 0) + (fields[first + 1] ?? 0)) / TICKS_PER_S
    return { parent: fields[1] ?? 0, own: seconds(11), ended: seconds(13) }
  } catch {
    return { parent: 0, own: 0, ended: 0 }
  }
}

/** The costs of each quarter of some work: equal ones say that the last rows cost no more than the first. */
export function quartersOf(seen: readonly { share: number; costs: Costs }[]): number[] {
  const totals = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const found = seen.find((one) => one.share >= share) ?? seen.at(-1)
    return found ? found.costs.server + found.costs.database : 0
  })
  return totals.slice(1).map((total, i) => total - (totals[i] ?? 0))
}
