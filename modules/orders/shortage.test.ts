import { describe, expect, test } from 'vitest'
import { type ShortageFacts, type ShortageSource, shortageOptions, whyNotDecideWith } from './shortage.ts'

const HOUR = 3_600_000
const source = (id: string, given: Partial<ShortageSource> = {}): ShortageSource => ({
  id,
  available: 10,
  fixedCostMinor: 800,
  unitCostMinor: 100,
  transitHours: 24,
  arrivesMs: 24 * HOUR,
  already: false,
  ...given,
})
const facts = (given: Partial<ShortageFacts> = {}): ShortageFacts => ({
  productId: 'A',
  quantity: 4,
  unitPriceMinor: 1_000,
  promisedMs: 48 * HOUR,
  sources: [],
  substitutes: [],
  splitCostMinor: 500,
  backorderMs: 200 * HOUR,
  backorderFreightMinor: 900,
  ...given,
})
const brief = (given: Partial<ShortageFacts>) =>
  shortageOptions(facts(given)).map((option) => [
    option.key,
    option.fills,
    option.remaining,
    option.costMinor,
    option.lateMs === null ? null : option.lateMs / HOUR,
  ])

describe('what can be done about 4 missing units at 10.00', () => {
  test('nothing anywhere: wait or cancel', () => {
    expect(brief({})).toEqual([
      ['backorder', 0, 4, 900, 152],
      ['cancel', 0, 0, 4_000, null],
    ])
  })

  test('one warehouse has it: 8 + 4 x 1 + 5 for the further shipment; no further one where the order ships anyway', () => {
    expect(brief({ sources: [source('w1')] })[0]).toEqual(['other_warehouse:w1', 4, 0, 1_700, 0])
    expect(brief({ sources: [source('w1', { already: true, unitCostMinor: 150 })] })[0]).toEqual([
      'other_warehouse:w1',
      4,
      0,
      600,
      0,
    ])
  })

  test('the cheapest three, and late ones say by how much', () => {
    const sources = ['a', 'b', 'c', 'd'].map((id, i) =>
      source(id, { fixedCostMinor: 1_000 - i * 100, arrivesMs: (24 + i * 24) * HOUR }),
    )
    expect(brief({ sources }).slice(0, 4)).toEqual([
      ['other_warehouse:d', 4, 0, 1_600, 48],
      ['other_warehouse:c', 4, 0, 1_700, 24],
      ['other_warehouse:b', 4, 0, 1_800, 0],
      ['backorder', 0, 4, 900, 152],
    ])
  })

  test('only together: 3 + 1, two further shipments, there when the last one is', () => {
    const [split] = shortageOptions(
      facts({
        sources: [
          source('w1', { available: 3 }),
          source('w2', { available: 3, arrivesMs: 60 * HOUR, fixedCostMinor: 900 }),
        ],
      }),
    )
    expect(split).toMatchObject({
      key: 'split',
      sources: [
        { warehouseId: 'w1', quantity: 3 },
        { warehouseId: 'w2', quantity: 1 },
      ],
      remaining: 0,
      lateMs: 12 * HOUR,
      needsDate: false,
    })
    expect(split?.cost).toEqual({
      freight: 800 + 900 + 400,
      split: 1_000,
      revenueLost: 0,
      priceDifference: 0,
    })
  })

  test('a part now and the rest later needs a date', () => {
    const [split] = shortageOptions(facts({ sources: [source('w1', { available: 1 })] }))
    expect(split).toMatchObject({
      key: 'split',
      fills: 1,
      remaining: 3,
      deliverMs: 200 * HOUR,
      needsDate: true,
      needsConsent: false,
    })
  })

  test('substitutes: those that fill first; a dearer one costs the difference and each needs consent', () => {
    const options = shortageOptions(
      facts({
        substitutes: [
          { productId: 'few', priceMinor: 500, sources: [source('w1', { available: 2 })] },
          { productId: 'dear', priceMinor: 1_250, sources: [source('w1')] },
          { productId: 'none', priceMinor: 1, sources: [] },
        ],
      }),
    )
    expect(options.map((option) => option.key)).toEqual([
      'substitute:dear',
      'substitute:few',
      'backorder',
      'cancel',
    ])
    expect(options[0]).toMatchObject({
      productId: 'dear',
      needsConsent: true,
      needsDate: false,
      costMinor: 1_700 + 1_000,
      cost: { priceDifference: 1_000 },
    })
    expect(options[1]).toMatchObject({
      fills: 2,
      remaining: 2,
      needsDate: true,
      cost: { priceDifference: 0 },
    })
  })

  test('nothing promised yet: nothing can be late', () =>
    expect(brief({ promisedMs: null })[0]?.[4]).toBeNull())
})

describe('what a decision needs', () => {
  test.each([
    [{ needsConsent: true, needsDate: false }, {}, 'shortage.no_consent'],
    [{ needsConsent: true, needsDate: false }, { consentBy: '王芳', consentHow: ' ' }, 'shortage.no_consent'],
    [{ needsConsent: true, needsDate: false }, { consentBy: '王芳', consentHow: '电话' }, null],
    [{ needsConsent: false, needsDate: true }, {}, 'shortage.date_needed'],
    [{ needsConsent: false, needsDate: true }, { backorderUntil: '2026-11-21' }, 'shortage.date_needed'],
    [{ needsConsent: false, needsDate: true }, { backorderUntil: '2026-11-22' }, null],
    [{ needsConsent: false, needsDate: false }, {}, null],
  ])('%o with %o: %s', (option, given, refusal) =>
    expect(whyNotDecideWith(option, given, '2026-11-22')).toBe(refusal),
  )
})
