import { maskName } from '#modules/customers/privacy.ts'
import { type Ctx, inScope } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'

export type AnswerQuestion = {
  limit: number
  cursor?: string | undefined
  /** Local days of the answer, both included. */
  from?: string | undefined
  to?: string | undefined
  orderId?: string | undefined
  customerId?: string | undefined
  scoreMin?: number | undefined
  scoreMax?: number | undefined
  /** Part of the title or comment. */
  search?: string | undefined
}

type Row = {
  id: string
  order_id: string
  order_number: string
  customer_id: string
  customer_name: string
  customer_kind: string
  score: number
  scale: number
  title: string
  comment: string
  asked_at: Date | null
  answered_at: Date
  exact_at: string
}

/** Answers, latest first. */
export async function listAnswers(ctx: Ctx, question: AnswerQuestion) {
  const { limit, cursor, from, to, orderId, customerId, scoreMin, scoreMax, search } = question
  const [afterAt, afterId] = cursor ? decodeCursor(cursor, 2).map(String) : [null, null]
  const zone = ctx.tenant.zone
  const like = search ? `%${search.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%` : null
  const rows = await ctx.db.all(sql<Row>`
    select a.id, a.order_id, o.number as order_number, a.customer_id, c.name as customer_name, c.kind as customer_kind,
      a.score, a.scale, a.title, a.comment, a.asked_at, a.answered_at, a.answered_at::text as exact_at
    from satisfaction_answer a
    join sales_order o on o.tenant_id = a.tenant_id and o.id = a.order_id
    join party c on c.tenant_id = a.tenant_id and c.id = a.customer_id
    where a.tenant_id = ${ctx.tenant.id} and ${inScope(ctx, 'customer', 'a.customer_id')}
      and (${from ?? null}::date is null or a.answered_at >= ${from ?? null}::date::timestamp at time zone ${zone}::text)
      and (${to ?? null}::date is null or a.answered_at < (${to ?? null}::date + 1)::timestamp at time zone ${zone}::text)
      and (${orderId ?? null}::uuid is null or a.order_id = ${orderId ?? null}::uuid)
      and (${customerId ?? null}::uuid is null or a.customer_id = ${customerId ?? null}::uuid)
      and (${scoreMin ?? null}::int is null or a.score >= ${scoreMin ?? null}::int)
      and (${scoreMax ?? null}::int is null or a.score <= ${scoreMax ?? null}::int)
      and (${like}::text is null or a.title ilike ${like}::text or a.comment ilike ${like}::text)
      and (${afterAt}::text is null or (a.answered_at, a.id) < (${afterAt}::timestamptz, ${afterId}::uuid))
    order by a.answered_at desc, a.id desc limit ${limit + 1}`)
  const page = toPage(rows, limit, (r) => [r.exact_at, r.id])
  return { rows: page.rows.map(viewOf), next: page.next }
}

function viewOf(r: Row) {
  return {
    id: r.id,
    orderId: r.order_id,
    orderNumber: r.order_number,
    customer: {
      id: r.customer_id,
      name: r.customer_kind === 'person' ? maskName(r.customer_name) : r.customer_name,
    },
    score: r.score,
    scale: r.scale,
    title: r.title,
    comment: r.comment,
    askedAt: r.asked_at?.toISOString() ?? null,
    answeredAt: r.answered_at.toISOString(),
  }
}
