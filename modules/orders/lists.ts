import type { RawBuilder } from 'kysely'
import { startOfDay, endOfLocalDay } from '#modules/scheduling/calendar.ts'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { decodeCursor, toPage } from '#platform/paging.ts'
import type { OrderChannel, OrderState } from './order-types.ts'
import { visible } from './queries.ts'

export type OrderSort = 'placed' | '-placed' | 'number' | '-number'
export type OrderQuery = {
  limit: number
  cursor?: string | undefined
  sort: OrderSort
  state?: string | undefined
  customerId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  urgent?: boolean | undefined
  search?: string | undefined
  numbers?: string | undefined
}
export type OrderListRow = {
  id: string
  number: string
  externalRef: string | null
  channel: OrderChannel
  state: OrderState
  urgent: boolean
  service: string
  customer: { id: string; number: string; name: string }
  placedAt: Date
  requestedAt: Date | null
  amountMinor: number
  currency: string
  country: string
  province: string
  city: string
  lines: number
  quantity: number
  deliverBy: Date | null
  late: boolean
}

const NUMBERS_MAX = 50
const PREFIX_MAX = 500
const PARTIES_MAX = 50
const PHONE_TAIL = 4

/** A page of orders by keyset; each filter stays on an index, a search is a union of short indexed look-ups. */
export async function listOrders(ctx: Ctx, query: OrderQuery) {
  const { limit, sort } = query
  const conditions = [sql`o.tenant_id = ${ctx.tenant.id}`, visible(ctx), ...filtersOf(ctx, query)]
  const after = afterCursor(query)
  if (after) conditions.push(after)
  const where = sql.join(conditions, sql` and `)
  const found = await branchesOf(ctx, query)
  const order = ORDER[sort]
  const ids =
    found.length === 0
      ? sql`select o.id, o.placed_at, o.number from sales_order o where ${where} order by ${order('o')} limit ${limit + 1}`
      : sql.join(
          found.map((branch) => branchSql(branch, { where, order: order('o'), limit })),
          sql` union `,
        )
  const rows = await ctx.db.all(sql<OrderListRow>`
    select o.id, o.number, o.external_ref as "externalRef", o.channel, o.state, o.urgent, o.service,
      json_build_object('id', c.id, 'number', c.number, 'name', c.name) as customer,
      o.placed_at as "placedAt", o.requested_at as "requestedAt", o.amount_minor as "amountMinor", o.currency, o.country, o.province, o.city,
      l.lines, l.quantity, d.due_at as "deliverBy", coalesce(d.due_at < coalesce(o.delivered_at, ${ctx.now}), false) and o.state <> 'cancelled' as late
    from (select i.* from (${ids}) i order by ${order('i')} limit ${limit + 1}) page
    join sales_order o on o.tenant_id = ${ctx.tenant.id} and o.id = page.id
    join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
    cross join lateral (select count(*)::int as lines, coalesce(sum(x.quantity - x.cancelled), 0)::bigint as quantity from order_line x where x.tenant_id = o.tenant_id and x.order_id = o.id) l
    left join lateral (select max(p.due_at) as due_at from promise p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind = 'deliver'
      and not exists (select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)) d on true
    order by ${order('o')}`)
  return toPage(rows, limit, (row) =>
    sort.endsWith('placed') ? [row.placedAt.toISOString(), row.id] : [row.number, row.id],
  )
}

/** A prefix is looked up by the index that keeps it short, newest numbers first, and ordered afterwards. */
function branchSql(
  { where: own, prefixOf }: Branch,
  { where, order, limit }: { where: RawBuilder<unknown>; order: RawBuilder<unknown>; limit: number },
) {
  const found = sql`select o.id, o.placed_at, o.number from sales_order o where ${where} and ${own}`
  if (!prefixOf) return sql`(${found} order by ${order} limit ${limit + 1})`
  return sql`(${found} order by ${sql.ref(`o.${prefixOf}`)} using ~>~ limit ${PREFIX_MAX})`
}

const by = (column: string, direction: 'asc' | 'desc') => (alias: string) =>
  sql`${sql.ref(`${alias}.${column}`)} ${sql.raw(direction)}, ${sql.ref(`${alias}.id`)} ${sql.raw(direction)}`
