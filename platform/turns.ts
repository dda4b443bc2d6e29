import { Unavailable } from '#platform/errors.ts'

/** Does a work when those of its lane that came before have ended. */
export type Turns = <T>(lane: string, work: () => Promise<T>) => Promise<T>

/** How many of a lane may be there at once, the one at work among them. */
const LANE_MAX = 50

/** Lanes in which works are done one after the other, as they came. Unavailable where too many wait already. */
export function takingTurns(): Turns {
  const lanes = new Map<string, { last: Promise<unknown>; size: number }>()
  return async (name, work) => {
    const lane = lanes.get(name) ?? { last: Promise.resolve(), size: 0 }
    if (lane.size >= LANE_MAX) throw new Unavailable('too many wait for their turn')
    lanes.set(name, lane)
    lane.size += 1
    const mine = lane.last.then(work)
    lane.last = mine.catch(() => {})
    try {
      return await mine
    } finally {
      lane.size -= 1
      if (lane.size === 0) lanes.delete(name)
    }
  }
}
