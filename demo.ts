import { join } from 'node:path'
import { subscribers } from './compose.ts'
import { ensureDefaultScheme } from '#modules/customers/classes.ts'
import { classifyParty, placeHold } from '#modules/customers/parties.ts'
import {
  DEMO_NAME,
  DEMO_TENANT,
  bindDemoUsers,
  createDemoUsers,
  demoCarriers,
  demoParties,
} from '#modules/identity/demo.ts'
import { createTenant, findTenant } from '#modules/identity/tenants.ts'
import { importScms, prepareTenant } from '#modules/imports/command.ts'
import type { ImportReport } from '#modules/imports/report.ts'
import { setLanes } from '#modules/inventory/stock.ts'
import { placeOrders } from '#modules/orders/orders.ts'
import type { NewOrder } from '#modules/orders/order-types.ts'
import { confirmPurchase } from '#modules/purchasing/confirming.ts'
import { draftPurchase } from '#modules/purchasing/purchases.ts'
import { getPurchase } from '#modules/purchasing/queries.ts'
import { tellPurchase } from '#modules/purchasing/sending.ts'
import { localDay } from '#modules/scheduling/calendar.ts'
import { makeDemoViews } from '#modules/views/demo.ts'
import { type Ctx, type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { catchUp, systemSeed } from '#platform/dispatcher.ts'
import type { House } from '#platform/house.ts'
import type { Log } from '#platform/log.ts'

const SCMS_FILE = join(import.meta.dirname, 'modules/imports/data/SCMS_Delivery_History_Dataset.csv.gz')
const STATEMENT_MS = 60_000
const DAY_MS = 86_400_000
const TRANSIT_HOURS = 168
const FRESH_ORDERS = 6

type Place = Pick<House, 'database' | 'adminUrl'>

/**
 * Makes the demo company at first start: the SCMS shipments moved so that today lies near their end, a carrier for each mode they went
 * by, classes from the customers' own volume, lanes from the freight really paid, and a few orders of today placed by the same verb
 * everybody uses.
 */
export async function prepareDemo({ database, adminUrl }: Place, log: Log): Promise<void> {
  const now = new Date()
  const known = await findTenant(database, DEMO_TENANT)
  if (known && (await hasUsers(database, known, now))) return
  // A first start that was cut off is taken up where it stopped: every step below may be repeated.
  const tenant =
    known ?? (await createTenant(database, { slug: DEMO_TENANT, name: DEMO_NAME, currency: 'USD' }, now))
  await markSandbox(database, tenant, now)
  const report = await fillDemo({ database, adminUrl }, tenant, now)
  // Last, so that a start that was cut off shows no log-in to a half-made company.
  await withCtx(database, systemSeed(tenant, 'set-up', now), async (ctx) =>
    createDemoUsers(ctx, await partiesOf(ctx)),
  )
  log.info(
    { tenant: DEMO_TENANT, imported: report.imported, shiftedDays: report.shiftedDays },
    'demo company made',
  )
}

/** All that the demo company holds but its people. Every step may be repeated. */
export async function fillDemo(
  { database, adminUrl }: Place,
  tenant: Tenant,
  now: Date,
): Promise<ImportReport> {
  await prepareTenant(database, tenant, now)
  const report = await importScms(
    { database, adminUrl, subscribers, now },
    { path: SCMS_FILE, slug: DEMO_TENANT, shift: true, carriers: demoCarriers },
  )
  await addLiveWork(database, tenant, now)
  await withCtx(database, systemSeed(tenant, 'set-up', now), async (ctx) =>
    bindDemoUsers(ctx, await partiesOf(ctx)),
  )
  return report
}

async function partiesOf(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.db.all(sql<{ name: string; id: string }>`
    select name, id from party where tenant_id = ${ctx.tenant.id} and name = any(${[...demoParties]}::text[])`)
  return new Map(rows.map(({ name, id }) => [name, id]))
}

/** Only a company made here may be put back to its first state. */
async function markSandbox(database: Database, tenant: Tenant, now: Date): Promise<void> {
  await withCtx(database, systemSeed(tenant, 'demo', now), (ctx) =>
    ctx.db.run(sql`
      update tenant set settings = jsonb_set(settings, '{sandbox}', 'true') where id = ${ctx.tenant.id}`),
  )
}

function hasUsers(database: Database, tenant: Tenant, now: Date): Promise<boolean> {
  return withCtx(database, systemSeed(tenant, 'demo', now), async (ctx) => {
    const { n } = await ctx.db.one(
      sql<{ n: number }>`select count(*)::int as n from app_user where tenant_id = ${ctx.tenant.id}`,
    )
    return n > 0
  })
}

/** One transaction: it is there whole or not at all. */
async function addLiveWork(database: Database, tenant: Tenant, now: Date): Promise<void> {
  await withCtx(
    database,
    systemSeed(tenant, 'demo', now),
    async (ctx) => {
      const made = await ctx.db.maybe(sql`select 1 from ship_lane where tenant_id = ${ctx.tenant.id} limit 1`)
      if (made) return
      await ensureDefaultScheme(ctx)
      await classifyByVolume(ctx)
      await layLanes(ctx)
      await holdOne(ctx)
      await makeDemoViews(ctx)
      const placed = await placeOrders(ctx, await freshOrders(ctx))
      for (const row of placed)
        if (!row.ok) throw new Error(`demo order ${row.index}: ${JSON.stringify(row.problem)}`)
      await orderSupply(ctx)
    },
    { statementMs: STATEMENT_MS },
  )
  await catchUp(database, tenant, subscribers, () => now)
}

/** ABC by share of the order value, A to D as in domain practice: 70, 90 and 97 % of the whole. */
async function classifyByVolume(ctx: Ctx): Promise<void> {
  const rows = await ctx.db.all(sql<{ partyId: string; classKey: string }>`
    with volume as (select customer_id, sum(amount_minor) as value from sales_order where tenant_id = ${ctx.tenant.id} group by customer_id),
    ranked as (select customer_id, (sum(value) over (order by value desc, customer_id) - value) / nullif(sum(value) over (), 0) as share_before from volume)
    select customer_id as "partyId", case when share_before < 0.7 then 'A' when share_before < 0.9 then 'B' when share_before < 0.97 then 'C' else 'D' end as "classKey"
    from ranked`)
  for (const row of rows)
    await classifyParty(ctx, { ...row, reason: 'ABC · 历史订单金额 · past order value' })
}

/** A lane by air to anywhere for each warehouse that holds stock, at the median freight its shipments really cost. */
async function layLanes(ctx: Ctx): Promise<void> {
  const carrier = await ctx.db.one(sql<{ id: string }>`
    select id from party where tenant_id = ${ctx.tenant.id} and name = ${demoCarriers.Air}`)
  const rows = await ctx.db.all(sql<{ warehouseId: string; cost: number }>`
    select s.warehouse_id as "warehouseId", coalesce(round(percentile_cont(0.5) within group (order by h.freight_minor))::bigint, 0) as cost
    from (select distinct warehouse_id from stock where tenant_id = ${ctx.tenant.id}) s
    left join shipment h on h.tenant_id = ${ctx.tenant.id} and h.warehouse_id = s.warehouse_id and h.freight_minor is not null
    group by s.warehouse_id`)
  await setLanes(
    ctx,
    rows.map(({ warehouseId, cost }) => ({
      warehouseId,
      destination: '*',
      transitHours: TRANSIT_HOURS,
      fixedCostMinor: cost,
      unitCostMinor: 0,
      carrierId: carrier.id,
      mode: 'Air',
    })),
  )
}

/** One customer on credit hold: its next order is captured and waits for release. */
async function holdOne(ctx: Ctx): Promise<void> {
  const held = await ctx.db.one(sql<{ id: string }>`
    select customer_id as id from sales_order where tenant_id = ${ctx.tenant.id} group by customer_id order by sum(amount_minor) offset 40 limit 1`)
  await placeHold(ctx, {
    partyId: held.id,
    kind: 'credit',
    reason: '逾期账款超过信用额度 · Overdue balance above the credit limit',
  })
}

/** What the customers ordered last, ordered again today; the first asks for more than there is, so that the shortage desk has work. */
async function freshOrders(ctx: Ctx): Promise<NewOrder[]> {
  const rows = await ctx.db.all(sql<{
    customerId: string
    siteId: string
    country: string
    city: string
    productId: string
    available: number
  }>`
    select distinct on (o.customer_id) o.customer_id as "customerId", o.site_id as "siteId", o.country, o.city, l.product_id as "productId", s.available
    from sales_order o
    join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
    join (select product_id, sum(on_hand - reserved)::bigint as available from stock where tenant_id = ${ctx.tenant.id} group by product_id) s
      on s.product_id = l.product_id and s.available > 20
    where o.tenant_id = ${ctx.tenant.id} order by o.customer_id, o.placed_at desc limit ${FRESH_ORDERS}`)
  const held = await ctx.db.maybe(sql<{ customerId: string; siteId: string; country: string; city: string }>`
    select h.party_id as "customerId", s.id as "siteId", s.country, s.city from party_hold h join site s on s.tenant_id = h.tenant_id and s.party_id = h.party_id
    where h.tenant_id = ${ctx.tenant.id} and h.released_at is null limit 1`)
  const orders = rows.map(({ productId, available, ...place }, i) =>
    orderTo(place, { productId, quantity: i === 0 ? available + 500 : 10 + i, urgent: i === 1 }),
  )
  const first = rows[0]
  if (held && first) orders.push(orderTo(held, { productId: first.productId, quantity: 5, urgent: false }))
  return orders
}

/** What is short is on order from a vendor of such goods, confirmed for a day of next week: the desk knows when it comes. */
async function orderSupply(ctx: Ctx): Promise<void> {
  const short = await ctx.db.maybe(sql<{ productId: string; supplierId: string; warehouseId: string }>`
    select s.product_id as "productId", v.supplier_id as "supplierId", k.warehouse_id as "warehouseId"
    from shortage s
    join product g on g.tenant_id = s.tenant_id and g.id = s.product_id
    join lateral (select warehouse_id from stock k where k.tenant_id = s.tenant_id and k.product_id = s.product_id order by on_hand desc limit 1) k on true
    join lateral (
      select w.supplier_id from shipment_line l join shipment h on h.tenant_id = l.tenant_id and h.id = l.shipment_id
      join product i on i.tenant_id = l.tenant_id and i.id = l.product_id and i.category = g.category
      join warehouse w on w.tenant_id = h.tenant_id and w.id = h.warehouse_id and w.supplier_id is not null and w.id <> k.warehouse_id
      where l.tenant_id = s.tenant_id order by (l.product_id = s.product_id) desc, h.id desc limit 1) v on true
    where s.tenant_id = ${ctx.tenant.id} and s.closed_at is null order by s.id limit 1`)
  if (!short) return
  const { productId, ...places } = short
  const dayIn = (days: number) => localDay(ctx.tenant.zone, ctx.now.getTime() + days * DAY_MS)
  const line = { productId, quantity: 600, wantedOn: dayIn(6) }
  const id = await draftPurchase(ctx, {
    ...places,
    customerId: null,
    customerRef: '',
    note: '',
    lines: [line],
  })
  await tellPurchase(ctx, { id, channel: 'phone', recipient: '供应商销售部' })
  const { lineRows } = await getPurchase(ctx, id)
  await confirmPurchase(ctx, { id, lines: lineRows.map((one) => ({ lineId: one.id, day: dayIn(8) })) })
}

function orderTo(
  {
    customerId,
    siteId,
    country,
    city,
  }: { customerId: string; siteId: string; country: string; city: string },
  { productId, quantity, urgent }: { productId: string; quantity: number; urgent: boolean },
): NewOrder {
  return {
    channel: 'api',
    customerId,
    siteId,
    address: { country, city, street: 'Central medical store' },
    consigneeName: 'Receiving desk',
    urgent,
    lines: [{ productId, quantity }],
  }
}
