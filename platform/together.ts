/** Joins a call to the others of its lane. */
export type Gather<T> = (lane: string, item: T) => Promise<unknown>

type Work<T> = {
  alone: (item: T) => Promise<unknown>
  /** Does several at once, all or nothing; undefined for those that are to be done alone. */
  together: (items: readonly [T, ...T[]]) => Promise<unknown[]>
}
type Waiting<T> = { item: T; done: PromiseWithResolvers<unknown> }
/** Works under way, the calls in them, and those that wait. */
type Lane<T> = { works: number; calls: number; waiting: Waiting<T>[]; timer?: NodeJS.Timeout }

/** How many works of one lane are under way before newcomers wait, and how many of those are then done at once. */
const AT_ONCE = 2
const TOGETHER_MAX = 64
/** Callers who were answered together come back one after the other: the second work waits for them no longer than this. */
const GATHER_MS = 4

/**
 * Calls that come one by one are done one by one, without any delay. Calls that come while AT_ONCE of their lane are under way
 * wait for one to end and are then done together: the more come, the less each costs. Beside a work of many calls the next begins
 * when as many wait, or after GATHER_MS: begun for the first who comes back, it would leave all others waiting. What fails
 * together is done again alone, so that nobody pays for another's mistake.
 */
export function gathering<T>({ alone, together }: Work<T>): Gather<T> {
  const lanes = new Map<string, Lane<T>>()
  const goOn = (name: string, lane: Lane<T>): void => {
    while (lane.works < AT_ONCE && lane.waiting.length > 0) {
      if (lane.works > 0 && lane.waiting.length < Math.min(lane.calls, TOGETHER_MAX)) {
        lane.timer ??= setTimeout(() => begin(name, lane), GATHER_MS)
        return
      }
      begin(name, lane)
    }
    if (lane.works === 0) lanes.delete(name)
  }
  const begin = (name: string, lane: Lane<T>): void => {
    clearTimeout(lane.timer)
    delete lane.timer
    const group = lane.waiting.splice(0, TOGETHER_MAX)
    lane.works += 1
    lane.calls += group.length
    void work(group).finally(() => {
      lane.works -= 1
      lane.calls -= group.length
      goOn(name, lane)
    })
  }
  const work = async (group: Waiting<T>[]): Promise<void> => {
    const [first, ...others] = group
    if (!first) return
    const answers =
      others.length > 0 ? await together([first.item, ...others.map(({ item }) => item)]).catch(() => []) : []
    await Promise.all(
      group.map(async ({ item, done }, i) => {
        const answer = answers[i]
        if (answer !== undefined) return done.resolve(answer)
        await alone(item).then(done.resolve, done.reject)
      }),
    )
  }
  return (name, item) => {
    const lane = lanes.get(name) ?? { works: 0, calls: 0, waiting: [] }
    lanes.set(name, lane)
    const done = Promise.withResolvers<unknown>()
    lane.waiting.push({ item, done })
    goOn(name, lane)
    return done.promise
  }
}
