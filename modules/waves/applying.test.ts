import { expect, test } from 'vitest'
import { cancelOrder } from '#modules/orders/cancellations.ts'
import { world } from '#platform/testing/world.ts'
import { applyPart, readExchanges, readFree } from './applying.ts'
import { waveResumeJob } from './applying-task.ts'
import {
  apply,
  ask,
  confirm,
  expectSound,
  getWave,
  heldOf,
  place,
  propose,
  scene,
  tools,
  useWaves,
  user,
  work,
} from './fixture.ts'
import { newParts, nextPart, wantedAfter } from './part.ts'

const w = world()
useWaves(w)

/** Three waiting orders give way to two urgent ones, one of which takes from two of them. */
async function contended() {
  const at = await scene({ near: 6, far: 0 })
  const waiting = [await place(at.s, 2), await place(at.s, 2), await place(at.s, 2)]
  const urgent = [await place(at.s, 3, { urgent: true }), await place(at.s, 3, { urgent: true })]
  const ids = [...waiting, ...urgent].map((order) => order.id)
  const wave = await propose(ids)
  expect(wave.summary).toMatchObject({ changedOrders: 5, linesGaining: 2, linesLosing: 3 })
  return { at, waiting, urgent, ids, wave }
}

/** One part of one order at least, as the queue does it. */
async function onePart(id: string): Promise<string[]> {
  return w.committed(async (ctx) => {
    const exchanges = await readExchanges(ctx, id)
    const parts = newParts(exchanges)
    const orderIds = nextPart(parts, await readFree(ctx, { id, exchanges }), 1) ?? []
    await applyPart(ctx, { id, orderIds, wanted: wantedAfter(parts, orderIds) })
    return orderIds
  })
}

test('between two parts nobody else gets goods that are meant for an order of the wave; it is gone on with where it was', async () => {
  const { at, urgent, wave } = await contended()
  await confirm(wave.id)
  expect(await onePart(wave.id)).toHaveLength(3)
  const half = await getWave(wave.id)
  expect(half).toMatchObject({ state: 'applying', moved: 3, unmoved: 0, left: 2 })
  await expectSound()
  // The fourth unit is given back by now, but it is meant for the second urgent order.
  const third = await place(at.s, 4)
  expect(await heldOf(third.id)).toEqual({})
  // The process died here: the next one takes it up at its start, and whoever is late does nothing twice.
  await waveResumeJob(tools()).run()
  await w.catchUp()
  const { rows: jobs } = await ask(
    `select 1 from graphile_worker._private_jobs where payload ->> 'id' = $1 and key = 'wave_apply:' || $1`,
    [wave.id],
  )
  expect(jobs).toHaveLength(1)
  await Promise.all([work(wave.id), work(wave.id)])
  expect(await getWave(wave.id)).toMatchObject({ state: 'applied', moved: 5, unmoved: 0, left: 0 })
  for (const order of urgent) expect(await heldOf(order.id)).toEqual({ [at.near]: 3 })
  expect(await heldOf(third.id)).toEqual({})
  const { rows } = await ask(`select 1 from event where subject_id = $1 and type = 'wave.applied'`, [wave.id])
  expect(rows).toHaveLength(1)
  await expectSound()
})

test('it stops after the part under way, says what was done, and what waited for others is everybody’s again', async () => {
  const { at, wave, waiting } = await contended()
  await confirm(wave.id)
  await onePart(wave.id)
  const { body } = await w.call(user(), 'POST', `/waves/${wave.id}/cancellation`, {})
  expect(body).toMatchObject({ state: 'stopped', moved: 3, unmoved: 0, left: 2, problem: null })
  await work(wave.id)
  expect(await getWave(wave.id)).toMatchObject({ state: 'stopped', moved: 3, left: 2 })
  const { body: left } = await w.call(user(), 'GET', `/waves/${wave.id}/orders?outcome=left`)
  expect(left.rows).toHaveLength(2)
  const kept = []
  for (const order of waiting) kept.push(await heldOf(order.id))
  expect(kept.filter((held) => held[at.near] === 2)).toHaveLength(1)
  const third = await place(at.s, 1)
  expect(await heldOf(third.id)).toEqual({ [at.near]: 1 })
  expect((await w.call(user(), 'POST', `/waves/${wave.id}/cancellation`, {})).body.code).toBe('wave.ended')
  await expectSound()
})

test('who would give up goods keeps them when the order they are for stays as it is', async () => {
  const at = await scene({ near: 2, far: 0 })
  const waiting = await place(at.s, 2)
  const urgent = await place(at.s, 2, { urgent: true })
  const wave = await propose([waiting.id, urgent.id])
  await w.committed((ctx) =>
    cancelOrder(ctx, { id: urgent.id, version: null, by: 'customer', reason: '不要了' }),
  )
  const { body } = await apply(wave.id)
  expect(body).toMatchObject({ state: 'partly_applied', moved: 0, unmoved: 2 })
  expect(body.reasons).toHaveLength(2)
  expect(body.reasons.map((one: { code: string }) => one.code)).toContain('wave.goods_unneeded')
  expect(await heldOf(waiting.id)).toEqual({ [at.near]: 2 })
  await expectSound()
})

test('others order the same goods while it is applied: nothing is sold twice and all that was meant for the wave arrives', async () => {
  const at = await scene({ near: 40, far: 0 })
  const waiting = []
  for (let i = 0; i < 20; i += 1) waiting.push(await place(at.s, 2))
  const urgent = []
  for (let i = 0; i < 13; i += 1) urgent.push(await place(at.s, 3, { urgent: true }))
  const wave = await propose([...waiting, ...urgent].map((order) => order.id))
  await confirm(wave.id)
  const others = async () => {
    const placed = []
    for (let i = 0; i < 10; i += 1) placed.push(await place(at.s, 1))
    return placed
  }
  const [, ...placed] = await Promise.all([work(wave.id), others(), others(), others()])
  expect(await getWave(wave.id)).toMatchObject({ state: 'applied', unmoved: 0 })
  for (const order of urgent) expect(await heldOf(order.id)).toEqual({ [at.near]: 3 })
  const held = []
  for (const order of placed.flat()) held.push(await heldOf(order.id))
  const sold = held.reduce((sum, one) => sum + (one[at.near] ?? 0), 0)
  expect(sold).toBeLessThanOrEqual(1)
  await expectSound()
})

test('its person without the right any more: it ends as stopped and says why', async () => {
  const other = await w.user(['wave.manage', 'order.read'])
  const { ids, wave } = await contended()
  expect(ids).toHaveLength(5)
  await confirm(wave.id, other)
  expect((await w.call(other, 'POST', '/waves', { orderIds: ids })).body.code).toBe('wave.under_way')
  await ask(`delete from user_role where user_id = $1`, [other.id])
  await work(wave.id)
  expect(await getWave(wave.id)).toMatchObject({
    state: 'stopped',
    moved: 0,
    left: 5,
    problem: { code: 'wave.person_gone' },
  })
})
