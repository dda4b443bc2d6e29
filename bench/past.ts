// A company's past, written set-based and straight into the tables: what a million orders leave behind.
import type pg from 'pg'
import { CLASSES, type BenchHouse, type Company, PROVINCES } from './house.ts'

export type Past = {
  orders: number
  /** Days the orders are spread over, up to now. */
  days: number
  /** history: nearly all delivered. on_road: all handed over to a carrier and not there yet. */
  kind: 'history' | 'on_road'
}

/** Tables written here; while much is written at once into empty ones their secondary indexes are made afterwards. */
const TABLES = [
  'sales_order',
  'order_line',
  'promise',
  'promise_outcome',
  'shipment',
  'shipment_line',
  'tracking_event',
  'delivery_proof',
]
const PROOF_DAYS = 32

/** Writes the orders with lines, promises and their ends, shipments and tracking events. Two connections share the work. */
export async function writePast(
  house: BenchHouse,
  company: Company,
  past: Past & { bulk: boolean },
): Promise<void> {
  const { admin } = house
  const second = await house.connect()
  try {
    for (const client of [admin, second])
      await client.query(
        `set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '64MB'`,
      )
    await makePlan(admin, company, past)
    const indexes = past.bulk ? await dropIndexes(admin) : []
    await Promise.all([
      runAll(admin, [ORDERS, LINES, SHIPMENTS, SHIPMENT_LINES, TRACKING, PROOFS], company),
      runAll(second, [ACKNOWLEDGED, PROMISES, ENDS], company),
    ])
    await Promise.all(
      [admin, second].map(async (client) => {
        for (let next = indexes.pop(); next; next = indexes.pop()) await client.query(next)
      }),
    )
    await admin.query('drop table raw.plan')
    await admin.query('set session_replication_role = origin')
    await admin.query(`vacuum (analyze) ${TABLES.join(', ')}`)
  } finally {
    await second.end()
  }
}

async function runAll(client: pg.Client, statements: readonly string[], { tenant }: Company): Promise<void> {
  for (const text of statements) await client.query(text.replaceAll('TENANT', `'${tenant.id}'::uuid`))
}

