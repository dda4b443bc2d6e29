import type {} from './events.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'

/** What a customer said of an order. `score` is 1 to `scale`; `externalRef` is unique within the order and makes a repeat harmless. */
export type ImportedAnswer = {
  orderId: string
  customerId: string
  score: number
  scale?: number | undefined
  title?: string | undefined
  comment?: string | undefined
  askedAt?: Date | null | undefined
  answeredAt: Date
  externalRef?: string | null | undefined
  batchId?: string | null | undefined
}

export const ANSWERS_MAX = 5_000
const TITLE_MAX = 200
const COMMENT_MAX = 4_000
const SCALE = 5

/** Answers from elsewhere, set-based, one summary event. Those known by their reference are left alone. Gives how many were new. */
export async function importAnswers(
  ctx: Ctx,
  answers: ImportedAnswer[],
): Promise<{ created: number; existing: number }> {
  if (answers.length > ANSWERS_MAX) throw new RangeError(`at most ${ANSWERS_MAX} answers a call`)
  if (answers.length === 0) return { created: 0, existing: 0 }
  const now = ctx.now.getTime()
  const created = await ctx.db.run(sql`
    insert into satisfaction_answer (tenant_id, id, order_id, customer_id, score, scale, title, comment, asked_at, answered_at, external_ref, batch_id)
    select ${ctx.tenant.id}, a.id, a.order_id, a.customer_id, a.score, a.scale, a.title, a.comment, a.asked_at, a.answered_at, a.external_ref, a.batch_id
    from unnest(
      ${answers.map(() => newId(now))}::uuid[], ${answers.map((a) => a.orderId)}::uuid[], ${answers.map((a) => a.customerId)}::uuid[],
      ${answers.map((a) => a.score)}::smallint[], ${answers.map((a) => a.scale ?? SCALE)}::smallint[],
      ${answers.map((a) => (a.title ?? '').slice(0, TITLE_MAX))}::text[], ${answers.map((a) => (a.comment ?? '').slice(0, COMMENT_MAX))}::text[],
      ${answers.map((a) => a.askedAt ?? null)}::timestamptz[], ${answers.map((a) => a.answeredAt)}::timestamptz[],
      ${answers.map((a) => a.externalRef ?? null)}::text[], ${answers.map((a) => a.batchId ?? null)}::uuid[]
    ) as a (id, order_id, customer_id, score, scale, title, comment, asked_at, answered_at, external_ref, batch_id)
    on conflict (tenant_id, order_id, external_ref) where external_ref is not null do nothing`)
  const existing = answers.length - created
  emit(ctx, 'answers.imported', { type: 'tenant', id: ctx.tenant.id }, { answers: created, existing })
  return { created, existing }
}
