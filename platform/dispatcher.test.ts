import { expect, test } from 'vitest'
import { catchUp } from '#platform/dispatcher.ts'
import { type StoredEvent, type Subscriber, emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'

const w = world()

const announce = (names: readonly string[]) =>
  w.committed(async (ctx) => {
    for (const name of names) emit(ctx, 'file.stored', { type: 'file', id: newId() }, { name })
  })

const hearer = (
  name: string,
  hear: (events: StoredEvent<'file.stored'>[]) => void | Promise<void>,
): Subscriber => ({
  name,
  types: ['file.stored'],
  handle: async (_ctx, events) => hear(events as StoredEvent<'file.stored'>[]),
})

const names = (from: number, n: number) => Array.from({ length: n }, (_, i) => `${from + i}`)

test('every subscriber hears each event once and in order, in more events than one batch holds', async () => {
  const heard: string[] = []
  const hear = hearer('test.all', (events) => void heard.push(...events.map((e) => e.data.name)))
  const deaf: Subscriber = {
    name: 'test.deaf',
    types: ['mail.failed'],
    handle: () => Promise.reject(new Error('nothing of this was announced')),
  }
  await announce(names(0, 1_500))
  await announce(names(1_500, 900))
  await catchUp(w.database, w.tenant, [deaf, hear], w.now)
  expect(heard).toEqual(names(0, 2_400))
  await catchUp(w.database, w.tenant, [deaf, hear], w.now)
  expect(heard).toHaveLength(2_400)
})

test('processes that read the same batch share it out: what one did, the other leaves', async () => {
  const heard: string[] = []
  // Slow enough that all have read the batch before the first has moved its cursor.
  const slow = hearer('test.shared', async (events) => {
    await new Promise((done) => setTimeout(done, 100))
    heard.push(...events.map((e) => e.data.name))
  })
  await catchUp(w.database, w.tenant, [slow], w.now)
  heard.length = 0
  await announce(names(0, 20))
  await Promise.all([1, 2, 3].map(() => catchUp(w.database, w.tenant, [slow], w.now)))
  expect(heard).toEqual(names(0, 20))
})

test('one that fails keeps its place, and the others hear what comes', async () => {
  const heard = { failing: [] as string[], healthy: [] as string[] }
  let isBroken = true
  const failing = hearer('test.failing', (events) => {
    if (isBroken) throw new Error('not today')
    heard.failing.push(...events.map((e) => e.data.name))
  })
  const healthy = hearer(
    'test.healthy',
    (events) => void heard.healthy.push(...events.map((e) => e.data.name)),
  )
  const both = [failing, healthy]
  isBroken = false
  await catchUp(w.database, w.tenant, both, w.now)
  heard.failing.length = heard.healthy.length = 0
  isBroken = true
  await announce(['a'])
  await expect(catchUp(w.database, w.tenant, both, w.now)).rejects.toThrow('not today')
  await announce(['b'])
  await expect(catchUp(w.database, w.tenant, both, w.now)).rejects.toThrow('not today')
  expect(heard).toEqual({ failing: [], healthy: ['a', 'b'] })
  isBroken = false
  await catchUp(w.database, w.tenant, both, w.now)
  expect(heard).toEqual({ failing: ['a', 'b'], healthy: ['a', 'b'] })
})
