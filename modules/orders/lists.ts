import type { RawBuilder } from 'kysely'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing, escapeLike } from '#platform/like.ts'
import {
  type ListQuestion,
  type ListSql,
  type ListStatement,
  countedUpTo,
  listQuery,
} from '#platform/list-query.ts'
import { pastedValues } from '#platform/list-spec.ts'
import { asJson, rowJson } from '#platform/written.ts'
import { isOfKind, kindColumn } from './kinds.ts'
import type { OrderKind } from './order-kind.ts'
import { ORDER_NUMBERS_MAX, orderList } from './order-list.ts'
import type { OrderChannel, OrderState } from './order-types.ts'
import { visible } from './queries.ts'

export type OrderQuery = ListQuestion & { search?: string | undefined; numbers?: string | undefined }
export type OrderListRow = {
  id: string
  number: string
  externalRef: string | null
  channel: OrderChannel
  kind: OrderKind
  state: OrderState
  urgent: boolean
  note: string
  version: number
  service: string
  customer: { id: string; number: string; name: string }
  placedAt: string
  requestedAt: string | null
  amountMinor: number
  currency: string
  country: string
  province: string
  city: string
  lines: number
  quantity: number
  deliverBy: string | null
  late: boolean
}

const PREFIX_MAX = 500
const PARTIES_MAX = 50
const FEW_CUSTOMERS = 100
const PHONE_TAIL = 4

const orderSql: ListSql<typeof orderList> = {
  fields: {
    state: sql`o.state`,
    customerId: sql`o.customer_id`,
    placed: sql`o.placed_at`,
    urgent: sql`o.urgent`,
    amount: sql`o.amount_minor`,
    requested: sql`o.requested_at`,
    delivered: sql`o.delivered_at`,
    number: sql`o.number`,
    ref: sql`o.external_ref`,
    channel: sql`o.channel`,
    kind: isOfKind,
    service: sql`o.service`,
    country: sql`o.country`,
    city: sql`o.city`,
  },
  sorts: {
    placed: sql`o.placed_at`,
    number: sql`o.number`,
    state: sql`o.state`,
    amount: sql`o.amount_minor`,
    requested: sql`o.requested_at`,
  },
  tie: sql`o.id`,
  tieType: 'uuid',
}

/** A page of orders by keyset; each filter stays on an index, a search is a union of short indexed look-ups. */
export async function listOrders(ctx: Ctx, query: OrderQuery) {
  const list = listQuery(ctx, { spec: orderList, sql: orderSql }, query)
  const own = sql.join([sql`o.tenant_id = ${ctx.tenant.id}`, visible(ctx), list.matches], sql` and `)
  const numbers = pastedValues(query.numbers ?? '', ORDER_NUMBERS_MAX)
  const branches = await branchesOf(ctx, query, numbers)
  const rows = await ctx.db.all(sql<{ json: string }>`
    select ${list.carried('o')}, ${rowOf(ctx)} as json
    from (${pageOf(ctx, list, { own, branches, customers: fewCustomers(ctx, query) })}) o
    join party c on c.tenant_id = ${ctx.tenant.id} and c.id = o.customer_id
    order by ${list.order}`)
  return {
    ...list.writtenPageOf<OrderListRow>(rows),
    ...(query.count ? await countOrders(ctx, own, branches) : {}),
    ...(numbers.length > 0 && !query.cursor ? { missing: await missingNumbers(ctx, numbers) } : {}),
  }
}

const rowOf = (ctx: Ctx) =>
  rowJson({
    id: asJson.code(sql`o.id`),
    number: asJson.text(sql`o.number`),
    externalRef: asJson.text(sql`o.external_ref`),
    channel: asJson.code(sql`o.channel`),
    kind: asJson.code(kindColumn),
    state: asJson.code(sql`o.state`),
    urgent: asJson.flag(sql`o.urgent`),
    note: asJson.text(sql`o.note`),
    version: asJson.number(sql`o.version`),
    service: asJson.text(sql`o.service`),
    customer: {
      id: asJson.code(sql`c.id`),
      number: asJson.text(sql`c.number`),
      name: asJson.text(sql`c.shown_name`),
    },
    placedAt: asJson.instant(sql`o.placed_at`),
    requestedAt: asJson.instant(sql`o.requested_at`),
    amountMinor: asJson.number(sql`o.amount_minor`),
    currency: asJson.code(sql`o.currency`),
    country: asJson.code(sql`o.country`),
    province: asJson.text(sql`o.province`),
    city: asJson.text(sql`o.city`),
    lines: asJson.number(sql`o.line_count`),
    quantity: asJson.number(sql`o.units`),
    deliverBy: asJson.instant(sql`o.deliver_by`),
    late: asJson.flag(sql`o.deliver_by < coalesce(o.delivered_at, ${ctx.now}) and o.state <> 'cancelled'`),
  })

