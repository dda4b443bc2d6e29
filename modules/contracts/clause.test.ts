import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileCalendar } from '#modules/scheduling/calendar.ts'
import { defaultCalendars, toCalendar } from '#modules/scheduling/calendar-rule.ts'
import { listChineseHolidays } from '#modules/scheduling/holidays.ts'
import {
  type Clause,
  type Match,
  type Target,
  compareSpecificity,
  dueOf,
  explainClause,
  laneOf,
  misfitsOf,
  pickClause,
  placeKey,
} from './clause.ts'

const ZONE = 'Asia/Shanghai'
const clause = (id: string, more: Partial<Clause> = {}): Clause => ({
  id,
  lineId: id,
  version: 1,
  contractId: 'k',
  customerId: null,
  kind: 'deliver',
  urgent: null,
  destination: null,
  origin: null,
  service: null,
  classKey: null,
  target: { unit: 'days', amount: 3 },
  calendarId: null,
  earlyToleranceMinutes: null,
  lateToleranceMinutes: 0,
  exclusions: [],
  ...more,
})
const match = (more: Partial<Match> = {}): Match => ({
  kind: 'deliver',
  customerId: 'c1',
  classKey: 'A',
  service: 'express',
  urgent: true,
  origin: { code: 'GZ1', country: 'CN', province: '44' },
  destination: { country: 'CN', province: '65' },
  ...more,
})

describe('which clause binds', () => {
  const any = clause('any')
  const service = clause('service', { service: 'express' })
  const tier = clause('tier', { classKey: 'A' })
  const toCountry = clause('to-country', { destination: 'CN' })
  const toProvince = clause('to-province', { destination: 'CN-65' })
  const fromCountry = clause('from-country', { origin: 'CN' })
  const fromProvince = clause('from-province', { origin: 'CN-44' })
  const fromWarehouse = clause('from-warehouse', { origin: 'GZ1' })
  const urgent = clause('urgent', { urgent: true })
  const own = clause('own', { customerId: 'c1' })
  const ownService = clause('own-service', { customerId: 'c1', service: 'express' })

  test.each([
    ['the only one', [any], 'any'],
    ['class over any', [any, tier], 'tier'],
    ['service over class', [tier, service], 'service'],
    ['an origin country over service', [service, tier, fromCountry], 'from-country'],
    ['an origin province over its country', [fromCountry, fromProvince], 'from-province'],
    ['a warehouse over its province', [fromProvince, fromWarehouse], 'from-warehouse'],
    ['a destination over an origin', [fromWarehouse, toCountry], 'to-country'],
    ['a province over its country', [toCountry, toProvince], 'to-province'],
    ['urgent over any lane', [toProvince, fromWarehouse, urgent], 'urgent'],
    ['the own contract over all of the default set', [urgent, toProvince, service, own], 'own'],
    ['within the own contract the narrower one', [own, ownService, urgent], 'own-service'],
    [
      'more conditions over fewer',
      [toProvince, clause('both', { destination: 'CN-65', service: 'express' })],
      'both',
    ],
  ])('%s', (_what, clauses, winner) => {
    expect(pickClause(clauses, match())?.id).toBe(winner)
    expect(pickClause(clauses.toReversed(), match())?.id).toBe(winner)
  })

  test.each([
    ['another kind', clause('x', { kind: 'ship' })],
    ['another customer', clause('x', { customerId: 'c2' })],
    ['not urgent', clause('x', { urgent: false })],
    ['another service', clause('x', { service: 'economy' })],
    ['another class', clause('x', { classKey: 'B' })],
    ['another province', clause('x', { destination: 'CN-44' })],
    ['another country', clause('x', { destination: 'US' })],
    ['another warehouse', clause('x', { origin: 'GZ2' })],
  ])('%s does not fit', (_what, other) => {
    expect(pickClause([other], match())).toBeNull()
    expect(pickClause([other, any], match())?.id).toBe('any')
  })

  test('what the order does not tell fits only "any"', () => {
    const unknown = match({ origin: null, destination: null, service: null, classKey: null })
    for (const narrow of [service, tier, toCountry, fromCountry, fromWarehouse])
      expect(pickClause([narrow], unknown)).toBeNull()
    expect(pickClause([any], unknown)?.id).toBe('any')
  })

  test('a province that comes with its country is the same place', () => {
    expect(pickClause([toProvince], match({ destination: { country: 'CN', province: 'CN-65' } }))?.id).toBe(
      'to-province',
    )
    expect([
      placeKey({ country: 'CN', province: '' }),
      laneOf('GZ1', { country: 'CN', province: '65' }),
    ]).toEqual(['CN', 'GZ1>CN-65'])
  })

  test('the choice explains itself', () => {
    const economy = clause('economy', { service: 'economy', classKey: 'B' })
    const { picked, decidedBy, candidates } = explainClause([any, economy, service, tier], match())
    expect([picked?.id, decidedBy]).toEqual(['service', 'service'])
    expect(candidates.map((c) => [c.clause.id, c.misfits])).toEqual([
      ['service', []],
      ['tier', []],
      ['any', []],
      ['economy', ['service', 'class']],
    ])
    expect(explainClause([any], match()).decidedBy).toBeNull()
    expect(explainClause([economy], match()).picked).toBeNull()
  })

  const conditions = fc.record({
    customerId: fc.constantFrom(null, 'c1', 'c2'),
    urgent: fc.constantFrom(null, true, false),
    destination: fc.constantFrom(null, 'CN', 'CN-65', 'US'),
    origin: fc.constantFrom(null, 'CN', 'CN-44', 'GZ1', 'GZ2'),
    service: fc.constantFrom(null, 'express', 'economy'),
    classKey: fc.constantFrom(null, 'A', 'B'),
  })

  test('two clauses that both fit an order are equal in strength only when their conditions are the same', () => {
    fc.assert(
      fc.property(conditions, conditions, (left, right) => {
        const [a, b] = [clause('same', left), clause('same', right)]
        if (misfitsOf(a, match()).length + misfitsOf(b, match()).length > 0) return
        expect(compareSpecificity(a, b) === 0).toBe(isDeepStrictEqual(a, b))
      }),
      { numRuns: 2_000 },
    )
  })

  test('the order of the clauses never matters, and the winner fits', () => {
    fc.assert(
      fc.property(fc.array(conditions, { maxLength: 8 }), (given) => {
        const clauses = given.map((c, i) => clause(`c${i}`, c))
        const picked = pickClause(clauses, match())
        expect(pickClause(clauses.toReversed(), match())).toBe(picked)
        if (picked) expect(misfitsOf(picked, match())).toEqual([])
      }),
    )
  })
})

