import { expect, test } from 'vitest'
import { stockKey } from '#modules/orders/allocation-problem.ts'
import {
  type Exchange,
  type StockUnits,
  fittingOrders,
  inPassage,
  lostProducts,
  netsOf,
} from '#modules/orders/move.ts'
import { seeded } from './joint-random.ts'
import { GROUP_MAX, newParts, nextPart, settle, wantedAfter } from './part.ts'

type Wave = { exchanges: Exchange[]; free: Map<string, number> }

const WAREHOUSES = ['a', 'b', 'c']

/** Orders that move among warehouses, some gaining and some losing, so that all of it fits at once and hardly anything is free. */
function waveOf(random: () => number, orders: number): Wave {
  const products = Array.from({ length: 2 + Math.floor(random() * 12) }, (_, i) => `p${i}`)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  const units = (): StockUnits => ({
    warehouseId: pick(WAREHOUSES),
    productId: pick(products),
    quantity: 1 + Math.floor(random() * 4),
  })
  const exchanges = Array.from({ length: orders }, (_, i): Exchange => {
    const kind = random()
    const lines = Array.from({ length: 1 + Math.floor(random() * 2) }, units)
    const elsewhere = lines.map((line) => ({ ...line, warehouseId: pick(WAREHOUSES) }))
    if (kind < 0.25) return { orderId: `o${i}`, gives: [], takes: lines }
    if (kind < 0.5) return { orderId: `o${i}`, gives: lines, takes: [] }
    return { orderId: `o${i}`, gives: lines, takes: elsewhere }
  })
  const free = new Map<string, number>()
  for (const warehouseId of WAREHOUSES)
    for (const productId of products) free.set(stockKey(warehouseId, productId), 0)
  const net = new Map(free)
  for (const exchange of exchanges)
    for (const [key, n] of netsOf(exchange)) net.set(key, (net.get(key) ?? 0) + n)
  const spare = random() < 0.5 ? 0 : 3
  for (const [key, n] of net) free.set(key, Math.max(0, -n) + Math.floor(random() * spare))
  return { exchanges, free }
}

type Run = { moved: Set<string>; decided: string[]; parts: string[][] }

/** Applies a wave part by part as the database would; `between` is what others do to the stock that is free meanwhile. */
function applied({ exchanges, free }: Wave, size: number, between: (free: Map<string, number>) => void): Run {
  const parts = newParts(exchanges)
  const byId = new Map(exchanges.map((one) => [one.orderId, one]))
  const run: Run = { moved: new Set(), decided: [], parts: [] }
  let held: StockUnits[] = []
  const keyOf = (item: StockUnits) => stockKey(item.warehouseId, item.productId)
  const change = (key: string, n: number) => free.set(key, (free.get(key) ?? 0) + n)
  for (;;) {
    const known = new Map(free)
    for (const item of held) known.set(keyOf(item), (known.get(keyOf(item)) ?? 0) + item.quantity)
    const ids = nextPart(parts, known, size)
    if (ids === null) return run
    if (ids.length === 0) continue
    run.parts.push(ids)
    between(free)
    for (const item of held) change(keyOf(item), item.quantity)
    const part = ids.flatMap((id) => byId.get(id) ?? [])
    const { fitting, unneeded } = fittingOrders(part, free)
    const moving = part.filter((one) => fitting.has(one.orderId))
    for (const one of moving) for (const [key, n] of netsOf(one)) change(key, n)
    held = inPassage(held, moving, wantedAfter(parts, ids))
    for (const item of held) change(keyOf(item), -item.quantity)
    expect([...free.values()].every((n) => n >= 0)).toBe(true)
    const decided = ids.filter((id) => !unneeded.has(id))
    expect(decided.length).toBeGreaterThan(0)
    run.decided.push(...decided)
    for (const id of fitting) run.moved.add(id)
    settle(parts, decided)
  }
}

const seeds = Array.from({ length: 60 }, (_, i) => i + 1)

test('all that fits at once is moved part by part, whatever the size of the parts; only who would give for nobody stays', () => {
  for (const seed of seeds) {
    const random = seeded(seed)
    const wave = waveOf(random, 3 + Math.floor(random() * 120))
    const { moved, decided, parts } = applied(wave, 1 + Math.floor(random() * 20), () => {})
    expect(new Set(decided).size, `seed ${seed}: twice`).toBe(decided.length)
    expect(
      parts.every((ids) => ids.length <= GROUP_MAX),
      `seed ${seed}: bound`,
    ).toBe(true)
    const stayed = wave.exchanges.filter((one) => !moved.has(one.orderId))
    for (const one of stayed)
      expect(lostProducts(one).size, `seed ${seed}: ${one.orderId}`).toBeGreaterThan(0)
    // What they would give is nobody's: everything else moved without it.
    expect(stayed.every((one) => !decided.includes(one.orderId))).toBe(true)
  }
})

