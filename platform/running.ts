import type { FastifyRequest } from 'fastify'
import type { Operation } from '#platform/api.ts'
import { type Actor, type Ctx, can, withCtx } from '#platform/ctx.ts'
import { type Database, isConnectionError } from '#platform/db.ts'
import { Forbidden, NotFound, Refused } from '#platform/errors.ts'
import type { Shared } from '#platform/sharing.ts'
import { asGranted, grantedIds } from '#platform/grants.ts'
import type { BoundOperation, Gate, Identity } from '#platform/http.ts'
import { type KeyedRequest, keyedRequest, rememberAnswers, replayedAnswer } from '#platform/idempotency.ts'

const SLOW_STATEMENT_MS = 30_000

/** A request that was read and may be done. */
export type Run = {
  database: Database
  identity: Identity
  bound: BoundOperation
  gate: Gate
  input: unknown
  keyed: KeyedRequest | null
}

export const runOf = (run: Omit<Run, 'keyed'>, request: FastifyRequest): Run => ({
  ...run,
  keyed: mayKeep(run.bound.operation) ? keyedRequest(run.bound.operation, request, run.input) : null,
})

/** Reads of one company, each as its own actor, in one transaction. Whoever may not or cannot is told so by doing it alone. */
export async function readTogether(shared: readonly Shared<Run>[]): Promise<void> {
  const [first] = shared
  if (!first) return
  const begin = async ({ db, attempt }: Ctx) => {
    let lost: Error | null = null
    await Promise.all(
      shared.map(async ({ item: run, answer, fail }) => {
        const ctx: Ctx = { ...seedOf(run), db, attempt, events: [], atCommit: [], merged: [] }
        await handle(run, ctx).then(answer, (error: Error) => {
          if (isConnectionError(error)) lost = error
          fail(error)
        })
      }),
    )
    if (lost) throw lost as Error // nobody else gets a connection on which something may still be under way
  }
  await withCtx(first.item.database, seedOf(first.item), begin, { isReading: true })
}

/** Only reads, and none that is known to take long. */
export const mayShare = ({ operation }: BoundOperation): boolean => isReading(operation) && !operation.slow

const isReading = ({ method, download, isWriting }: Operation): boolean =>
  method === 'GET' && !download && !isWriting

/** What is revealed is never kept: asking again is another look, with another audit row. Neither are files. */
const mayKeep = (operation: Operation): boolean =>
  !operation.download && operation.permission !== 'personal_data.reveal'

/** One request, one transaction. With an Idempotency-Key the first answer is kept in it and repeated later. */
export async function runAs(run: Run): Promise<unknown> {
  const { database, bound, gate, keyed } = run
  const { isPlannedOnce, slow } = bound.operation
  const work = async (ctx: Ctx) => {
    const answer = await handle(run, ctx)
    gate.tellMerged(ctx.merged)
    return keyed ? rememberAnswers(ctx, [{ keyed, answer }])[0] : answer
  }
  try {
    return await withCtx(database, seedOf(run), work, {
      ...(slow ? { statementMs: SLOW_STATEMENT_MS } : {}),
      ...(isPlannedOnce ? { isPlannedOnce } : {}),
      isReading: isReading(bound.operation),
    })
  } catch (error) {
    // The key is unique: when it is taken, or the work now refuses because it was already done, the first answer counts.
    const earlier = keyed
      ? await withCtx(database, seedOf(run), (ctx) => replayedAnswer(ctx, keyed)).catch(keepRefusal)
      : null
    if (earlier) return earlier.answer
    throw error
  }
}

/** Requests of one lane are those of one actor for one operation. */
export const laneOf = ({ identity, bound, gate }: Run): string =>
  `${identity.tenant.id} ${identity.actor.id} ${gate.locale} ${bound.id}`

/** Requests of one lane in one transaction; undefined for those that are to be done alone: a key may be kept once only. */
export async function runTogether(runs: readonly [Run, ...Run[]]): Promise<unknown[]> {
  const [{ database, bound }] = runs
  const keys = runs.map(({ keyed }) => keyed?.key)
  const { isPlannedOnce = false } = bound.operation
  const firsts = runs.filter((_, i) => keys[i] === undefined || keys.indexOf(keys[i]) === i)
  return withCtx(
    database,
    seedOf(runs[0]),
    async (ctx) => {
      const asked = firsts.map(({ input, gate }) => ({ input, requestId: gate.requestId }))
      const answers = (await bound.many?.(ctx, asked)) ?? []
      const said = new Map<Run, unknown>()
      firsts.forEach((run, i) => answers[i] && said.set(run, answers[i]))
      const kept = [...said].flatMap(([run, answer]) =>
        run.keyed ? [{ run, keyed: run.keyed, answer }] : [],
      )
      const texts = rememberAnswers(ctx, kept)
      kept.forEach(({ run }, i) => said.set(run, texts[i]))
      return runs.map((run) => said.get(run))
    },
    { isPlannedOnce },
  )
}

const seedOf = ({ identity, gate }: Run) => ({
  tenant: identity.tenant,
  actor: identity.actor,
  now: gate.now,
  requestId: gate.requestId,
  locale: gate.locale,
})

export const mayDo = (actor: Actor, { permission }: Operation): boolean =>
  permission === 'signed_in' || permission === 'public' || can(actor, permission)

/** A record that was opened to the actor is read as if no scope bound them; any other stays as hidden as it was. */
async function handle({ bound: { operation, handler }, input, gate }: Run, ctx: Ctx): Promise<unknown> {
  const run = (as: Ctx) => handler(as as Ctx & Gate, input, gate)
  const { record, permission } = operation
  if (!record || permission === 'signed_in' || permission === 'public') return run(ctx)
  const isAble = mayDo(ctx.actor, operation)
  const isBound = Object.keys(ctx.actor.scopes).length > 0
  try {
    if (!isAble) throw new Forbidden(permission)
    return await run(ctx)
  } catch (error) {
    if (isAble && !(isBound && error instanceof NotFound)) throw error
    const { id } = (input as { params: { id: string } }).params
    if ((await grantedIds(ctx, record, [id])).length === 0) throw error
    return run(asGranted(ctx, permission))
  }
}

function keepRefusal(error: unknown): null {
  if (error instanceof Refused) throw error
  return null
}