describe('when a clause is due', () => {
  const holidays = [2025, 2026].flatMap(listChineseHolidays)
  const calendarNamed = (key: string) => {
    const rule = defaultCalendars().find((c) => c.key === key)
    if (!rule) throw new Error(key)
    return compileCalendar(
      toCalendar({ zone: ZONE, exceptions: [], ...rule }, rule.holidaySet ? holidays : []),
    )
  }
  const standard = calendarNamed('standard')
  const local = (ms: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' })
      .format(ms)
      .replace('T', ' ')
  const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`)
  const due = (
    target: Target,
    start: string,
    { requested, calendar = standard }: { requested?: string; calendar?: typeof standard | null } = {},
  ) =>
    local(
      dueOf(clause('x', { target }), {
        startMs: at(start),
        requestedMs: requested ? at(requested) : null,
        calendar,
        zone: ZONE,
      }).dueMs,
    )

  // standard: Monday to Friday 08:30-12:00 and 13:30-18:00 (8 h) with the Chinese holidays. 2025-10-11 is a make-up Saturday.
  test.each<[string, Target, string, string]>([
    [
      'natural minutes run through the night',
      { unit: 'minutes', amount: 600 },
      '2025-09-26 16:00',
      '2025-09-27 02:00:00',
    ],
    [
      'an hour of working time over lunch',
      { unit: 'working_minutes', amount: 60 },
      '2025-09-22 11:30',
      '2025-09-22 14:00:00',
    ],
    [
      'Friday 16:00 + 8 working hours, an ordinary weekend',
      { unit: 'working_minutes', amount: 480 },
      '2025-09-19 16:00',
      '2025-09-22 16:00:00',
    ],
    [
      'Friday 16:00 + 8 working hours, a worked Sunday',
      { unit: 'working_minutes', amount: 480 },
      '2025-09-26 16:00',
      '2025-09-28 16:00:00',
    ],
    [
      'Friday 16:00 + 8 working hours, a make-up Saturday',
      { unit: 'working_minutes', amount: 480 },
      '2025-10-10 16:00',
      '2025-10-11 16:00:00',
    ],
    [
      'the evening before the national holiday',
      { unit: 'working_minutes', amount: 60 },
      '2025-09-30 17:30',
      '2025-10-09 09:00:00',
    ],
    [
      'next working day at 18:00',
      { unit: 'working_days', amount: 1, at: '18:00' },
      '2025-09-22 10:00',
      '2025-09-23 18:00:00',
    ],
    [
      'next working day after the holiday',
      { unit: 'working_days', amount: 1, at: '12:00' },
      '2025-09-30 10:00',
      '2025-10-09 12:00:00',
    ],
    [
      'next working day by its close',
      { unit: 'working_days', amount: 1 },
      '2025-10-10 10:00',
      '2025-10-11 18:00:00',
    ],
    [
      'the same working day',
      { unit: 'working_days', amount: 0, at: '18:00' },
      '2025-09-22 10:00',
      '2025-09-22 18:00:00',
    ],
    [
      'the same working day, too late for it',
      { unit: 'working_days', amount: 0, at: '18:00' },
      '2025-09-22 18:30',
      '2025-09-23 18:00:00',
    ],
    [
      'three natural days end with the day',
      { unit: 'days', amount: 3 },
      '2025-09-22 10:00',
      '2025-09-25 23:59:59',
    ],
    [
      'natural days are not moved by holidays',
      { unit: 'days', amount: 7 },
      '2025-09-25 10:00',
      '2025-10-02 23:59:59',
    ],
    [
      'a natural day at a time of day',
      { unit: 'days', amount: 1, at: '12:00' },
      '2025-09-22 23:59',
      '2025-09-23 12:00:00',
    ],
    [
      'the same natural day, too late for it',
      { unit: 'days', amount: 0, at: '12:00' },
      '2025-09-22 13:00',
      '2025-09-23 12:00:00',
    ],
    [
      'no wish: the days of the service',
      { unit: 'requested', amount: 3 },
      '2025-09-22 10:00',
      '2025-09-25 23:59:59',
    ],
  ])('%s', (_what, target, start, expected) => expect(due(target, start)).toBe(expected))

  test.each<[string, string, string]>([
    ['a wish for a day lasts to its end', '2025-09-24 00:00', '2025-09-24 23:59:59'],
    ['a day may also be given by its last minute', '2025-09-24 23:59', '2025-09-24 23:59:59'],
    ['a wish to the minute stays', '2025-09-24 10:00', '2025-09-24 10:00:00'],
    ['a wish for the past is none', '2025-09-20 00:00', '2025-09-25 23:59:59'],
    ['today is still possible', '2025-09-22 00:00', '2025-09-22 23:59:59'],
  ])('%s', (_what, requested, expected) =>
    expect(due({ unit: 'requested', amount: 3 }, '2025-09-22 10:00', { requested })).toBe(expected),
  )

  test('a wish with a time of day in the clause', () => {
    expect(
      due({ unit: 'requested', amount: 3, at: '12:00' }, '2025-09-22 10:00', {
        requested: '2025-09-24 00:00',
      }),
    ).toBe('2025-09-24 12:00:00')
  })

  test('without a calendar working time is natural time', () => {
    expect(due({ unit: 'working_minutes', amount: 60 }, '2025-09-27 03:00', { calendar: null })).toBe(
      '2025-09-27 04:00:00',
    )
    expect(due({ unit: 'working_days', amount: 1 }, '2025-09-27 03:00', { calendar: null })).toBe(
      '2025-09-28 23:59:59',
    )
  })

  test('a working day that closes at midnight ends on its own day', () => {
    expect(
      due({ unit: 'working_days', amount: 1 }, '2025-09-22 10:00', { calendar: calendarNamed('natural') }),
    ).toBe('2025-09-23 23:59:59')
  })

  test('the tolerances: late moves the due, early opens before the target, a whole day opens with its first moment', () => {
    const tolerant = clause('x', {
      target: { unit: 'days', amount: 2 },
      earlyToleranceMinutes: 0,
      lateToleranceMinutes: 120,
    })
    const day = dueOf(tolerant, {
      startMs: at('2025-09-22 10:00'),
      requestedMs: null,
      calendar: null,
      zone: ZONE,
    })
    expect([local(day.targetMs), local(day.dueMs), local(day.earlyMs ?? 0)]).toEqual([
      '2025-09-24 23:59:59',
      '2025-09-25 01:59:59',
      '2025-09-24 00:00:00',
    ])
    expect((day.targetMs + 1) % 1000).toBe(0)
    const timed = dueOf(
      { ...tolerant, target: { unit: 'minutes', amount: 60 }, earlyToleranceMinutes: 30 },
      { startMs: at('2025-09-22 10:00'), requestedMs: null, calendar: null, zone: ZONE },
    )
    expect([local(timed.dueMs), local(timed.earlyMs ?? 0)]).toEqual([
      '2025-09-22 13:00:00',
      '2025-09-22 10:30:00',
    ])
    expect(
      dueOf(clause('x'), { startMs: 0, requestedMs: null, calendar: null, zone: ZONE }).earlyMs,
    ).toBeNull()
  })

  test('days are those of the zone, over a change of clocks too', () => {
    const newYork = dueOf(clause('x', { target: { unit: 'days', amount: 1, at: '12:00' } }), {
      startMs: Date.parse('2025-11-01T15:00:00Z'),
      requestedMs: null,
      calendar: null,
      zone: 'America/New_York',
    })
    expect(new Date(newYork.dueMs).toISOString()).toBe('2025-11-02T17:00:00.000Z')
  })
})
