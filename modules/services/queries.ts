import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { NotFound } from '#platform/errors.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { visible } from '#modules/orders/queries.ts'
import { originLines } from '#modules/orders/replacements.ts'
import type { Replaceable, ServiceRow } from './api.ts'
import { serviceList } from './service-list.ts'

type View = z.infer<typeof ServiceRow>
const times = ['requestedAt', 'answerBy', 'acceptedAt', 'dueAt', 'endedAt'] as const
type Row = Omit<View, (typeof times)[number] | 'customer'> & {
  customerId: string
  customerName: string
} & { requestedAt: Date; answerBy: Date; acceptedAt: Date | null; dueAt: Date | null; endedAt: Date | null }

const serviceSql: ListSql<typeof serviceList> = {
  fields: {
    state: sql`s.state`,
    kind: sql`s.kind`,
    customerId: sql`s.customer_id`,
    orderId: sql`s.order_id`,
    ownerId: sql`s.owner_id`,
    requested: sql`s.requested_at`,
    due: sql`s.due_at`,
  },
  sorts: {
    requested: sql`s.requested_at`,
    due: sql`s.due_at`,
    number: sql`s.number`,
    state: sql`s.state`,
  },
  tie: sql`s.id`,
  tieType: 'uuid',
}

const columns = sql`
  s.id, s.number, s.kind, s.state, s.order_id as "orderId", o.number as "orderNumber", s.customer_id as "customerId", c.shown_name as "customerName",
  s.channel, s.request, s.requested_at as "requestedAt", b.name as "registeredBy", s.answer_by as "answerBy",
  case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as owner, s.accepted_at as "acceptedAt", s.due_at as "dueAt",
  case when r.id is not null then jsonb_build_object('id', r.id, 'number', r.number) end as replacement, s.ended_at as "endedAt", e.name as "endedBy", s.result`
const from = sql`service_order s
  join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
  join party c on c.tenant_id = s.tenant_id and c.id = s.customer_id
  left join sales_order r on r.tenant_id = s.tenant_id and r.id = s.replacement_order_id
  left join app_user u on u.tenant_id = s.tenant_id and u.id = s.owner_id
  left join app_user b on b.tenant_id = s.tenant_id and b.id = s.registered_by
  left join app_user e on e.tenant_id = s.tenant_id and e.id = s.ended_by`

/** Service orders of orders the actor may see, latest first. `search`: the number of either, or what was asked. */
export async function listServices(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const like = search ? containing(search) : null
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: serviceList, sql: serviceSql }, asked), {
    columns,
    from,
    where: sql`s.tenant_id = ${ctx.tenant.id} and ${visible(ctx)}
      and (${like}::text is null or s.number ilike ${like}::text or o.number ilike ${like}::text or s.request ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

export async function getService(ctx: Ctx, id: string): Promise<View> {
  const row = await ctx.db.one(
    sql<Row>`select ${columns} from ${from} where s.tenant_id = ${ctx.tenant.id} and s.id = ${id} and ${visible(ctx)}`,
    'service order',
  )
  return viewOf(row)
}

function viewOf({ customerId, customerName, ...row }: Row): View {
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...row,
    customer: { id: customerId, name: customerName },
    requestedAt: row.requestedAt.toISOString(),
    answerBy: row.answerBy.toISOString(),
    acceptedAt: iso(row.acceptedAt),
    dueAt: iso(row.dueAt),
    endedAt: iso(row.endedAt),
  }
}

/** What of an order can be sent again. */
export async function getReplaceable(ctx: Ctx, orderId: string): Promise<z.infer<typeof Replaceable>> {
  const seen = await ctx.db.maybe(
    sql`select 1 from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.id = ${orderId} and ${visible(ctx)}`,
  )
  if (!seen) throw new NotFound('order')
  const lines = await originLines(ctx, orderId)
  return {
    lines: lines.map(({ id, shipped, replaced, lineNo, sku, productName, unit }) => ({
      orderLineId: id,
      lineNo,
      sku,
      productName,
      unit,
      left: Math.max(0, shipped - replaced),
    })),
  }
}