test('whatever others take of what lies free between two parts, all goods that are given up reach those they are for', () => {
  for (const seed of seeds) {
    const random = seeded(1_000 + seed)
    const wave = waveOf(random, 3 + Math.floor(random() * 60))
    // All that lies free is gone before the first part: what moves, moves by what is given up.
    for (const key of wave.free.keys()) wave.free.set(key, 0)
    const before = new Map(wave.exchanges.map((one) => [one.orderId, one]))
    const quiet = applied({ ...wave, free: new Map(wave.free) }, 1 + (seed % 7), () => {})
    const robbed = applied({ ...wave, free: new Map(wave.free) }, 1 + (seed % 7), (free) => {
      for (const key of free.keys()) free.set(key, 0)
    })
    const filled = ({ moved }: Run) =>
      [...moved].filter((id) => lostProducts(before.get(id) as Exchange).size === 0).length
    expect(filled(robbed), `seed ${seed}`).toBe(filled(quiet))
  }
})

const units = (warehouseId: string, quantity: number): StockUnits => ({
  warehouseId,
  productId: 'p',
  quantity,
})

test('a taker comes with those that give; what they give besides is kept for whom it is for', () => {
  const waiting: Exchange = { orderId: 'waiting', gives: [units('a', 5)], takes: [] }
  const urgent: Exchange = { orderId: 'urgent', gives: [], takes: [units('a', 2)] }
  const other: Exchange = { orderId: 'other', gives: [], takes: [units('a', 3)] }
  const parts = newParts([urgent, other, waiting])
  expect(nextPart(parts, new Map(), 1)).toEqual(['urgent', 'waiting'])
  // What is left over for the third one waits for it in passage.
  expect(inPassage([], [urgent, waiting], wantedAfter(parts, ['urgent', 'waiting']))).toEqual([units('a', 3)])
  // What is free already is taken first: nobody has to give up anything.
  expect(nextPart(parts, new Map([[stockKey('a', 'p'), 5]]), 1)).toEqual(['urgent'])
})

test('orders that change places go together; a circle that is too large is left for later, then given up', () => {
  const ring = (n: number): Exchange[] =>
    Array.from({ length: n }, (_, i) => ({
      orderId: `o${i}`,
      gives: [units(`w${i}`, 1)],
      takes: [units(`w${(i + 1) % n}`, 1)],
    }))
  expect(nextPart(newParts(ring(GROUP_MAX)), new Map(), 1)).toHaveLength(GROUP_MAX)
  const tooLarge = newParts(ring(GROUP_MAX + 1))
  let end: string[] | null = []
  while (end?.length === 0) end = nextPart(tooLarge, new Map(), 1)
  expect(end).toBeNull()
  // One free place opens it: they follow each other.
  const opened = nextPart(newParts(ring(GROUP_MAX + 1)), new Map([[stockKey('w1', 'p'), 1]]), 1)
  expect(opened).toEqual(['o0'])
})

test('in a part nobody gives up goods for somebody who stays', () => {
  const waiting: Exchange = { orderId: 'waiting', gives: [units('a', 2)], takes: [] }
  const urgent: Exchange = { orderId: 'urgent', gives: [], takes: [units('a', 4)] }
  const { fitting, unneeded } = fittingOrders([urgent, waiting], new Map([[stockKey('a', 'p'), 1]]))
  expect([...fitting]).toEqual([])
  expect([...unneeded]).toEqual(['waiting'])
})

test('5,000 orders are divided in bounded steps', () => {
  const wave = waveOf(seeded(7), 5_000)
  let longest = 0
  const parts = newParts(wave.exchanges)
  const byId = new Map(wave.exchanges.map((one) => [one.orderId, one]))
  for (;;) {
    const began = performance.now()
    const ids = nextPart(parts, wave.free, 100)
    longest = Math.max(longest, performance.now() - began)
    if (ids === null) break
    const { fitting, unneeded } = fittingOrders(
      ids.flatMap((id) => byId.get(id) ?? []),
      wave.free,
    )
    for (const id of fitting)
      for (const [key, n] of netsOf(byId.get(id) as Exchange))
        wave.free.set(key, (wave.free.get(key) ?? 0) + n)
    settle(
      parts,
      ids.filter((id) => !unneeded.has(id)),
    )
  }
  expect([...parts.movers.values()].every((mover) => mover.isLosing)).toBe(true)
  expect(longest).toBeLessThan(2_000)
})
