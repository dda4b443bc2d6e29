import { type Exchange, lostProducts, netsOf } from '#modules/orders/move.ts'

/** An order that is planned to move: what it makes free by stockKey (below zero: needs), and whether it has less of anything afterwards. */
type Mover = { id: string; place: number; nets: ReadonlyMap<string, number>; isLosing: boolean }

/** Which orders of a wave are still to be moved. Orders decided are taken out by `settle`. */
export type Parts = {
  /** In the order of who goes first. */
  movers: Map<string, Mover>
  givers: Map<string, Mover[]>
  /** What all of them need, by stockKey. */
  wanted: Units
  /** Too many would have to move together with them; tried again when others have moved. */
  later: Set<string>
  hasSettled: boolean
}
type Units = Map<string, number>
type Group = { members: Mover[]; ids: Set<string>; units: Units }
type Ground = { parts: Parts; free: ReadonlyMap<string, number>; part: Group }

/** Orders that must move together, at most: they are one transaction. */
export const GROUP_MAX = 200
/** Orders looked at in one go, so that nobody waits for the search: of all that are tried, and of those that give the same. */
const LOOKS_MAX = 10_000
const GIVERS_LOOKED_AT = 8
/** How often an order is planned with other givers where one of them lacks something. */
const TRIES_MAX = 5

export function newParts(exchanges: readonly Exchange[]): Parts {
  const parts: Parts = {
    movers: new Map(),
    givers: new Map(),
    wanted: new Map(),
    later: new Set(),
    hasSettled: false,
  }
  for (const [place, exchange] of exchanges.entries()) {
    const nets = netsOf(exchange)
    const mover: Mover = { id: exchange.orderId, place, nets, isLosing: lostProducts(exchange).size > 0 }
    parts.movers.set(mover.id, mover)
    for (const [key, units] of nets) {
      if (units < 0) parts.wanted.set(key, (parts.wanted.get(key) ?? 0) - units)
      const givers = parts.givers.get(key) ?? []
      if (units > 0) givers.push(mover)
      parts.givers.set(key, givers)
    }
  }
  return parts
}

/** These orders have moved, or stay for good. */
export function settle(parts: Parts, ids: readonly string[]): void {
  for (const id of ids) {
    const mover = parts.movers.get(id)
    if (!mover) continue
    for (const [key, units] of mover.nets)
      if (units < 0) parts.wanted.set(key, (parts.wanted.get(key) ?? 0) + units)
    parts.movers.delete(id)
    parts.later.delete(id)
    parts.hasSettled = true
  }
}

/** What the orders need that do not move in this part. */
export function wantedAfter({ movers, wanted }: Parts, ids: readonly string[]): Units {
  const after = new Map(wanted)
  for (const id of ids)
    for (const [key, units] of movers.get(id)?.nets ?? [])
      if (units < 0) after.set(key, (after.get(key) ?? 0) + units)
  return after
}

/**
 * The orders that move next, in one transaction: at least `size` where there are as many, at most GROUP_MAX. Each comes with those
 * whose goods it needs, so nobody gives up goods before somebody can have them. Empty: looked for long enough, ask again. Null:
 * nothing can be moved any more. `free`: by stockKey, with what lies in passage for these orders.
 */
export function nextPart(parts: Parts, free: ReadonlyMap<string, number>, size: number): string[] | null {
  const part = emptyGroup()
  const budget = { looks: LOOKS_MAX }
  const ground = { parts, free, part }
  for (;;) {
    for (const mover of parts.movers.values()) {
      if (mover.isLosing || parts.later.has(mover.id) || part.ids.has(mover.id)) continue
      const group = groupOf(ground, mover, budget)
      // The first one of a call has looks enough to be told for sure.
      if (group === 'too_many' && budget.looks <= 0) return idsOf(part)
      if (group === 'too_many') parts.later.add(mover.id)
      else if (part.members.length + group.members.length > GROUP_MAX) return idsOf(part)
      else addAll(part, group)
      if (part.members.length >= size || budget.looks <= 0) return idsOf(part)
    }
    if (part.members.length > 0) return idsOf(part)
    if (!hasAnotherRound(parts)) return null
  }
}

