import type { z } from 'zod'
import { type Ctx, can } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { containing } from '#platform/like.ts'
import { type ListQuestion, type ListSql, listQuery, readList } from '#platform/list-query.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import type { PurchaseRow, PurchaseView } from './api.ts'
import { purchaseScope } from './on-order.ts'
import { purchaseList } from './purchase-list.ts'

type View = z.infer<typeof PurchaseRow>
type Detail = z.infer<typeof PurchaseView>
type Row = Omit<View, 'draftedAt' | 'sentAt'> & {
  draftedAt: Date
  sentAt: Date | null
}

const todayOf = (ctx: Ctx): string => localDay(ctx.tenant.zone, ctx.now.getTime())

/** The next day of what has not come: of orders that have not ended. */
const expected = sql`case when o.ended_at is null then t.expected_on end`
/** A draft is nobody's word. */
const overdue = (ctx: Ctx) =>
  sql`(o.ended_at is null and o.state <> 'draft' and t.expected_on < ${todayOf(ctx)}::date)`

const purchaseSql = (ctx: Ctx): ListSql<typeof purchaseList> => ({
  fields: {
    state: sql`o.state`,
    overdue: sql`coalesce(${overdue(ctx)}, false)`,
    supplierId: sql`o.supplier_id`,
    customerId: sql`o.customer_id`,
    warehouseId: sql`o.warehouse_id`,
    productId: (ids) => sql`exists (
      select 1 from purchase_line l where l.tenant_id = o.tenant_id and l.purchase_id = o.id and l.product_id = any(${ids}::uuid[]))`,
    orderId: (ids) => sql`exists (
      select 1 from purchase_line l join purchase_need d on d.tenant_id = l.tenant_id and d.line_id = l.id
      join order_line ol on ol.tenant_id = d.tenant_id and ol.id = d.order_line_id
      where l.tenant_id = o.tenant_id and l.purchase_id = o.id and ol.order_id = any(${ids}::uuid[]))`,
    expected,
    drafted: sql`o.drafted_at`,
  },
  sorts: {
    drafted: sql`o.drafted_at`,
    expected,
    number: sql`o.number`,
    state: sql`o.state`,
    supplier: sql`s.name`,
  },
  tie: sql`o.id`,
  tieType: 'uuid',
})

const seesPrices = (ctx: Ctx): boolean => can(ctx.actor, 'purchase.price')

const columns = (ctx: Ctx) => sql`
  o.id, o.number, o.state, jsonb_build_object('id', s.id, 'name', s.shown_name) as supplier,
  jsonb_build_object('id', w.id, 'code', w.code, 'name', w.name) as warehouse,
  case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.shown_name) end as customer,
  o.customer_ref as "customerRef", o.supplier_ref as "supplierRef", t.lines, t.quantity, t.received,
  coalesce(o.currency, ${ctx.tenant.currency}) as currency, case when ${seesPrices(ctx)} then t.amount end as "amountMinor", to_char(${expected}, 'YYYY-MM-DD') as "expectedOn",
  coalesce(${overdue(ctx)}, false) as "isOverdue", o.drafted_at as "draftedAt", u.name as "draftedBy", o.sent_at as "sentAt"`
const from = sql`purchase_order o
  join party s on s.tenant_id = o.tenant_id and s.id = o.supplier_id
  join warehouse w on w.tenant_id = o.tenant_id and w.id = o.warehouse_id
  left join party c on c.tenant_id = o.tenant_id and c.id = o.customer_id
  left join app_user u on u.tenant_id = o.tenant_id and u.id = o.drafted_by
  join lateral (
    select count(*)::int as lines, sum(l.quantity)::bigint as quantity, sum(l.received)::bigint as received,
      sum(l.unit_price_minor * l.quantity)::bigint as amount,
      min(coalesce(l.confirmed_on, l.wanted_on)) filter (where l.received < l.quantity) as expected_on
    from purchase_line l where l.tenant_id = o.tenant_id and l.purchase_id = o.id) t on true`

