import { visible } from '#modules/orders/queries.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { answerList } from './answer-list.ts'

/** `search`: part of the title or comment. */
export type AnswerQuestion = ListQuestion & { search?: string | undefined }

type Row = {
  id: string
  order_id: string
  order_number: string
  customer_id: string
  customer_name: string
  score: number
  scale: number
  title: string
  comment: string
  asked_at: Date | null
  answered_at: Date
}

const answerSql: ListSql<typeof answerList> = {
  fields: {
    score: sql`a.score`,
    answered: sql`a.answered_at`,
    customerId: sql`a.customer_id`,
    orderId: sql`a.order_id`,
    commented: sql`(a.title <> '' or a.comment <> '')`,
  },
  sorts: { answered: sql`a.answered_at`, score: sql`a.score` },
  tie: sql`a.id`,
  tieType: 'uuid',
}

/** Answers, latest first. */
export async function listAnswers(ctx: Ctx, { search, ...asked }: AnswerQuestion) {
  const like = search ? containing(search) : null
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: answerList, sql: answerSql }, asked), {
    columns: sql`a.id, a.order_id, o.number as order_number, a.customer_id, c.shown_name as customer_name,
      a.score, a.scale, a.title, a.comment, a.asked_at, a.answered_at`,
    from: sql`satisfaction_answer a
      join sales_order o on o.tenant_id = a.tenant_id and o.id = a.order_id
      join party c on c.tenant_id = a.tenant_id and c.id = a.customer_id`,
    where: sql`a.tenant_id = ${ctx.tenant.id} and ${visible(ctx)}
      and (${like}::text is null or a.title ilike ${like}::text or a.comment ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

function viewOf(r: Row) {
  return {
    id: r.id,
    orderId: r.order_id,
    orderNumber: r.order_number,
    customer: {
      id: r.customer_id,
      name: r.customer_name,
    },
    score: r.score,
    scale: r.scale,
    title: r.title,
    comment: r.comment,
    askedAt: r.asked_at?.toISOString() ?? null,
    answeredAt: r.answered_at.toISOString(),
  }
}
