import { isIPv6 } from 'node:net'
import { TooMany } from '#platform/errors.ts'

/** Wrong passwords of one account in the window; then nobody may try for as long. */
export const FAILURES_MAX = 10
export const FAILURE_WINDOW_S = 900
const IP_TRIES_MAX = 60
const KEPT_MAX = 20_000

/** Anonymous tries leave no rows: they are counted in memory of this process, bounded. `flying`: begun and not ended. */
type Seen = { from: number; tries: number; flying: number }
const byIp = new Map<string, Seen>()
const byAccount = new Map<string, Seen>()

/**
 * Counts a try from an address; call what it gives when the try was right. A whole office comes from one address, and those who know
 * their passwords are no reason to shut it out.
 */
export function countIp(ip: string, now: Date): () => void {
  const seen = seenOf(byIp, networkOf(ip), now)
  seen.tries += 1
  if (seen.tries > IP_TRIES_MAX)
    throw new TooMany(Math.ceil((seen.from + FAILURE_WINDOW_S * 1000 - now.getTime()) / 1000))
  return () => void (seen.tries -= 1)
}

/** Who has one IPv6 address has 2^64: they count as the one network they are. */
function networkOf(ip: string): string {
  if (!isIPv6(ip) || ip.includes('.')) return ip
  const [head = '', tail] = ip.split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16))
    .join(':')
}

/**
 * Begins to compare a password; call what it gives when that has ended. Refused beyond the limit, counting those under way: many at once
 * are no more than many in a row. `failures` are those on record; an account that is not there has none, and is refused after as many
 * tries as one that is.
 */
export function beginTry(
  account: string,
  { now, failures }: { now: Date; failures: number },
): (outcome: 'right' | 'wrong' | 'unfinished') => void {
  const seen = seenOf(byAccount, account, now)
  if (Math.max(failures, seen.tries) + seen.flying >= FAILURES_MAX) throw new TooMany(FAILURE_WINDOW_S)
  seen.flying += 1
  return (outcome) => {
    seen.flying -= 1
    if (outcome === 'wrong') seen.tries += 1
    if (outcome === 'right') seen.tries = 0
  }
}

function seenOf(all: Map<string, Seen>, key: string, now: Date): Seen {
  if (all.size > KEPT_MAX) all.clear()
  const at = now.getTime()
  const known = all.get(key)
  if (known && at - known.from <= FAILURE_WINDOW_S * 1000) return known
  const fresh = { from: at, tries: 0, flying: known?.flying ?? 0 }
  all.set(key, fresh)
  return fresh
}