type Search = { own: RawBuilder<unknown>; branches: Branch[]; customers: string[] | null }

/** The customers somebody is bound to, when they are few and each one's orders stand in the index as the list is sorted. */
function fewCustomers({ actor }: Ctx, { sort = orderList.defaultSort }: OrderQuery): string[] | null {
  const bound = actor.scopes.customer ?? []
  const isSorted = sort === '-placed' || sort === 'placed'
  return isSorted && bound.length > 0 && bound.length <= FEW_CUSTOMERS ? bound : null
}

/** The orders of a page: by the sort alone, or the best of each look-up or each customer. */
function pageOf(ctx: Ctx, list: ListStatement, { own, branches, customers }: Search): RawBuilder<unknown> {
  const end = sql`order by ${list.order} limit ${list.take}`
  const found = (columns: RawBuilder<unknown>) =>
    sql`select ${columns}, ${list.keys} from sales_order o where ${own} and ${list.beyond}`
  if (branches.length === 0 && !customers) return sql`${found(sql`o.*`)} ${end}`
  const parts = branches.map(({ where, prefixOf }) =>
    prefixOf
      ? // A prefix is looked up by the index that keeps it short, newest numbers first, and ordered afterwards.
        sql`(${found(sql`o.id as found_id`)} and ${where} order by ${sql.ref(`o.${prefixOf}`)} using ~>~ limit ${PREFIX_MAX})`
      : sql`(${found(sql`o.id as found_id`)} and ${where} ${end})`,
  )
  const candidates =
    customers && branches.length === 0
      ? // Each one's newest: read through all orders, those of customers who order rarely would be far apart.
        sql`select each.* from unnest(${customers}::uuid[]) c (id) cross join lateral (${found(sql`o.id as found_id`)} and o.customer_id = c.id ${end}) each`
      : sql.join(parts, sql` union `)
  return sql`
    select found.*, i.*
    from (select * from (${candidates}) any_of ${end}) i
    join sales_order found on found.tenant_id = ${ctx.tenant.id} and found.id = i.found_id`
}

async function countOrders(
  ctx: Ctx,
  own: RawBuilder<unknown>,
  branches: Branch[],
): Promise<{ total: number }> {
  const any =
    branches.length > 0
      ? sql`(${sql.join(
          branches.map(({ where }) => sql`(${where})`),
          sql` or `,
        )})`
      : sql`true`
  return ctx.db.one(countedUpTo(sql`sales_order o`, sql`${own} and ${any}`))
}

/** Which of the pasted numbers name no order this person may see. */
async function missingNumbers(ctx: Ctx, numbers: string[]): Promise<string[]> {
  const rows = await ctx.db.all(sql<{ number: string }>`
    select n.number from unnest(${numbers}::text[]) with ordinality n(number, place)
    where not exists (select 1 from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.number = n.number and ${visible(ctx)})
      and not exists (select 1 from sales_order o where o.tenant_id = ${ctx.tenant.id} and o.external_ref = n.number and ${visible(ctx)})
    order by n.place`)
  return rows.map((row) => row.number)
}

/** A look-up of its own. `prefixOf`: by the beginning of this column, whose index alone keeps it short. */
type Branch = { where: RawBuilder<unknown>; prefixOf?: 'number' | 'external_ref' }

/** One look-up for each thing the text may be: an order number, the customer's number, the end of a phone, a customer. */
async function branchesOf(ctx: Ctx, { search }: OrderQuery, pasted: string[]): Promise<Branch[]> {
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
  const pattern = containing(text)
  const rows = await ctx.db.all(sql<{ id: string }>`
    select p.id from party p
    where p.tenant_id = ${ctx.tenant.id} and (p.number = ${text.toUpperCase()} or p.name ilike ${pattern} or p.initials like ${`${escapeLike(text.toLowerCase())}%`})
    limit ${PARTIES_MAX}`)
  return rows.map((row) => row.id)
}
