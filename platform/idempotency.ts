import type { FastifyRequest } from 'fastify'
import type { FileOnDisk, Operation } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { hashOf } from '#platform/ids.ts'

const KEY_MAX = 255

export type KeyedRequest = { key: string; requestHash: Buffer }

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
  return { key, requestHash: hashOf(JSON.stringify([operation.method, operation.path, withFileHash(input)])) }
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
      from unnest(${kept.map(({ keyed }) => keyed.key)}::text[], ${kept.map(({ keyed }) => keyed.requestHash)}::bytea[], ${bodies}::text[])
        as k (key, request_hash, body)`)
  return bodies.map(saidOf)
}

const saidOf = (body: string): string | null => (body === 'null' ? null : body)

/** The first answer to this key, if there was one. The same key with other content is refused. */
export async function replayedAnswer(
  ctx: Ctx,
  { key, requestHash }: KeyedRequest,
): Promise<{ answer: unknown } | null> {
  const kept = await ctx.db.maybe(sql<{ request_hash: Buffer; body: string }>`
    select request_hash, body from idempotency_key
    where tenant_id = ${ctx.tenant.id} and actor_id = ${ctx.actor.id} and key = ${key}`)
  if (!kept) return null
  if (!kept.request_hash.equals(requestHash)) throw new Refused('request.key_reused', {}, 422)
  return { answer: saidOf(kept.body) }
}
