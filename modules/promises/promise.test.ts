import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CHANGES_MAX,
  type ChainLink,
  type PromiseAction,
  type PromiseState,
  causes,
  liableNames,
  moves,
  verdict,
  whyNot,
  whyNotCorrect,
  whyNotPause,
  whyNotRepromise,
} from './promise.ts'
import { refusals } from './refusals.ts'

const ACTIONS: PromiseAction[] = [
  'repromise',
  'tell',
  'pause',
  'resume',
  'fulfil',
  'break',
  'withdraw',
  'correct',
  'reopen',
]

describe('state × action', () => {
  test.each([
    ['open', ['repromise', 'tell', 'pause', 'fulfil', 'break', 'withdraw']],
    ['paused', ['tell', 'resume', 'fulfil', 'break', 'withdraw']],
    ['fulfilled', ['correct', 'reopen']],
    ['broken', ['correct', 'reopen']],
    ['withdrawn', ['correct', 'reopen']],
  ] as [PromiseState, PromiseAction[]][])('%s allows %j and says why not the rest', (state, allowed) => {
    expect(ACTIONS.filter((a) => whyNot(state, a) === null)).toEqual(
      ACTIONS.filter((a) => allowed.includes(a)),
    )
    for (const action of ACTIONS) {
      const refusal = whyNot(state, action)
      expect(refusal === null || refusal in refusals).toBe(true)
      expect(refusal === null).toBe(action in moves[state])
    }
  })

  test.each([
    ['open', 'resume', 'promise.not_paused'],
    ['paused', 'repromise', 'promise.paused'],
    ['paused', 'pause', 'promise.paused'],
    ['fulfilled', 'pause', 'promise.ended'],
    ['open', 'correct', 'promise.not_ended'],
  ] as [PromiseState, PromiseAction, string][])('%s × %s → %s', (state, action, code) =>
    expect(whyNot(state, action)).toBe(code),
  )
})

describe('re-promising', () => {
  const promise = { state: 'open' as const, dueMs: 100, changes: 0 }
  test.each([
    [promise, 200, 50, null],
    [promise, 60, 50, null],
    [promise, 100, 50, 'promise.same_due'],
    [promise, 50, 50, 'promise.due_in_past'],
    [{ ...promise, changes: CHANGES_MAX }, 200, 50, 'promise.too_many_changes'],
    [{ ...promise, state: 'paused' as const }, 200, 50, 'promise.paused'],
    [promise, 50 + 733 * 86_400_000, 50, 'promise.due_too_far'],
  ])('%j to %i at %i: %s', (p, due, now, code) => expect(whyNotRepromise(p, due, now)).toBe(code))
})

test('a pause is refused once the promise is late', () => {
  const promise = { state: 'open' as const, dueMs: 100, changes: 0 }
  expect([whyNotPause(promise, 100), whyNotPause(promise, 101)]).toEqual([null, 'promise.overdue'])
})

test('a correction is refused for what has not ended and for the future', () => {
  expect([
    whyNotCorrect('open', 5, 10),
    whyNotCorrect('fulfilled', 11, 10),
    whyNotCorrect('broken', 10, 10),
    whyNotCorrect('fulfilled', null, 10),
  ]).toEqual(['promise.not_ended', 'promise.fulfilled_in_future', null, null])
})

describe('verdict', () => {
  const chain: ChainLink[] = [
    { earlyMs: 80, dueMs: 100, contractDueMs: 90 },
    { earlyMs: 180, dueMs: 200, contractDueMs: 90 },
  ]
  test.each([
    [100, 'kept', 'early', 'late'],
    [101, 'late', 'early', 'late'],
    [79, 'early', 'early', 'early'],
    [90, 'kept', 'early', 'kept'],
    [180, 'late', 'kept', 'late'],
    [200, 'late', 'kept', 'late'],
    [201, 'late', 'late', 'late'],
  ])('fulfilled at %i: original %s, current %s, contract %s', (at, original, current, contract) => {
    const against = (a: 'original' | 'current' | 'contract') => verdict(chain, at, { against: a, nowMs: 999 })
    expect([against('original'), against('current'), against('contract')]).toEqual([
      original,
      current,
      contract,
    ])
  })

  test('not fulfilled: open until the due time has passed, then overdue', () => {
    const open = (nowMs: number) => verdict(chain, null, { against: 'current', nowMs })
    expect([open(200), open(201)]).toEqual(['open', 'overdue'])
  })

  test('a chain of one promise is judged alike against the original and the current', () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.nat()), fc.option(fc.nat()), (dueMs, at, earlyMs) => {
        const one = [{ earlyMs, dueMs, contractDueMs: null }]
        const [a, b, c] = (['original', 'current', 'contract'] as const).map((against) =>
          verdict(one, at, { against, nowMs: 500 }),
        )
        expect(a).toBe(b)
        expect(b).toBe(c)
      }),
    )
  })
})

test('every cause names a liable party that has a name', () => {
  for (const cause of Object.values(causes)) expect(liableNames[cause.liable].zh).toBeTruthy()
})
