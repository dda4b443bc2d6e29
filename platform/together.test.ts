import { expect, test } from 'vitest'
import { gathering } from './together.ts'

/** Works that end when told; says what was done alone and what together. */
function bench() {
  const done: { alone: number[]; together: number[][] } = { alone: [], together: [] }
  const open: (() => void)[] = []
  const wait = () => new Promise<void>((go) => open.push(go))
  const gather = gathering<number>({
    alone: async (n) => {
      done.alone.push(n)
      await wait()
      if (n < 0) throw new RangeError(`no ${n}`)
      return n * 10
    },
    together: async (ns) => {
      done.together.push([...ns])
      await wait()
      if (ns.includes(13)) throw new Error('all or nothing')
      return ns.map((n) => (n < 0 ? undefined : n * 10))
    },
  })
  /** Lets everything under way end, and what begins then, until nothing does. */
  const finish = async () => {
    for (let round = 0; round < 10; round += 1) {
      await new Promise(setImmediate)
      for (const go of open.splice(0)) go()
    }
  }
  /** Ends the work that has been under way longest. */
  const endFirst = async () => {
    open.shift()?.()
    await new Promise(setImmediate)
  }
  return { gather, done, finish, endFirst }
}

test('calls that come one by one are done alone', async () => {
  const { gather, done, finish } = bench()
  for (const n of [1, 2, 3]) {
    const answer = gather('a', n)
    await finish()
    expect(await answer).toBe(n * 10)
  }
  expect(done).toEqual({ alone: [1, 2, 3], together: [] })
})

test('those that come while two are under way go on together, lane by lane, at most 64 at once', async () => {
  const { gather, done, finish } = bench()
  const many = Array.from({ length: 72 }, (_, i) => gather('a', 100 + i))
  const other = gather('b', 500)
  await finish()
  expect(await Promise.all([...many, other])).toEqual([
    ...Array.from({ length: 72 }, (_, i) => 1_000 + i * 10),
    5_000,
  ])
  expect(done.alone).toEqual([100, 101, 500])
  expect(done.together.map((group) => group.length)).toEqual([64, 6])
})

test('one that is wrong is told so by itself, and a group that fails is done one by one', async () => {
  const { gather, done, finish } = bench()
  const first = [gather('a', 1), gather('a', 2)]
  const mixed = [gather('a', 3), gather('a', -4), gather('a', 5)]
  const told = Promise.allSettled([...first, ...mixed])
  await finish()
  expect(await told).toMatchObject([
    { value: 10 },
    { value: 20 },
    { value: 30 },
    { reason: { message: 'no -4' } },
    { value: 50 },
  ])
  expect(done.together).toEqual([[3, -4, 5]])
  const failing = [7, 8, 13, 9].map((n) => gather('a', n))
  await finish()
  expect(await Promise.all(failing)).toEqual([70, 80, 130, 90])
  expect(done.alone).toEqual([1, 2, -4, 7, 8, 13, 9])
})

test('beside a work of many calls the next begins when as many wait', async () => {
  const { gather, done, finish, endFirst } = bench()
  const many = Array.from({ length: 6 }, (_, i) => gather('a', 100 + i)) // 100 and 101 alone, four wait
  await endFirst()
  expect(done.together).toEqual([[102, 103, 104, 105]])
  await endFirst()
  const more = [200, 201, 202].map((n) => gather('a', n))
  expect(done.together).toHaveLength(1)
  more.push(gather('a', 203))
  expect(done.together).toEqual([
    [102, 103, 104, 105],
    [200, 201, 202, 203],
  ])
  await finish()
  expect(await Promise.all([...many, ...more])).toHaveLength(10)
})

test('who comes back alone waits a moment for the others, not for the work under way', async () => {
  const { gather, done, finish, endFirst } = bench()
  const many = Array.from({ length: 6 }, (_, i) => gather('a', 100 + i))
  await endFirst()
  await endFirst()
  const late = gather('a', 300)
  expect(done.alone).toEqual([100, 101])
  await expect.poll(() => done.alone).toEqual([100, 101, 300])
  await finish()
  expect(await Promise.all([...many, late])).toHaveLength(7)
})
