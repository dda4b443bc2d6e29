import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { sharing } from './sharing.ts'

const FEW = 2 * availableParallelism()

/** Works that end when told; says what was done alone and what together. */
function bench({ breaks = false, breaksAfter = Infinity, tookMs = 0 } = {}) {
  const done: { alone: string[]; together: string[][] } = { alone: [], together: [] }
  const open: (() => void)[] = []
  let now = 0
  const sharingOf = sharing<string>({
    clock: () => now,
    alone: async (name) => {
      done.alone.push(name)
      await new Promise<void>((go) => open.push(go))
      if (name.startsWith('bad')) throw new RangeError(name)
      return name.toUpperCase()
    },
    together: async (shared) => {
      done.together.push(shared.map(({ item }) => item))
      if (breaks) throw new Error('no connection')
      for (const [i, { item, answer, fail }] of shared.entries()) {
        if (i === breaksAfter) throw new Error('connection lost')
        if (item.startsWith('slow')) now += tookMs
        if (item.startsWith('bad')) fail(new Error('the others must not know'))
        else answer(item.toUpperCase())
      }
    },
  })
  const share = (lane: string, item: string) => sharingOf({ lane, kind: item.slice(0, 4), item })
  const pass = (ms: number) => (now += ms)
  const finish = async () => {
    for (let round = 0; round < 5; round += 1) {
      await new Promise(setImmediate)
      for (const go of open.splice(0)) go()
    }
  }
  const busy = () => Array.from({ length: FEW }, (_, i) => share('a', `first${i}`))
  return { share, done, finish, busy, pass }
}

test('readings are done by themselves while few are under way', async () => {
  const { share, done, finish } = bench()
  for (let round = 0; round < FEW * 2; round += 1) {
    const answer = share('a', `r${round}`)
    await finish()
    expect(await answer).toBe(`R${round}`)
  }
  expect(done.together).toEqual([])
})

test('those that come in one moment while many are under way are done together, each lane by itself, and wait for nobody', async () => {
  const { share, done, finish, busy } = bench()
  const first = busy()
  const later = [share('a', 'x'), share('b', 'y'), share('a', 'z')]
  await new Promise(setImmediate)
  expect(done.together).toEqual([['x', 'z']])
  expect(done.alone).toHaveLength(FEW + 1)
  await finish()
  expect(await Promise.all(later)).toEqual(['X', 'Y', 'Z'])
  expect(await Promise.all(first)).toHaveLength(FEW)
})

test('what fails is done again alone and says why itself; the others have their answers', async () => {
  const { share, done, finish, busy } = bench()
  const first = busy()
  const [good, bad] = [share('a', 'good'), share('a', 'bad')]
  const why = bad.catch((error: Error) => error.message)
  await finish()
  expect([await good, await why]).toEqual(['GOOD', 'bad'])
  expect(done.alone.slice(FEW)).toEqual(['bad'])
  await Promise.all(first)
})

test('when they could not be begun together, each is done alone', async () => {
  const { share, done, finish, busy } = bench({ breaks: true })
  const first = busy()
  const later = [share('a', 'x'), share('a', 'z')]
  await finish()
  expect(await Promise.all(later)).toEqual(['X', 'Z'])
  expect(done.alone.slice(FEW)).toEqual(['x', 'z'])
  await Promise.all(first)
})

test('when the way they share is lost under way, who has an answer keeps it and nobody is done twice', async () => {
  const { share, done, finish, busy } = bench({ breaksAfter: 2 })
  const first = busy()
  const later = [share('a', 'x'), share('a', 'bad'), share('a', 'z')]
  const said = Promise.allSettled(later)
  await finish()
  expect((await said).map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(done.alone.slice(FEW)).toEqual(['bad', 'z'])
  await Promise.all(first)
})

test('a kind that held up the others goes its own way for a while; they go on together', async () => {
  const { share, done, finish, busy, pass } = bench({ tookMs: 300 })
  const round = async (name: string) => {
    const all = [...busy(), share('a', `slow${name}`), share('a', `x${name}`), share('a', `y${name}`)]
    await finish()
    await Promise.all(all)
  }
  await round('1')
  await round('2')
  pass(61_000)
  await round('3')
  expect(done.together).toEqual([
    ['slow1', 'x1', 'y1'],
    ['x2', 'y2'],
    ['slow3', 'x3', 'y3'],
  ])
})
