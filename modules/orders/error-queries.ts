import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { errorList } from './error-list.ts'
import type { ErrorSums, OrderErrorRow } from './errors-api.ts'
import { visible } from './queries.ts'

/** `search`: part of the order's number or of what was wrong. */
export type ErrorQuestion = ListQuestion & { search?: string | undefined }
type View = z.infer<typeof OrderErrorRow>
type Row = Omit<View, 'customer' | 'foundAt' | 'loggedAt' | 'withdrawnAt'> & {
  foundAt: Date
  loggedAt: Date
  withdrawnAt: Date | null
  customerId: string
  customerName: string
}

const errorSql: ListSql<typeof errorList> = {
  fields: {
    kind: sql`x.kind`,
    found: sql`x.found_at`,
    customerId: sql`o.customer_id`,
    liable: sql`x.liable`,
    cost: sql`x.cost_minor`,
    state: sql`(case when x.withdrawn_at is null then 'counts' else 'withdrawn' end)`,
    orderId: sql`x.order_id`,
  },
  sorts: { found: sql`x.found_at`, cost: sql`x.cost_minor`, kind: sql`x.kind` },
  tie: sql`x.id`,
  tieType: 'uuid',
}

const columns = sql`
  x.id, x.order_id as "orderId", o.number as "orderNumber", o.customer_id as "customerId", c.shown_name as "customerName",
  case when l.id is null then null else jsonb_build_object('id', l.id, 'lineNo', l.line_no, 'sku', g.sku) end as line, x.kind, x.description, x.quantity,
  x.liable, x.cost_minor as "costMinor", x.found_at as "foundAt", x.logged_at as "loggedAt", u.name as "loggedBy",
  case when x.withdrawn_at is null then 'counts' else 'withdrawn' end as state, x.withdrawn_at as "withdrawnAt", x.withdraw_reason as "withdrawReason", x.version`
const from = sql`order_error x
  join sales_order o on o.tenant_id = x.tenant_id and o.id = x.order_id
  join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
  left join order_line l on l.tenant_id = x.tenant_id and l.id = x.order_line_id
  left join product g on g.tenant_id = l.tenant_id and g.id = l.product_id
  left join app_user u on u.tenant_id = x.tenant_id and u.id = x.logged_by`

function within(ctx: Ctx, search: string | undefined): RawBuilder<unknown> {
  const like = search ? containing(search) : null
  return sql`x.tenant_id = ${ctx.tenant.id} and ${visible(ctx)}
    and (${like}::text is null or o.number ilike ${like}::text or x.description ilike ${like}::text)`
}

/** Errors, latest found first. */
export async function listOrderErrors(ctx: Ctx, { search, ...asked }: ErrorQuestion) {
  const page = await readList<Row>(ctx, listQuery(ctx, { spec: errorList, sql: errorSql }, asked), {
    columns,
    from,
    where: within(ctx, search),
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

export async function getOrderError(ctx: Ctx, id: string): Promise<View> {
  const row = await ctx.db.one(
    sql<Row>`select ${columns} from ${from} where x.tenant_id = ${ctx.tenant.id} and x.id = ${id} and ${visible(ctx)}`,
    'order_error',
  )
  return viewOf(row)
}

/** The errors of a list that count, summed up by kind and by who answers for them. */
export async function sumOrderErrors(
  ctx: Ctx,
  { search, ...asked }: ErrorQuestion,
): Promise<z.infer<typeof ErrorSums>> {
  const { matches } = listQuery(ctx, { spec: errorList, sql: errorSql }, asked)
  const cost = sql`sum(cost_minor)::bigint`
  return ctx.db.one(sql<z.infer<typeof ErrorSums>>`
    with found as materialized (
      select x.order_id, x.kind, x.liable, x.cost_minor from ${from} where ${within(ctx, search)} and ${matches} and x.withdrawn_at is null)
    select (select count(*)::int from found) as errors, (select count(distinct order_id)::int from found) as orders,
      (select ${cost} from found) as "costMinor", (select count(*)::int from found where cost_minor is null) as uncosted,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'errors', k.n, 'costMinor', k.cost) order by k.n desc, k.kind), '[]')
        from (select kind, count(*) as n, ${cost} as cost from found group by kind) k) as "byKind",
      (select coalesce(jsonb_agg(jsonb_build_object('liable', k.liable, 'errors', k.n, 'costMinor', k.cost) order by k.n desc, k.liable), '[]')
        from (select liable, count(*) as n, ${cost} as cost from found group by liable) k) as "byLiable"`)
}

function viewOf({ customerId, customerName, ...row }: Row): View {
  return {
    id: row.id,
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    customer: { id: customerId, name: customerName },
    line: row.line,
    kind: row.kind,
    description: row.description,
    quantity: row.quantity,
    liable: row.liable,
    costMinor: row.costMinor,
    foundAt: row.foundAt.toISOString(),
    loggedAt: row.loggedAt.toISOString(),
    loggedBy: row.loggedBy,
    state: row.state,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    withdrawReason: row.withdrawReason,
    version: row.version,
  }
}