async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = any($1::regclass[]) and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
    order by pg_relation_size(i.indrelid), c.relname`,
    [TABLES],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map((row) => row.definition)
}

/** One row for each order with all that its other rows are made of. Ids are of the time of the order, as the product's are. */
async function makePlan(client: pg.Client, company: Company, { orders, days, kind }: Past): Promise<void> {
  await client.query(`
    create or replace function raw.uid(ms bigint, n bigint) returns uuid language sql immutable parallel safe as
      $$ select (lpad(to_hex(ms), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid $$;
    create unlogged table raw.plan (g bigint, ms bigint, id uuid, placed_at timestamptz, number text, customer_id uuid, class_key text, warehouse_id uuid, warehouse int, carrier_id uuid,
      province text, city text, district text, service text, state text, n int, amount bigint, phone text, ship_due timestamptz, deliver_due timestamptz, shipped_at timestamptz, delivered_at timestamptz)`)
  const byState =
    kind === 'on_road'
      ? `'shipping'`
      : `case when age < interval '12 hours' then 'confirmed' when age < interval '5 days' then 'shipping' when h % 67 = 0 then 'cancelled' else 'delivered' end`
  await client.query(
    `insert into raw.plan
     select g, ms, raw.uid(ms, g * 8), placed_at, 'SO' || to_char(placed_at, 'YYMMDD') || '-' || ${eightDigits('g')}, ($2::uuid[])[1 + h % ${company.customerIds.length}],
       (array['${CLASSES.join("','")}'])[1 + (h % ${company.customerIds.length}) % ${CLASSES.length}], ($3::uuid[])[1 + h / 7 % ${company.warehouseIds.length}], h / 7 % ${company.warehouseIds.length}, ($4::uuid[])[1 + h / 11 % ${company.carrierIds.length}],
       (array['${PROVINCES.map((p) => p.province).join("','")}'])[p], (array['${PROVINCES.map((p) => p.city).join("','")}'])[p], (array['${PROVINCES.map((p) => p.district).join("','")}'])[p],
       case when h % 20 < 16 then 'standard' when h % 20 < 19 then 'express' else 'economy' end, state, 1 + h / 13 % 3, 10000 + h % 500000, '138' || lpad((h % 100000000)::text, 8, '0'),
       placed_at + interval '30 hours', date_trunc('day', placed_at) + interval '4 days' - interval '1 millisecond',
       case when state in ('shipping', 'delivered') then least(placed_at + interval '5 hours' + h % 30 * interval '1 hour', now()) end,
       case when state = 'delivered' then placed_at + interval '36 hours' + h / 17 % 60 * interval '1 hour' end
     from (
       select g, h, 1 + (h / 3 % ${PROVINCES.length})::int as p, placed_at, (extract(epoch from placed_at) * 1000)::bigint as ms, ${byState} as state
       from (select g, (g * 2654435761 % 4294967291) as h, $1::timestamptz - age as placed_at, age from (select g, (${orders} + 1 - g) * (interval '${days} days' / ${orders}) as age from generate_series(1, ${orders}) g) a) b
     ) c`,
    [new Date(), company.customerIds, company.warehouseIds, company.carrierIds],
  )
  await client.query('drop table if exists raw.products; create table raw.products (i int, id uuid)')
  await client.query(
    'insert into raw.products select i - 1, id from unnest($1::uuid[]) with ordinality as p (id, i)',
    [company.productIds],
  )
  await client.query('analyze raw.plan, raw.products')
}

/** Eight digits of no order that are another's for no other number: the multiplier is odd. */
const eightDigits = (n: string) => `upper(lpad(to_hex(${n} * 2654435761 % 4294967296), 8, '0'))`

/** A row's id: of the order's time, its kind of row (so that ids differ between tables) and its line. */
const uid = (kind: number, line = '0') => `raw.uid(p.ms, ${kind} * 17592186044416 + p.g * 8 + ${line})`
const eachLine = `raw.plan p cross join lateral generate_series(1, p.n) l (l)
  join raw.products x on x.i = (p.g * 2654435761 % 4294967291 + l.l * 7919) % (select count(*) from raw.products)`
const quantity = '(1 + (p.g + l.l) % 9)'
const isGone = `p.state in ('shipping', 'delivered')`

const ORDERS = `
insert into sales_order (tenant_id, id, number, external_ref, channel, customer_id, service, mode, urgent, state, placed_at, consignee_name, consignee_phone, phone_tail, province, city, district,
  street, amount_minor, currency, line_count, units, deliver_by, acknowledged_at, delivered_at, cancelled_at, cancelled_by, cancel_reason)
select TENANT, p.id, p.number, 'PO-' || p.g, 'api', p.customer_id, p.service, 'road', p.g % 50 = 0, p.state, p.placed_at, '李小明', p.phone, right(p.phone, 4), p.province, p.city, p.district,
  '中山路' || p.g % 900 || '号', p.amount, 'CNY', p.n, case when p.state = 'cancelled' then 0 else (select sum(1 + (p.g + l) % 9) from generate_series(1, p.n) l) end, case when p.state <> 'cancelled' then p.deliver_due end, p.placed_at, p.delivered_at,
  case when p.state = 'cancelled' then p.placed_at + interval '1 hour' end, case when p.state = 'cancelled' then 'customer' end, case when p.state = 'cancelled' then '不需要了' end
from raw.plan p`

const LINES = `
insert into order_line (tenant_id, id, order_id, line_no, product_id, quantity, cancelled, shipped, delivered, filled_first, unit_price_minor, amount_minor, delivered_at)
select TENANT, ${uid(1, 'l.l')}, p.id, l.l, x.id, ${quantity}, case when p.state = 'cancelled' then ${quantity} else 0 end, case when ${isGone} then ${quantity} else 0 end,
  case when p.state = 'delivered' then ${quantity} else 0 end, case when (p.g + l.l) % 33 = 0 then 0 else ${quantity} end, p.amount / p.n, p.amount / p.n * ${quantity}, p.delivered_at
from ${eachLine}`

const PROMISE_COLUMNS =
  'tenant_id, id, root_id, kind, subject_type, subject_id, order_id, customer_id, made_at, started_at, due_at, warehouse_id, carrier_id, lane, mode, service, class_key, urgent, quantity, watch_at, warned'

const ACKNOWLEDGED = `
insert into promise (${PROMISE_COLUMNS})
select TENANT, ${uid(2)}, ${uid(2)}, 'acknowledge', 'order', p.id, p.id, p.customer_id, p.placed_at, p.placed_at, p.placed_at + interval '1 hour', null, null, null, null, p.service, p.class_key,
  p.g % 50 = 0, null, null, 0
from raw.plan p`

/** Ship and deliver for each line. What is open is looked at tomorrow, so that nothing but the measurement keeps the watcher busy. */
const PROMISES = `
insert into promise (${PROMISE_COLUMNS})
select TENANT, k.id, k.id, k.kind, 'order_line', ${uid(1, 'l.l')}, p.id, p.customer_id, p.placed_at, p.placed_at, k.due_at, p.warehouse_id, p.carrier_id, 'W' || p.warehouse || '>CN-' || p.province, 'road',
  p.service, p.class_key, p.g % 50 = 0, ${quantity}, case when not k.ended then now() + interval '1 day' + p.g % 80000 * interval '1 second' end, case when k.due_at < now() then 3 else 0 end
from ${eachLine} cross join lateral (values ('ship', ${uid(3, 'l.l')}, p.ship_due, ${isGone}), ('deliver', ${uid(4, 'l.l')}, p.deliver_due, p.state = 'delivered')) k (kind, id, due_at, ended)
where p.state <> 'cancelled'`

const ENDS = `
insert into promise_outcome (tenant_id, root_id, version, outcome, fulfilled_at, recorded_at)
select TENANT, k.id, 1, 'fulfilled', k.at, k.at from (
  select ${uid(2)} as id, p.placed_at as at from raw.plan p
  union all
  select k.id, k.at from raw.plan p cross join lateral generate_series(1, p.n) l (l)
  cross join lateral (values (${uid(3, 'l.l')}, p.shipped_at), (${uid(4, 'l.l')}, p.delivered_at)) k (id, at) where k.at is not null) k`

const SHIPMENTS = `
insert into shipment (tenant_id, id, number, order_id, customer_id, warehouse_id, carrier_id, waybill, mode, service, lane, state, status, created_at, ship_by, handed_over_at, delivered_at, last_event_at, moved_at,
  expected_at, currency)
select TENANT, ${uid(5)}, 'SH' || to_char(p.placed_at, 'YYMMDD') || '-' || ${eightDigits('p.g')}, p.id, p.customer_id, p.warehouse_id, p.carrier_id, case when ${isGone} then 'SF' || lpad(p.g::text, 12, '0') end,
  'road', p.service, 'W' || p.warehouse || '>CN-' || p.province, case p.state when 'confirmed' then 'planned' when 'shipping' then 'handed_over' else 'delivered' end,
  case p.state when 'confirmed' then 'created' when 'shipping' then 'picked_up' else 'delivered' end, p.placed_at, p.ship_due, p.shipped_at, p.delivered_at, coalesce(p.delivered_at, p.shipped_at), coalesce(p.delivered_at, p.shipped_at), p.deliver_due, 'CNY'
from raw.plan p where p.state <> 'cancelled'`

const SHIPMENT_LINES = `
insert into shipment_line (tenant_id, id, shipment_id, order_line_id, product_id, quantity, picked, packed, delivered)
select TENANT, ${uid(6, 'l.l')}, ${uid(5)}, ${uid(1, 'l.l')}, x.id, ${quantity}, case when ${isGone} then ${quantity} else 0 end, case when ${isGone} then ${quantity} else 0 end,
  case when p.state = 'delivered' then ${quantity} else 0 end
from ${eachLine} where p.state <> 'cancelled'`

const TRACKING = `
insert into tracking_event (tenant_id, id, shipment_id, at, recorded_at, scheme, code, status, location, dedupe_key)
select TENANT, ${uid(7, 'k.i')}, ${uid(5)}, k.at, k.at, 'nuoda', k.status, k.status, k.place, decode(md5(p.g || k.status), 'hex')
from raw.plan p cross join lateral (values (1, p.shipped_at, 'picked_up', '广州'), (2, p.delivered_at, 'delivered', '上海')) k (i, at, status, place) where k.at is not null`

const PROOFS = `
insert into delivery_proof (tenant_id, id, shipment_id, kind, signed_by, at)
select TENANT, ${uid(8)}, ${uid(5)}, 'code', '', p.delivered_at from raw.plan p where p.delivered_at > now() - interval '${PROOF_DAYS} days'`
