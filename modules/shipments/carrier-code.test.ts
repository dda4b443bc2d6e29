import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { mapCarrierCode } from '#modules/shipments/carrier-code.ts'
import { type CarrierScheme, carrierSchemes, codeTables } from '#modules/shipments/data/carrier-codes.ts'
import {
  currentStatus,
  deliveredAt,
  type TrackingEvent,
  type TrackingStatus,
} from '#modules/shipments/tracking.ts'

/** Lists and traces collected for this project stand beside the repository, not in it. */
const collected = path.resolve(import.meta.dirname, '../../../shared/data/tracking')
const isThere = existsSync(collected)
const whenThere = isThere ? '' : ' (skipped: ../shared/data/tracking is not beside the project)'

describe('mapCarrierCode', () => {
  test.each<[CarrierScheme, string, ReturnType<typeof mapCarrierCode>]>([
    ['kuaidi100', '3', { status: 'delivered' }],
    ['kuaidi100', '派件', { status: 'out_for_delivery' }],
    ['kdniao', '414', { status: 'exception', reason: 'damaged', liable: 'carrier' }],
    ['kdniao', '406', { status: 'returned' }],
    [
      'yunda_action',
      'REJECTION',
      { status: 'attempt_failed', reason: 'recipient_refused', liable: 'consignee' },
    ],
    ['51tracking', 'transit002', { status: 'arrived_hub' }],
    ['unece_rec24', '21', { status: 'delivered' }],
    ['edifact_9013', '8', { status: 'exception', reason: 'delayed', liable: 'unknown' }],
    ['fedex', 'Ow', { status: 'in_transit' }],
    ['fedex', 'SH', { status: 'info', liable: 'shipper' }],
    ['ups', '011', { status: 'delivered' }],
    ['ups', '0', { status: 'info' }],
    ['ups', ' 52 ', { status: 'exception', reason: 'weather', liable: 'force_majeure' }],
  ])('%s %s', (scheme, code, expected) => {
    expect(mapCarrierCode(scheme, code)).toEqual(expected)
  })

  test.each(['', 'no such code', 'constructor', '__proto__', '4294967296'])('unknown code %j', (code) => {
    for (const scheme of carrierSchemes) expect(mapCarrierCode(scheme, code)).toBeNull()
  })

  test('a failed attempt and an exception always have a reason', () => {
    for (const scheme of carrierSchemes) {
      for (const code of codeTables[scheme].keys()) {
        const mapped = mapCarrierCode(scheme, code)
        const needsReason = mapped?.status === 'attempt_failed' || mapped?.status === 'exception'
        expect({ scheme, code, hasReason: !needsReason || mapped?.reason !== undefined }).toMatchObject({
          hasReason: true,
        })
      }
    }
  })
})

function read(name: string): string {
  return readFileSync(path.join(collected, name), 'utf8')
}

function csvCodes(name: string): string[] {
  const rows = read(name).trim().split(/\r?\n/).slice(1)
  return rows.map((row) => row.slice(0, row.indexOf(',')))
}

describe.skipIf(!isThere)(`the collected lists${whenThere}`, () => {
  const blocks: [CarrierScheme, string][] = [
    ['kuaidi100', 'kuaidi100_state'],
    ['kdniao', 'kdniao_stateex'],
    ['yunda_status', 'yunda_status'],
    ['yunda_action', 'yunda_action'],
    ['51tracking', '51tracking_status'],
    ['unece_rec24', 'unece_rec24_partial_1_41'],
    ['edifact_9013', 'edifact_9013_reason_partial_1_14'],
  ]
  const ourAdditions = ['unece_rec24 49', 'unece_rec24 54']

  function listed(scheme: CarrierScheme): string[] {
    if (scheme === 'fedex' || scheme === 'ups') return csvCodes(`${scheme}_status_codes.csv`)
    const block = blocks.find(([name]) => name === scheme)?.[1] ?? ''
    const { codes } = JSON.parse(read('status_codes.json'))[block] as { codes: Record<string, string> }
    return scheme === 'kuaidi100' ? Object.entries(codes).flat() : Object.keys(codes)
  }

  test.each(carrierSchemes)('%s: each listed code is mapped, and no other', (scheme) => {
    const codes = listed(scheme)
    expect(codes.length).toBeGreaterThan(4)
    expect(codes.filter((code) => mapCarrierCode(scheme, code) === null)).toEqual([])
    const known = new Set(codes.map((code) => code.toUpperCase()))
    const extra = [...codeTables[scheme].keys()].filter(
      (code) => !known.has(code) && !ourAdditions.includes(`${scheme} ${code}`),
    )
    expect(extra).toEqual([])
  })
})

