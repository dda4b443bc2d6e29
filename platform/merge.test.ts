import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Values, isSame, threeWay } from './merge.ts'

const FIELDS = ['name', 'phone', 'roles', 'note', 'lines'] as const
const value = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'c'),
  fc.constantFrom(null, 0, 1, true),
  fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
  fc.record({ at: fc.constantFrom(1, 2), to: fc.constantFrom('n', 's') }),
)
const whole = fc.record({ name: value, phone: value, roles: value, note: value, lines: value })
const part = fc.record(
  { name: value, phone: value, roles: value, note: value, lines: value },
  { requiredKeys: [] },
)

/** What stands after a save without conflicts. */
function saved(base: Values, theirs: Values, mine: Values): Values {
  const written = threeWay(base, theirs, mine).mine.map((field) => [field, mine[field]])
  return { ...theirs, ...Object.fromEntries(written) }
}

describe('two people change one record', () => {
  test('each field is mine, theirs, a conflict, or changed by nobody', () => {
    fc.assert(
      fc.property(whole, whole, part, (base, theirs, mine) => {
        const found = threeWay(base, theirs, mine)
        for (const field of FIELDS) {
          const isTheirs = !isSame(base[field], theirs[field])
          const isMine = field in mine && !isSame(base[field], mine[field])
          const isAgreed = isSame(mine[field], theirs[field])
          expect(found.mine.includes(field)).toBe(isMine && !isTheirs)
          expect(found.conflicts.includes(field)).toBe(isMine && isTheirs && !isAgreed)
          expect(found.theirs.includes(field)).toBe(isTheirs && (!isMine || isAgreed))
        }
      }),
    )
  })

  test('nothing of either is lost: what stands is what one of them wrote, or what both started from', () => {
    fc.assert(
      fc.property(whole, whole, part, (base, theirs, mine) => {
        const { conflicts } = threeWay(base, theirs, mine)
        const result = saved(base, theirs, mine)
        for (const field of FIELDS.filter((f) => !conflicts.includes(f))) {
          const isMine = field in mine && !isSame(base[field], mine[field])
          expect(isSame(result[field], isMine ? mine[field] : theirs[field])).toBe(true)
        }
      }),
    )
  })

  test('alone, what I send is what stands; having changed nothing, what the other wrote stands', () => {
    fc.assert(
      fc.property(whole, whole, part, (base, theirs, mine) => {
        expect(threeWay(base, base, mine).conflicts).toEqual([])
        const alone = saved(base, base, mine)
        for (const field of Object.keys(mine))
          expect(isSame(alone[field], mine[field as keyof typeof mine])).toBe(true)
        expect(saved(base, theirs, base)).toEqual(theirs)
      }),
    )
  })

  test('who comes first does not change what conflicts', () => {
    fc.assert(
      fc.property(whole, whole, whole, (base, theirs, mine) => {
        const there = threeWay(base, theirs, mine).conflicts.toSorted()
        expect(threeWay(base, mine, theirs).conflicts.toSorted()).toEqual(there)
      }),
    )
  })
})

test.each([
  [null, undefined, true],
  [null, '', true],
  ['', 0, false],
  [[], null, false],
  [['a', 'b'], ['b', 'a'], false],
  [{ a: 1, b: null }, { a: 1 }, true],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [new Date('2026-01-01T00:00:00Z'), '2026-01-01T00:00:00.000Z', true],
])('%j and %j are the same: %s', (a, b, same) => expect(isSame(a, b)).toBe(same))