/** Purchase orders, newest first. `search`: the number, the supplier's or the customer's number for it, or the supplier's name. */
export async function listPurchases(
  ctx: Ctx,
  { search, ...asked }: ListQuestion & { search?: string | undefined },
) {
  const like = search ? containing(search) : null
  const list = listQuery(ctx, { spec: purchaseList, sql: purchaseSql(ctx) }, asked)
  const page = await readList<Row>(ctx, list, {
    columns: columns(ctx),
    from,
    where: sql`o.tenant_id = ${ctx.tenant.id} and ${purchaseScope(ctx)}
      and (${like}::text is null or o.number ilike ${like}::text or o.supplier_ref ilike ${like}::text or o.customer_ref ilike ${like}::text
        or s.name ilike ${like}::text)`,
  })
  return { ...page, rows: page.rows.map(viewOf) }
}

type Times = 'confirmedAt' | 'endedAt'
type Full = Row & Omit<Detail, keyof View | Times> & Record<Times, Date | null>

export async function getPurchase(ctx: Ctx, id: string): Promise<Detail> {
  const row = await ctx.db.one(
    sql<Full>`
    select ${columns(ctx)}, o.note, o.channel, o.recipient, o.proof, b.name as "sentBy", o.confirmed_at as "confirmedAt", k.name as "confirmedBy",
      o.ended_at as "endedAt", e.name as "endedBy", o.end_reason as "endReason", o.version,
      exists (select 1 from contact ct where ct.tenant_id = o.tenant_id and ct.party_id = o.supplier_id and ct.archived_at is null and ct.email <> '') as "hasEmail",
      ${lineRows(ctx)} as "lineRows", ${receipts} as receipts
    from ${from}
    left join app_user b on b.tenant_id = o.tenant_id and b.id = o.sent_by
    left join app_user k on k.tenant_id = o.tenant_id and k.id = o.confirmed_by
    left join app_user e on e.tenant_id = o.tenant_id and e.id = o.ended_by
    where o.tenant_id = ${ctx.tenant.id} and o.id = ${id} and ${purchaseScope(ctx)}`,
    'purchase order',
  )
  return {
    ...row,
    ...viewOf(row),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    receipts: row.receipts.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
  }
}

const lineRows = (ctx: Ctx) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'lineNo', l.line_no, 'productId', l.product_id, 'sku', g.sku, 'productName', g.name, 'unit', g.unit,
    'barcode', g.barcode, 'quantity', l.quantity, 'received', l.received,
    'unitPriceMinor', case when ${seesPrices(ctx)} then l.unit_price_minor end,
    'amountMinor', case when ${seesPrices(ctx)} then l.unit_price_minor * l.quantity end, 'wantedOn', l.wanted_on, 'firstConfirmedOn', l.first_confirmed_on,
    'confirmedOn', l.confirmed_on, 'isOverdue', o.ended_at is null and o.state <> 'draft' and l.received < l.quantity
      and coalesce(l.confirmed_on, l.wanted_on) < ${todayOf(ctx)}::date) order by l.line_no), '[]')
  from purchase_line l join product g on g.tenant_id = l.tenant_id and g.id = l.product_id where l.tenant_id = o.tenant_id and l.purchase_id = o.id)`

const RECEIPTS_MAX = 100

const receipts = sql`(
  select coalesce(jsonb_agg(to_jsonb(x) order by x.at desc, x.id desc), '[]') from (
    select r.id, r.number, r.received_at as at, u2.name as by, sum(l.accepted)::bigint as accepted, sum(l.refused)::bigint as refused
    from goods_receipt r join goods_receipt_line l on l.tenant_id = r.tenant_id and l.receipt_id = r.id
    left join app_user u2 on u2.tenant_id = r.tenant_id and u2.id = r.received_by
    where r.tenant_id = o.tenant_id and r.purchase_id = o.id group by r.id, r.number, r.received_at, u2.name
    order by r.received_at desc, r.id desc limit ${RECEIPTS_MAX}) x)`

function viewOf(row: Row): View {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    supplier: row.supplier,
    warehouse: row.warehouse,
    customer: row.customer,
    customerRef: row.customerRef,
    supplierRef: row.supplierRef,
    lines: row.lines,
    quantity: row.quantity,
    received: row.received,
    currency: row.currency,
    amountMinor: row.amountMinor,
    expectedOn: row.expectedOn,
    isOverdue: row.isOverdue,
    draftedAt: row.draftedAt.toISOString(),
    draftedBy: row.draftedBy,
    sentAt: row.sentAt?.toISOString() ?? null,
  }
}