/** Chinese wall-clock time of a trace. */
function at(time: string): number {
  return Date.parse(`${time.replace(' ', 'T')}+08:00`)
}

function eventsOf(rows: readonly [time: string, status: TrackingStatus | undefined][]): TrackingEvent[] {
  return rows.map(([time, status], seq) => {
    return {
      id: `${seq}`,
      status: status ?? 'info',
      at: at(time),
      recordedAt: at('2022-01-01 00:00:00'),
      seq,
    }
  })
}

/** The wording of these few traces; a carrier's live feed carries codes. */
function statusOfText(text: string): TrackingStatus {
  const wording: [RegExp, TrackingStatus][] = [
    [/退回/, 'returning'],
    [/签收/, 'delivered'],
    [/代收/, 'available_for_collection'],
    [/派件中/, 'out_for_delivery'],
    [/已发往|已发出|离开/, 'departed_hub'],
    [/已收件|已打包/, 'picked_up'],
    [/已到达|已收入|到达|入库/, 'arrived_hub'],
  ]
  return wording.find(([pattern]) => pattern.test(text))?.[1] ?? 'info'
}

describe.skipIf(!isThere)(`real traces${whenThere}`, () => {
  test('nine events from Tangshan to Jinan, newest first, end delivered', () => {
    const { queryTrackMapResp } = JSON.parse(read('kuaidi100_yuantong_2021-06_masked.json'))
    const rows = queryTrackMapResp.data as { time: string; status: string }[]
    const events = eventsOf(rows.map((row) => [row.time, mapCarrierCode('kuaidi100', row.status)?.status]))
    expect(events).toHaveLength(9)
    expect(events.every((event) => event.status !== 'info')).toBe(true)
    expect(currentStatus(events)).toBe(mapCarrierCode('kuaidi100', queryTrackMapResp.state)?.status)
    expect(deliveredAt(events)).toBe(at('2021-06-14 17:31:57'))
    // Before the signature: scanned out at 11:41, scanned in again half an hour later.
    expect(currentStatus(events.slice(3))).toBe('out_for_delivery')
    expect(currentStatus(events.slice(1))).toBe('in_transit')
  })

  test('three further traces: delivered from a locker, on the van, and a return its carrier calls "in transit"', () => {
    const samples = JSON.parse(read('cn_tracking_samples_masked.json')) as {
      traces: [string, string][]
      state: string | null
    }[]
    const logs = samples.map(({ traces }) =>
      eventsOf(traces.map(([time, text]) => [time, statusOfText(text)])),
    )
    expect(logs.map((log) => log.length)).toEqual([11, 8, 4])
    expect(logs.map((log) => currentStatus(log))).toEqual(['delivered', 'out_for_delivery', 'returning'])
    expect(logs.map((log) => currentStatus(log.toReversed()))).toEqual([
      'delivered',
      'out_for_delivery',
      'returning',
    ])
    expect(logs.map((log) => deliveredAt(log))).toEqual([at('2020-10-17 17:32:23'), null, null])
    expect(mapCarrierCode('kuaidi100', samples[2]?.state ?? '')).toEqual({ status: 'in_transit' })
  })
})
