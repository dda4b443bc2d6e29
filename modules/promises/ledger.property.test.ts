import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#platform/testing/world.ts'
import { correctOutcome } from './desk.ts'
import { type PromiseState, verdict } from './promise.ts'
import {
  type NewPromise,
  breakPromise,
  fulfilPromises,
  makePromises,
  pausePromise,
  reopenPromises,
  repromise,
  resumePromise,
  withdrawPromises,
} from './promises.ts'
import { getPromise } from './queries.ts'

// Any history of acts on one promise: the ledger only grows, and what it says equals a model kept by hand.

const w = world()
const START = Date.parse('2026-03-02T02:00:00.000Z')
const HOUR = 3_600_000

type Act = {
  act: 'repromise' | 'pause' | 'resume' | 'fulfil' | 'reopen' | 'withdraw' | 'break' | 'correct'
  afterH: number
  h: number
}
type Model = {
  state: PromiseState
  dues: number[]
  fulfilled: number | null
  pausedAt: number
  versions: number
}

const acts = fc.array(
  fc.record({
    act: fc.constantFrom(
      'repromise',
      'pause',
      'resume',
      'fulfil',
      'reopen',
      'withdraw',
      'break',
      'correct',
    ) as fc.Arbitrary<Act['act']>,
    afterH: fc.integer({ min: 1, max: 30 }),
    h: fc.integer({ min: -20, max: 60 }),
  }),
  { minLength: 1, maxLength: 14 },
)

/** What the act should do, told naively; null when it must be refused or do nothing. */
function predict(model: Model, { act, h }: Act, now: number): Model | null {
  const due = model.dues.at(-1) ?? 0
  const isOpen = model.state === 'open'
  const isLive = isOpen || model.state === 'paused'
  const target = now + h * HOUR
  switch (act) {
    case 'repromise':
      return isOpen && target > now && target !== due ? { ...model, dues: [...model.dues, target] } : null
    case 'pause':
      return isOpen && due >= now ? { ...model, state: 'paused', pausedAt: now } : null
    case 'resume':
      return model.state === 'paused'
        ? { ...model, state: 'open', dues: [...model.dues, due + now - model.pausedAt] }
        : null
    case 'fulfil':
      return isLive ? { ...model, state: 'fulfilled', fulfilled: target, versions: model.versions + 1 } : null
    case 'reopen':
      return model.state === 'fulfilled'
        ? { ...model, state: 'open', fulfilled: null, versions: model.versions + 1 }
        : null
    case 'withdraw':
      return isLive ? { ...model, state: 'withdrawn', versions: model.versions + 1 } : null
    case 'break':
      return isLive ? { ...model, state: 'broken', versions: model.versions + 1 } : null
    case 'correct':
      return !isLive && target <= now
        ? { ...model, state: 'fulfilled', fulfilled: target, versions: model.versions + 1 }
        : null
  }
}

async function perform(ctx: Ctx, promise: NewPromise & { orderId: string }, { act, h }: Act): Promise<void> {
  const key = { kind: promise.kind, orderId: promise.orderId, subjectId: promise.subjectId }
  const target = new Date(ctx.now.getTime() + h * HOUR)
  switch (act) {
    case 'repromise':
      return void (await repromise(ctx, { ...key, dueAt: target, reason: '改期' }))
    case 'pause':
      return pausePromise(ctx, { ...key, reason: '等待' })
    case 'resume':
      return void (await resumePromise(ctx, key))
    case 'fulfil':
      return fulfilPromises(ctx, [{ ...key, at: target }])
    case 'reopen':
      return reopenPromises(ctx, [key])
    case 'withdraw':
      return void (await withdrawPromises(ctx, { orderId: promise.orderId, cause: 'order_cancelled' }))
    case 'break':
      return breakPromise(ctx, { ...key, cause: 'other' })
    case 'correct': {
      const { id } = await ctx.db.one(
        sql<{ id: string }>`select id from promise where subject_id = ${promise.subjectId} and id = root_id`,
      )
      return correctOutcome(ctx, { promiseId: id, outcome: 'fulfilled', fulfilledAt: target, note: '' })
    }
  }
}

/** Every row of the ledger with what must never change. */
const ledger = (ctx: Ctx) =>
  ctx.db.all(sql<{ row: string }>`
  select 'promise ' || p.id || to_jsonb(p) - array['owner_id','watch_at','warned','risk_late','risk_cases','risk_expected_at']::text[] as row from promise p
  union all select 'outcome ' || to_jsonb(o)::text from promise_outcome o
  union all select 'pause ' || (to_jsonb(u) - array['to_at','resumed_by']::text[])::text from promise_pause u`)

test('any sequence of acts keeps the ledger append-only and the verdicts equal to a naive model', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      await w.rolledBack(async (ctx) => {
        const promise = {
          kind: 'deliver' as const,
          subjectType: 'order_line' as const,
          subjectId: newId(),
          orderId: newId(),
          customerId: newId(),
          madeAt: START,
          dueAt: START + 48 * HOUR,
        }
        let now = START
        await makePromises({ ...ctx, now: new Date(now) }, [promise])
        let model: Model = {
          state: 'open',
          dues: [START + 48 * HOUR],
          fulfilled: null,
          pausedAt: 0,
          versions: 0,
        }
        let before: string[] = []
        for (const act of sequence) {
          now += act.afterH * HOUR
          const next = predict(model, act, now)
          const refused = await perform({ ...ctx, now: new Date(now) }, promise, act).then(
            () => null,
            (e: { code?: string }) => e.code ?? 'crashed',
          )
          if (refused) expect(refused).toMatch(/^promise\./)
          if (next) expect(refused, JSON.stringify({ act, model })).toBeNull()
          model = next ?? model
          const after = (await ledger(ctx)).map((r) => r.row)
          expect(after).toEqual(expect.arrayContaining(before))
          before = after
        }
        await expectModel(ctx, promise, { model, now })
      })
    }),
    { numRuns: 60 },
  )
})

async function expectModel(
  ctx: Ctx,
  promise: NewPromise,
  { model, now }: { model: Model; now: number },
): Promise<void> {
  const { id } = await ctx.db.one(
    sql<{ id: string }>`select id from promise where subject_id = ${promise.subjectId} and id = root_id`,
  )
  const view = await getPromise(ctx, id)
  expect(view.state).toBe(model.state)
  expect(view.chain.map((c) => Date.parse(c.dueAt))).toEqual(model.dues)
  expect(view.outcomes).toHaveLength(model.versions)
  const chain = view.chain.map((c) => ({
    earlyMs: null,
    dueMs: Date.parse(c.dueAt),
    contractDueMs: c.contractDueAt ? Date.parse(c.contractDueAt) : null,
  }))
  const at = view.fulfilledAt ? new Date(view.fulfilledAt).getTime() : null
  expect(at).toBe(model.state === 'fulfilled' ? model.fulfilled : null)
  const naive = (due: number) =>
    at === null ? (now > due ? 'overdue' : 'open') : at <= due ? 'kept' : 'late'
  expect(verdict(chain, at, { against: 'original', nowMs: now })).toBe(naive(model.dues[0] ?? 0))
  expect(verdict(chain, at, { against: 'current', nowMs: now })).toBe(naive(model.dues.at(-1) ?? 0))
  expect(verdict(chain, at, { against: 'contract', nowMs: now })).toBe(naive(START + 48 * HOUR))
}
