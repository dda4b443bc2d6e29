import { availableParallelism } from 'node:os'

/** A reading of one kind that may be done with others of its lane. */
export type Reading<T> = { lane: string; kind: string; item: T }
export type Share<T> = (reading: Reading<T>) => Promise<unknown>

type Work<T> = {
  alone: (item: T) => Promise<unknown>
  /** Does several, in this order; each says for itself how it ended. Rejects when something held up all: who is not ended then is done alone. */
  together: (items: readonly Shared<T>[]) => Promise<void>
  clock?: () => number
}
export type Shared<T> = { item: T; answer: (value: unknown) => void; fail: (error: unknown) => void }

/** So many go their own way: they keep the processors busy already. */
const OWN_WAY = 2 * availableParallelism()
const SHARED_MAX = 16
/** Who was slower holds up those behind it: its kind goes its own way for a while. */
const SLOW_MS = 200
const SLOW_FOR_MS = 60_000
const SLOW_KINDS_MAX = 1_000

/**
 * Readings that come while few are under way are done by themselves. When many are, those that come in the same moment share what
 * they need: nobody waits for one to end, only for the moment's. What fails is done again alone, so that nobody pays for another.
 */
export function sharing<T>({ alone, together, clock = () => performance.now() }: Work<T>): Share<T> {
  const lanes = new Map<string, (Shared<T> & { key: string })[]>()
  const slowUntil = new Map<string, number>()
  let underWay = 0
  const again = ({ item, answer, fail }: Shared<T>) => void alone(item).then(answer, fail)
  const noteSlow = (key: string, took: number): void => {
    if (took < SLOW_MS) return
    if (slowUntil.size >= SLOW_KINDS_MAX) slowUntil.clear()
    slowUntil.set(key, clock() + SLOW_FOR_MS)
  }
  const begin = (lane: string): void => {
    const waiting = lanes.get(lane) ?? []
    lanes.delete(lane)
    while (waiting.length > 0) {
      const group = waiting.splice(0, SHARED_MAX)
      const [first, ...others] = group
      if (!first || others.length === 0) return group.forEach(again)
      // They are answered one after the other: each took from the answer before it to its own.
      let since = clock()
      const open = new Set(group)
      const ended = (one: (typeof group)[number]) => {
        open.delete(one)
        noteSlow(one.key, clock() - since)
        since = clock()
      }
      const shared = group.map((one): Shared<T> => ({
        item: one.item,
        answer: (value) => {
          ended(one)
          one.answer(value)
        },
        fail: () => {
          ended(one)
          again(one)
        },
      }))
      together(shared).catch(() => open.forEach(again))
    }
  }
  return ({ lane, kind, item }) => {
    const key = `${lane} ${kind}`
    const isAlone = underWay < OWN_WAY || (slowUntil.get(key) ?? 0) > clock()
    underWay += 1
    if (isAlone) return alone(item).finally(() => (underWay -= 1))
    const { promise, resolve: answer, reject: fail } = Promise.withResolvers<unknown>()
    const waiting = lanes.get(lane) ?? []
    if (waiting.length === 0) setImmediate(begin, lane)
    waiting.push({ item, answer, fail, key })
    lanes.set(lane, waiting)
    return promise.finally(() => (underWay -= 1))
  }
}
