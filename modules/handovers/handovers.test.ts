import { beforeEach, describe, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { type Yard, planned, sent, yard } from '#modules/shipments/fixture.ts'
import { handOver } from '#modules/shipments/handover.ts'
import { unpackShipment } from '#modules/shipments/work.ts'
import { sql } from '#platform/db.ts'
import { Invalid } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { listOf, packed } from './fixture.ts'
import {
  addToHandoverList,
  cancelHandoverList,
  makeHandoverList,
  removeFromHandoverList,
  updateHandoverList,
} from './handovers.ts'
import { handoverInvariants } from './invariants.ts'
import { getHandoverList, listCandidates, listHandoverItems, listHandoverLists } from './queries.ts'
import { signHandoverList } from './signing.ts'

// Lists of real shipments, packed and handed over as in the warehouse.

const w = world()
const MONDAY_MS = Date.parse(MONDAY)
let goods: Yard

const ready = (quantity?: number) => w.committed((ctx) => packed(ctx, goods, quantity))
const make = (shipmentIds?: string[]) =>
  w.committed((ctx) => makeHandoverList(ctx, listOf(ctx, goods, { shipmentIds })))
const read = (id: string) => w.committed((ctx) => getHandoverList(ctx, id))
const sign = (id: string, differences: { shipmentId: string; reason: string }[] = [], more = {}) =>
  w.committed((ctx) =>
    signHandoverList(ctx, { id, driverName: '赵大勇', vehiclePlate: '粤A12345', differences, ...more }),
  )
const stateOf = (id: string) =>
  w.committed(
    async (ctx) =>
      (
        await ctx.db.one(
          sql<{
            state: string
          }>`select state from shipment where tenant_id = ${ctx.tenant.id} and id = ${id}`,
        )
      ).state,
  )
const problemsOf = async (act: Promise<unknown>): Promise<string[]> => {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Invalid)
  return (error as Invalid).problems.map((problem) => problem.message.zh)
}
const broken = () =>
  w.committed(async (ctx) => {
    const found = await Promise.all(handoverInvariants.map((one) => ctx.db.all(one.query(ctx))))
    return found.flat()
  })

beforeEach(async () => {
  w.setNow(MONDAY)
  goods = await w.committed((ctx) => yard(ctx))
})

describe('what is listed', () => {
  test('what is packed for the carrier, and what left with it lately; each on one list only', async () => {
    const first = await ready(3)
    const { shipmentId: left } = await w.committed((ctx) => sent(ctx, goods, { notDuplicate: true }))
    await w.committed((ctx) => planned(ctx, goods, { notDuplicate: true }))
    const { rows } = await w.committed((ctx) => listCandidates(ctx, goods))
    expect(rows.map((row) => row.id).toSorted()).toEqual([first, left].toSorted())

    const list = await read(await make())
    expect(list).toMatchObject({ state: 'open', request: 'none', shipments: 2, differences: 0, madeBy: null })
    expect(list.items.find((item) => item.shipmentId === first)).toMatchObject({
      parcels: 2,
      units: 3,
      weightG: 2_000,
      loaded: null,
      shipmentState: 'packed',
    })
    expect(list.items.find((item) => item.shipmentId === left)).toMatchObject({ parcels: 1, loaded: null })
    await expect(make()).rejects.toMatchObject({ code: 'handover.nothing_ready' })
    await expect(make([first])).rejects.toMatchObject({ code: 'handover.not_ready' })
  })

  test('what left long ago, or for another carrier, is not', async () => {
    await w.committed((ctx) => sent(ctx, goods))
    w.setNow(new Date(MONDAY_MS + 4 * 86_400_000))
    await expect(make()).rejects.toMatchObject({ code: 'handover.nothing_ready' })
    await expect(make([newId()])).rejects.toThrow('shipment not found')
  })

  test('shipments are put on and taken off while the list is open; the last one stays', async () => {
    const [first, second] = [await ready(), await ready()]
    const id = await make([first])
    await w.committed((ctx) => addToHandoverList(ctx, { id, shipmentIds: [second] }))
    expect((await read(id)).shipments).toBe(2)
    await w.committed((ctx) => removeFromHandoverList(ctx, { id, shipmentIds: [first] }))
    await expect(
      w.committed((ctx) => removeFromHandoverList(ctx, { id, shipmentIds: [second] })),
    ).rejects.toMatchObject({ code: 'handover.last_one' })
    await expect(
      w.committed((ctx) => removeFromHandoverList(ctx, { id, shipmentIds: [first] })),
    ).rejects.toMatchObject({ code: 'handover.not_on_list' })
    expect((await read(await make([first]))).items.map((item) => item.shipmentId)).toEqual([first])
  })

  test('the window is changed; it never ends before it begins', async () => {
    await ready()
    const id = await make()
    const pickUpTo = new Date(MONDAY_MS + 5 * 3_600_000)
    await w.committed((ctx) => updateHandoverList(ctx, { id, pickUpTo, note: '从 3 号门进' }))
    expect(await read(id)).toMatchObject({ note: '从 3 号门进', version: 2 })
    const early = new Date(MONDAY_MS - 1)
    expect(
      await problemsOf(w.committed((ctx) => updateHandoverList(ctx, { id, pickUpTo: early }))),
    ).toHaveLength(1)
  })

  test('a cancelled list sets its shipments free', async () => {
    const first = await ready()
    const id = await make()
    await w.committed((ctx) => cancelHandoverList(ctx, { id, reason: '司机未到' }))
    expect(await read(id)).toMatchObject({ state: 'cancelled', endReason: '司机未到' })
    await expect(sign(id)).rejects.toMatchObject({ code: 'handover.ended' })
    expect((await read(await make())).items.map((item) => item.shipmentId)).toEqual([first])
  })
})