const ORDER = {
  placed: by('placed_at', 'asc'),
  '-placed': by('placed_at', 'desc'),
  number: by('number', 'asc'),
  '-number': by('number', 'desc'),
} satisfies Record<OrderSort, unknown>

function afterCursor({ cursor, sort }: OrderQuery): RawBuilder<unknown> | null {
  if (!cursor) return null
  const [value, id] = decodeCursor(cursor, 2)
  switch (sort) {
    case 'placed':
      return sql`(o.placed_at, o.id) > (${value}::timestamptz, ${id}::uuid)`
    case '-placed':
      return sql`(o.placed_at, o.id) < (${value}::timestamptz, ${id}::uuid)`
    case 'number':
      return sql`(o.number, o.id) > (${value}::text, ${id}::uuid)`
    case '-number':
      return sql`(o.number, o.id) < (${value}::text, ${id}::uuid)`
  }
}

function filtersOf(ctx: Ctx, { state, customerId, from, to, urgent }: OrderQuery): RawBuilder<unknown>[] {
  const filters: RawBuilder<unknown>[] = []
  const states = state?.split(',') ?? []
  if (states.length === 1) filters.push(sql`o.state = ${states[0]}`)
  if (states.length > 1) filters.push(sql`o.state = any(${states}::text[])`)
  if (customerId) filters.push(sql`o.customer_id = ${customerId}`)
  if (urgent !== undefined) filters.push(urgent ? sql`o.urgent` : sql`not o.urgent`)
  if (from) filters.push(sql`o.placed_at >= ${new Date(startOfDay(ctx.tenant.zone, from))}`)
  if (to)
    filters.push(
      sql`o.placed_at < ${new Date(endOfLocalDay(ctx.tenant.zone, startOfDay(ctx.tenant.zone, to)))}`,
    )
  return filters
}

/** A look-up of its own. `prefixOf`: by the beginning of this column, whose index alone keeps it short. */
type Branch = { where: RawBuilder<unknown>; prefixOf?: 'number' | 'external_ref' }

/** One look-up for each thing the text may be: an order number, the customer's number, the end of a phone, a customer. */
async function branchesOf(ctx: Ctx, { search, numbers }: OrderQuery): Promise<Branch[]> {
  const pasted = (numbers ?? '')
    .split(/[\s,，;；]+/)
    .filter((n) => n !== '')
    .slice(0, NUMBERS_MAX)
  if (pasted.length > 0) {
    return [
      { where: sql`o.number = any(${pasted}::text[])` },
      { where: sql`o.external_ref = any(${pasted}::text[])` },
    ]
  }
  const text = search?.trim() ?? ''
  if (text === '') return []
  const upper = text.toUpperCase()
  const branches: Branch[] = [
    { prefixOf: 'number', where: sql`o.number ~>=~ ${upper} and o.number ~<~ ${endOfPrefix(upper)}` },
    {
      prefixOf: 'external_ref',
      where: sql`o.external_ref is not null and o.external_ref ~>=~ ${text} and o.external_ref ~<~ ${endOfPrefix(text)}`,
    },
  ]
  const digits = text.replace(/[\s\-()+]/g, '')
  if (/^\d+$/.test(digits) && digits.length >= PHONE_TAIL) {
    const isWhole = digits.length > PHONE_TAIL
    branches.push({
      where: sql`o.phone_tail = ${digits.slice(-PHONE_TAIL)}${isWhole ? sql` and right(regexp_replace(o.consignee_phone, '\\D', '', 'g'), ${digits.length}) = ${digits}` : sql``}`,
    })
  }
  const parties = await findParties(ctx, text)
  if (parties.length > 0) branches.push({ where: sql`o.customer_id = any(${parties}::uuid[])` })
  return branches
}

/** The first text after all texts that begin with this one, in byte order. */
const endOfPrefix = (prefix: string): string => `${prefix}\u{10ffff}`

async function findParties(ctx: Ctx, text: string): Promise<string[]> {
  const pattern = `%${text.replace(/[%_\\]/g, '\\$&')}%`
  const rows = await ctx.db.all(sql<{ id: string }>`
    select p.id from party p
    where p.tenant_id = ${ctx.tenant.id} and (p.number = ${text.toUpperCase()} or p.name ilike ${pattern} or p.initials like ${`${text.toLowerCase().replace(/[%_\\]/g, '\\$&')}%`})
    limit ${PARTIES_MAX}`)
  return rows.map((row) => row.id)
}
