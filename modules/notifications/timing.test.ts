import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileCalendar } from '#modules/scheduling/calendar.ts'
import { GATHER_MS, type Schedule, afterQuiet, whenToMail } from './timing.ts'

const at = (text: string) => Date.parse(text)
const plain: Schedule = {
  quiet: 'none',
  quietFrom: '22:00',
  quietTo: '07:00',
  calendar: null,
  digestAt: '08:30',
  zone: 'Asia/Shanghai',
}
const night: Schedule = { ...plain, quiet: 'hours' }

describe('when news goes out', () => {
  const now = at('2026-11-26T10:20:00+08:00')
  test.each([
    ['off', null],
    ['now', now + GATHER_MS],
    ['hourly', at('2026-11-26T11:00:00+08:00')],
    ['daily', at('2026-11-27T08:30:00+08:00')],
  ] as const)('%s', (mail, when) => expect(whenToMail(mail, plain, now)).toBe(when))

  test('a digest of today still comes today', () => {
    expect(whenToMail('daily', plain, at('2026-11-26T07:00:00+08:00'))).toBe(at('2026-11-26T08:30:00+08:00'))
  })
})

describe('quiet hours', () => {
  test.each([
    ['2026-11-26T21:59:00+08:00', '2026-11-26T21:59:00+08:00'],
    ['2026-11-26T22:00:00+08:00', '2026-11-27T07:00:00+08:00'],
    ['2026-11-27T03:00:00+08:00', '2026-11-27T07:00:00+08:00'],
    ['2026-11-27T07:00:00+08:00', '2026-11-27T07:00:00+08:00'],
  ])('over midnight: %s goes out at %s', (when, sent) => expect(afterQuiet(night, at(when))).toBe(at(sent)))

  test('within a day', () => {
    const noon = { ...night, quietFrom: '12:00', quietTo: '13:30' }
    expect(afterQuiet(noon, at('2026-11-26T12:10:00+08:00'))).toBe(at('2026-11-26T13:30:00+08:00'))
    expect(afterQuiet(noon, at('2026-11-26T14:00:00+08:00'))).toBe(at('2026-11-26T14:00:00+08:00'))
  })

  test('are those of the person’s zone, also when its clocks change', () => {
    const berlin = { ...night, zone: 'Europe/Berlin' }
    // On 25 October 2026 the clocks there go back from three to two.
    expect(afterQuiet(berlin, at('2026-10-24T23:00:00+02:00'))).toBe(at('2026-10-25T07:00:00+01:00'))
    expect(afterQuiet(night, at('2026-10-24T23:00:00+02:00'))).toBe(at('2026-10-25T07:00:00+08:00'))
  })

  test('outside a calendar’s hours nothing goes out', () => {
    const day = [{ from: '09:00', to: '18:00' }]
    const calendar = compileCalendar({
      zone: 'Asia/Shanghai',
      week: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] },
      exceptions: {},
    } as never)
    const work = { ...plain, quiet: 'calendar' as const, calendar }
    expect(afterQuiet(work, at('2026-11-27T18:30:00+08:00'))).toBe(at('2026-11-30T09:00:00+08:00'))
    expect(afterQuiet(work, at('2026-11-27T10:00:00+08:00'))).toBe(at('2026-11-27T10:00:00+08:00'))
    expect(afterQuiet({ ...work, calendar: null }, 5)).toBe(5)
  })

  test('never bring a mail forward, hold it at most a day, and let go of it outside themselves', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
    fc.assert(
      fc.property(
        time,
        time,
        fc.integer({ min: at('2020-01-01'), max: at('2030-01-01') }),
        (quietFrom, quietTo, now) => {
          const schedule = { ...night, quietFrom, quietTo }
          const when = afterQuiet(schedule, now)
          expect(when).toBeGreaterThanOrEqual(now)
          expect(when - now).toBeLessThanOrEqual(86_400_000)
          expect(afterQuiet(schedule, when)).toBe(when)
        },
      ),
    )
  })
})
