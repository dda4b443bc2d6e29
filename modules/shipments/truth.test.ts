import { describe, expect, test } from 'vitest'
import { MONDAY } from '#modules/orders/fixture.ts'
import { world } from '#platform/testing/world.ts'
import { contradictionOf } from './exception.ts'
import { exceptionsOf, sent, yard } from './fixture.ts'
import { isTooFast, provinceDistanceKm } from './place-distance.ts'
import { postEvents } from './tracking-intake.ts'
import { doubtPlaces, provinceIn } from './truth.ts'

const w = world()
const HOUR = 3_600_000
const at = (hours: number) => new Date(Date.parse(MONDAY) + hours * HOUR)

describe('places', () => {
  test.each([
    ['广州转运中心', '44'],
    ['已到达北京市朝阳区', '11'],
    ['上海浦东机场', '31'],
    ['Rotterdam', null],
    ['广州发往北京', '44'],
    ['', null],
  ])('%s is in %s', (location, province) => expect(provinceIn(location)).toBe(province))

  test('a parcel flies no faster than an aeroplane, neighbours are never too far', () => {
    expect(Math.round(provinceDistanceKm('11', '44') / 50) * 50).toBe(1_900)
    expect(isTooFast({ province: '11', at: 0 }, { province: '44', at: HOUR })).toBe(true)
    expect(isTooFast({ province: '44', at: HOUR }, { province: '11', at: 0 })).toBe(true)
    expect(isTooFast({ province: '11', at: 0 }, { province: '44', at: 3 * HOUR })).toBe(false)
    expect(isTooFast({ province: '31', at: 0 }, { province: '32', at: 60_000 })).toBe(false)
    expect(isTooFast({ province: '31', at: 0 }, { province: '99', at: 60_000 })).toBe(false)
  })
})

test('a delivery and a later scan on the way contradict each other, whichever is told first', () => {
  const delivered = 10 * HOUR
  const none = { deliveredAt: null, underwayAt: null }
  const far = { status: 'attempt_failed', at: 12 * HOUR } as const
  expect(contradictionOf(far, { ...none, deliveredAt: delivered })?.kind).toBe('false_report')
  expect(contradictionOf({ ...far, at: delivered + 1_000 }, { ...none, deliveredAt: delivered })).toBe(null)
  expect(contradictionOf({ status: 'returning', at: 12 * HOUR }, { ...none, deliveredAt: delivered })).toBe(
    null,
  )
  expect(
    contradictionOf({ status: 'delivered', at: delivered }, { ...none, underwayAt: 12 * HOUR })?.factKey,
  ).toContain(String(delivered))
  expect(contradictionOf({ status: 'delivered', at: delivered }, { ...none, underwayAt: 9 * HOUR })).toBe(
    null,
  )
})

describe('on the road', () => {
  const made = async () => {
    w.setNow(MONDAY)
    const goods = await w.committed((ctx) => yard(ctx))
    return w.committed((ctx) => sent(ctx, goods))
  }
  const post = (waybill: string, ...rows: object[]) =>
    w.committed((ctx) => postEvents(ctx, rows.map((row) => ({ waybill, ...row })) as never))
  const suspected = async (shipmentId: string) =>
    (await w.committed((ctx) => exceptionsOf(ctx, shipmentId))).filter((x) => x.kind === 'false_report')

  test('an attempt after the delivery raises one suspicion against the carrier; revoking the delivery settles it', async () => {
    const { shipmentId, waybill } = await made()
    w.setNow(at(30))
    const [first] = await post(waybill, { status: 'delivered', at: at(10) })
    expect(await suspected(shipmentId)).toEqual([])
    await post(waybill, { status: 'attempt_failed', at: at(20) }, { status: 'out_for_delivery', at: at(21) })
    expect(await suspected(shipmentId)).toEqual([
      { kind: 'false_report', reason: 'moved_after_delivery', liable: 'carrier', state: 'open' },
    ])
    await post(waybill, { status: 'delivered', at: at(10), revokes: (first as { eventId?: string }).eventId })
    expect((await suspected(shipmentId)).map((x) => x.state)).toEqual(['resolved'])
  })

  test('both told in one call, and the delivery told after the later scan, raise it as well', async () => {
    const both = await made()
    w.setNow(at(30))
    await post(both.waybill, { status: 'out_for_delivery', at: at(20) }, { status: 'delivered', at: at(10) })
    expect(await suspected(both.shipmentId)).toHaveLength(1)
    const late = await made()
    w.setNow(at(30))
    await post(late.waybill, { status: 'out_for_delivery', at: at(20) })
    await post(late.waybill, { status: 'delivered', at: at(10) })
    expect(await suspected(late.shipmentId)).toHaveLength(1)
  })

  test('two places too far apart in too short a time raise it once; a plausible journey does not', async () => {
    const { shipmentId, waybill } = await made()
    w.setNow(at(30))
    await post(waybill, { status: 'departed_hub', at: at(1), location: '广州转运中心' })
    await post(waybill, { status: 'arrived_hub', at: at(20), location: '北京顺义集散中心' })
    await w.committed((ctx) => doubtPlaces(ctx, [shipmentId]))
    expect(await suspected(shipmentId)).toEqual([])
    await post(waybill, { status: 'out_for_delivery', at: at(20.5), location: '乌鲁木齐营业部' })
    await w.catchUp()
    await w.committed((ctx) => doubtPlaces(ctx, [shipmentId]))
    expect(await suspected(shipmentId)).toEqual([
      { kind: 'false_report', reason: 'too_far_too_fast', liable: 'carrier', state: 'open' },
    ])
  })
})
