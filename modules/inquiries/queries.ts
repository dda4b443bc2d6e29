import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { visible } from '#modules/orders/queries.ts'
import type { InquiryRow } from './api.ts'
import { inquiryList } from './inquiry-list.ts'

type View = z.infer<typeof InquiryRow>
type Times = 'askedAt' | 'expectedAt' | 'dueAt' | 'followedAt' | 'answeredAt' | 'closedAt'
type Row = Omit<View, 'customer' | Times> & {
  customerId: string
  customerName: string
  askedAt: Date
  dueAt: Date
  expectedAt: Date | null
  followedAt: Date | null
  answeredAt: Date | null
  closedAt: Date | null
}

const inquirySql: ListSql<typeof inquiryList> = {
  fields: {
    state: sql`q.state`,
    customerId: sql`q.customer_id`,
    orderId: sql`q.order_id`,
    ownerId: sql`q.owner_id`,
    followed: sql`q.followed_with`,
    asked: sql`q.asked_at`,
    due: sql`q.due_at`,
  },
  sorts: { asked: sql`q.asked_at`, due: sql`q.due_at`, state: sql`q.state` },
  tie: sql`q.id`,
  tieType: 'uuid',
}

const columns = sql`
  q.id, q.number, q.order_id as "orderId", o.number as "orderNumber", q.customer_id as "customerId", c.shown_name as "customerName",
  q.channel, q.question, q.asked_at as "askedAt", q.waybills, q.route, q.status, q.expected_at as "expectedAt",
  case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end as owner, q.due_at as "dueAt", q.state,
  q.followed_with as "followedWith", q.followed_at as "followedAt", q.answer, q.answered_at as "answeredAt", a.name as "answeredBy",
  q.wants_more as "wantsMore", q.closed_at as "closedAt"`
const from = sql`tracking_inquiry q
  join sales_order o on o.tenant_id = q.tenant_id and o.id = q.order_id
  join party c on c.tenant_id = q.tenant_id and c.id = q.customer_id
  left join app_user u on u.tenant_id = q.tenant_id and u.id = q.owner_id
  left join app_user a on a.tenant_id = q.tenant_id and a.id = q.answered_by`

/** Inquiries, latest first. `search`: part of their number, the order's number or the question. */
export async function listInquiries(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const like = search ? containing(search) : null
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: inquiryList, sql: inquirySql }, asked), {
    columns,
    from,
    where: sql`q.tenant_id = ${ctx.tenant.id} and ${visible(ctx)}
      and (${like}::text is null or q.number ilike ${like}::text or o.number ilike ${like}::text or q.question ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

export async function getInquiry(ctx: Ctx, id: string): Promise<View> {
  const row = await ctx.db.one(
    sql<Row>`select ${columns} from ${from} where q.tenant_id = ${ctx.tenant.id} and q.id = ${id} and ${visible(ctx)}`,
    'inquiry',
  )
  return viewOf(row)
}

function viewOf({ customerId, customerName, ...row }: Row): View {
  return {
    ...row,
    customer: { id: customerId, name: customerName },
    askedAt: row.askedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    expectedAt: row.expectedAt?.toISOString() ?? null,
    followedAt: row.followedAt?.toISOString() ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}