const idsOf = ({ members }: Group): string[] =>
  members.toSorted((a, b) => a.place - b.place).map(({ id }) => id)

/** Those left for later are tried again when others have moved meanwhile. */
function hasAnotherRound(parts: Parts): boolean {
  if (parts.later.size === 0 || !parts.hasSettled) return false
  parts.hasSettled = false
  parts.later.clear()
  return true
}

const emptyGroup = (): Group => ({ members: [], ids: new Set(), units: new Map() })

function add(group: Group, mover: Mover): void {
  group.members.push(mover)
  group.ids.add(mover.id)
  for (const [key, units] of mover.nets) group.units.set(key, (group.units.get(key) ?? 0) + units)
}

const addAll = (part: Group, { members }: Group): void => members.forEach((member) => add(part, member))

const roomOf = ({ free, part }: Ground, group: Group, key: string): number =>
  (free.get(key) ?? 0) + (part.units.get(key) ?? 0) + (group.units.get(key) ?? 0)

type Budget = { looks: number }

/** An order with those that have to move for it. One that lacks goods whoever moves comes alone: it is found out under the locks. */
function groupOf(ground: Ground, mover: Mover, budget: Budget): Group | 'too_many' {
  const barred = new Set<string>()
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const group = emptyGroup()
    add(group, mover)
    const end = fill(ground, { group, barred, budget })
    if (end === 'too_many') return end
    if (end === null) return group
    // The last of those that take what is gone gives way.
    const last = group.members
      .filter((one) => (one.nets.get(end) ?? 0) < 0)
      .reduce((a, b) => (b.place > a.place ? b : a))
    if (last === mover) break
    barred.add(last.id)
  }
  const alone = emptyGroup()
  add(alone, mover)
  return alone
}

type Filling = { group: Group; barred: ReadonlySet<string>; budget: Budget }

/** Adds who gives what the members lack. Answers the key of what nobody gives, or null when nothing is lacking. */
function fill(ground: Ground, { group, barred, budget }: Filling): string | 'too_many' | null {
  // Whoever is added lacks something, too.
  for (const member of group.members) {
    for (const [key, units] of member.nets) {
      const end = units < 0 ? fillOne(ground, { group, barred, budget, key }) : null
      if (end !== null) return end
    }
  }
  return null
}

function fillOne(ground: Ground, lack: Filling & { key: string }): string | 'too_many' | null {
  const { group, budget, key } = lack
  while (roomOf(ground, group, key) < 0) {
    if (group.members.length >= GROUP_MAX || budget.looks <= 0) return 'too_many'
    const giver = giverOf(ground, lack)
    if (!giver) return key
    add(group, giver)
  }
  return null
}

/** Of those that give these goods, who needs the least from others; who loses nothing first, then the last in place. */
function giverOf(ground: Ground, { group, barred, budget, key }: Filling & { key: string }): Mover | null {
  const { parts, part } = ground
  let best: { mover: Mover; rank: number } | null = null
  let looked = 0
  for (const mover of (parts.givers.get(key) ?? []).toReversed()) {
    if (!isOpen(parts, mover) || group.ids.has(mover.id) || part.ids.has(mover.id) || barred.has(mover.id))
      continue
    const lacks = [...mover.nets].filter(
      ([other, units]) => units < 0 && roomOf(ground, group, other) + units < 0,
    ).length
    const rank = 2 * lacks + (mover.isLosing ? 1 : 0)
    if (!best || rank < best.rank) best = { mover, rank }
    budget.looks -= 1
    looked += 1
    if (rank === 0 || looked >= GIVERS_LOOKED_AT) break
  }
  return best?.mover ?? null
}

const isOpen = (parts: Parts, { id }: Mover): boolean => parts.movers.has(id)