describe('the driver signs', () => {
  test('what is packed is handed over then; name masked, everything loaded as listed', async () => {
    const first = await ready(3)
    const id = await make()
    w.setNow(new Date(MONDAY_MS + 3_600_000))
    await sign(id, [], { signedAt: new Date(MONDAY_MS + 1_800_000) })
    expect(await stateOf(first)).toBe('handed_over')
    const list = await read(id)
    expect(list).toMatchObject({
      state: 'handed_over',
      driverName: '赵**',
      vehiclePlate: '粤A12345',
      differences: 0,
    })
    expect(list.items).toMatchObject([{ loaded: 3, reason: '' }])
    expect(new Date(list.signedAt ?? 0).getTime()).toBe(MONDAY_MS + 1_800_000)
    expect(await broken()).toEqual([])
  })

  test('what was left behind says why, stays packed, and goes on the next list', async () => {
    const [taken, stayed] = [await ready(), await ready()]
    const id = await make()
    await sign(id, [{ shipmentId: stayed, reason: '车厢已满' }])
    expect([await stateOf(taken), await stateOf(stayed)]).toEqual(['handed_over', 'packed'])
    const list = await read(id)
    expect(list.differences).toBe(1)
    expect(list.items.find((item) => item.shipmentId === stayed)).toMatchObject({
      loaded: 0,
      reason: '车厢已满',
    })
    expect((await read(await make())).items.map((item) => item.shipmentId)).toEqual([stayed])
    expect(await broken()).toEqual([])
    const { rows } = await w.committed((ctx) =>
      listHandoverItems(ctx, { limit: 50, listId: [id], short: ['true'] } as never),
    )
    expect(rows.map((row) => row.shipmentId)).toEqual([stayed])
  })

  test('what left with less than listed has to say why', async () => {
    const shipmentId = await ready(4)
    const id = await make()
    await w.committed(async (ctx) => {
      const { id: lineId } = await ctx.db.one(
        sql<{
          id: string
        }>`select id from shipment_line where tenant_id = ${ctx.tenant.id} and shipment_id = ${shipmentId}`,
      )
      await handOver(ctx, { shipmentId, carrierId: goods.carrierId, lines: [{ lineId, loaded: 3 }] })
    })
    const [problem] = await problemsOf(sign(id))
    expect(problem).toContain('应装 4 件，实装 3 件')
    await sign(id, [{ shipmentId, reason: '一件破损' }])
    expect((await read(id)).items).toMatchObject([{ loaded: 3, reason: '一件破损' }])
  })

  test('what cannot go is named; nothing is handed over by half', async () => {
    const [first, opened] = [await ready(), await ready()]
    const id = await make()
    await w.committed((ctx) => unpackShipment(ctx, { id: opened }))
    expect((await problemsOf(sign(id)))[0]).toContain('已拆包、取消')
    expect(await stateOf(first)).toBe('packed')
    await sign(id, [{ shipmentId: opened, reason: '重新包装' }])
    expect(await stateOf(first)).toBe('handed_over')
  })

  test('a hand-over in the future, of nothing, or of a list that changed meanwhile is refused', async () => {
    const only = await ready()
    const id = await make()
    const future = new Date(MONDAY_MS + 60_000)
    expect(await problemsOf(sign(id, [], { signedAt: future }))).toHaveLength(1)
    await expect(sign(id, [{ shipmentId: only, reason: '车未到' }])).rejects.toMatchObject({
      code: 'handover.nothing_loaded',
    })
    expect(await problemsOf(sign(id, [{ shipmentId: newId(), reason: '未知' }]))).toHaveLength(1)
    const more = await ready()
    await w.committed((ctx) => addToHandoverList(ctx, { id, shipmentIds: [more] }))
    await expect(sign(id, [], { version: 1 })).rejects.toMatchObject({ code: 'handover.changed_meanwhile' })
    await sign(id, [], { version: 2 })
    await expect(sign(id)).rejects.toMatchObject({ code: 'handover.ended' })
  })

  test('what left in full cannot be said to have stayed', async () => {
    const { shipmentId } = await w.committed((ctx) => sent(ctx, goods))
    const id = await make()
    expect((await problemsOf(sign(id, [{ shipmentId, reason: '没装' }])))[0]).toContain('不能标为有差异')
  })
})

test('who is bound to a customer sees no list; to another carrier or warehouse neither', async () => {
  await ready()
  await make()
  const seen = async (scopes: Record<string, string[]>) => {
    const user = await w.user(['handover.read'], { scopes })
    const { body } = await w.call(user, 'GET', `/handover-lists?carrierId=${goods.carrierId}`)
    return body.rows.length
  }
  expect(await seen({ customer: [goods.customerId] })).toBe(0)
  expect(await seen({ carrier: [newId()] })).toBe(0)
  expect(await seen({ warehouse: [newId()] })).toBe(0)
  expect(await seen({ carrier: [goods.carrierId], warehouse: [goods.warehouseId] })).toBe(1)
  const mine = await w.committed((ctx) =>
    listHandoverLists(ctx, { limit: 50, carrierId: [goods.carrierId] } as never),
  )
  expect(mine.rows).toHaveLength(1)
})
