import type { FastifyRequest } from 'fastify'
import type { FileOnDisk, Operation } from '#platform/api.ts'
import { type Ctx, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { listTenants, systemSeed } from '#platform/dispatcher.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { hashOf } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'
import { seal, secretHash, unseal } from '#platform/secrets.ts'

const KEY_MAX = 255

export type KeyedRequest = { key: string; requestHash: Buffer; isSecret: boolean }

/** The Idempotency-Key of a write and the hash of what it carries; null when there is none. */
export function keyedRequest(
  operation: Operation,
  request: FastifyRequest,
  input: unknown,
): KeyedRequest | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || operation.method === 'GET') return null
  if (typeof key !== 'string' || key.length === 0 || key.length > KEY_MAX || !/^[\x21-\x7e]+$/.test(key)) {
    throw new Invalid([
      {
        path: 'Idempotency-Key',
        message: {
          zh: '幂等键须为 1 至 255 个可见 ASCII 字符',
          en: 'The idempotency key must be 1 to 255 visible ASCII characters',
        },
      },
    ])
  }
  const requestHash = secretHash(JSON.stringify([operation.method, operation.path, withFileHash(input)]))
  return { key, requestHash, isSecret: operation.tellsSecret === true }
}

/** A file goes in by the hash of its bytes. */
function withFileHash(input: unknown): unknown {
  const { file, ...rest } = input as { file?: { bytes: Buffer; name: string } | FileOnDisk }
  if (!file) return rest
  return { ...rest, file: [file.name, 'bytes' in file ? hashOf(file.bytes).toString('hex') : file.sha256] }
}

/**
 * Keeps answers in the work's own transaction: they exist exactly when the work does. Gives each as the JSON it is kept and sent as;
 * null where there is nothing to say.
 */
export function rememberAnswers(
  ctx: Ctx,
  kept: readonly { keyed: KeyedRequest; answer: unknown }[],
): (string | null)[] {
  const bodies = kept.map(({ answer }) => JSON.stringify(answer ?? null))
  if (kept.length > 0)
    ctx.atCommit.push(sql`
      insert into idempotency_key (tenant_id, actor_id, key, request_hash, status, body, created_at)
      select ${ctx.tenant.id}, ${ctx.actor.id}, k.key, k.request_hash, 200, k.body, ${ctx.now}
      from unnest(${kept.map(({ keyed }) => keyed.key)}::text[], ${kept.map(({ keyed }) => keyed.requestHash)}::bytea[],
        ${bodies.map((body, i) => (kept[i]?.keyed.isSecret ? seal(body) : body))}::text[])
        as k (key, request_hash, body)`)
  return bodies.map(saidOf)
}

const saidOf = (body: string): string | null => (body === 'null' ? null : body)

/** The first answer to this key, if there was one. The same key with other content is refused. */
export async function replayedAnswer(
  ctx: Ctx,
  { key, requestHash, isSecret }: KeyedRequest,
): Promise<{ answer: unknown } | null> {
  const kept = await ctx.db.maybe(sql<{ request_hash: Buffer; body: string }>`
    select request_hash, body from idempotency_key
    where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and key = ${key}`)
  if (!kept) return null
  if (!kept.request_hash.equals(requestHash)) throw new Refused('request.key_reused', {}, 422)
  return { answer: saidOf(isSecret ? unseal(kept.body) : kept.body) }
}

/** Longer than anything typed waits to be sent again (drafts, 14 days). */
const KEPT_DAYS = 15
const EVERY_MS = 600_000
/** Answers of one transaction. */
const LOT = 5_000

/** Forgets the answers that nobody asks for again. */
export function answerAgeJob(database: Database, clock: () => Date): Job {
  return {
    name: 'answer_age',
    everyMs: EVERY_MS,
    async run() {
      let hasMore = false
      for (const tenant of await listTenants(database, null)) {
        const gone = await withCtx(database, systemSeed(tenant, 'answer_age', clock()), forgetOldAnswers)
        hasMore ||= gone === LOT
      }
      return hasMore
    },
  }
}

/** Says how many were forgotten, at most LOT. */
export async function forgetOldAnswers(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000)
  return ctx.db.run(sql`
    delete from idempotency_key where (tenant_id, actor_id, key) in (
      select tenant_id, actor_id, key from idempotency_key
      where tenant_id = ${ctx.tenant.id} and created_at < ${before} order by created_at limit ${LOT})`)
}
