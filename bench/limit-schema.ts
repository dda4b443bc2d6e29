// The tables and functions of the raw limit: as few columns, indexes and checks as the work can have.
import type pg from 'pg'

export const LIMIT_PRODUCTS = 600
export const LIMIT_WAREHOUSES = 3
const STOCK = 1_000_000_000

const TABLES = `
create schema raw;
create table raw.orders (id bigint generated always as identity primary key, customer_id int not null, state text not null, placed_at timestamptz not null, amount bigint not null);
create table raw.order_line (order_id bigint not null, line_no int not null, product_id int not null, warehouse_id int not null, quantity int not null, price bigint not null, primary key (order_id, line_no));
create table raw.stock (product_id int not null, warehouse_id int not null, available bigint not null check (available >= 0), primary key (product_id, warehouse_id)) with (fillfactor = 50);
create table raw.event (id bigint generated always as identity primary key, type text not null, subject_id bigint not null, at timestamptz not null, data jsonb not null);
create table raw.listed (id bigint primary key, state text not null, placed_at timestamptz not null, number text not null, customer text not null, amount bigint not null, city text not null);
create table raw.parcel (id bigint primary key, waybill text not null, status text not null, status_at timestamptz not null, number text not null);
create table raw.tracking (id bigint generated always as identity primary key, parcel_id bigint not null, at timestamptz not null, code text not null, status text not null, location text not null);
`

/** An order: one row, three lines, three guarded decrements (in one order, so that nobody waits in a circle), one event. */
const PLACE_ORDER = `
create function raw.place_order(o jsonb) returns jsonb language plpgsql as $$
declare made bigint; taken int;
begin
  insert into raw.orders (customer_id, state, placed_at, amount) values ((o->>'customer')::int, 'confirmed', now(), (o->>'amount')::bigint) returning id into made;
  insert into raw.order_line select made, l.no, l.product, l.warehouse, l.quantity, l.price
    from jsonb_to_recordset(o->'lines') as l (no int, product int, warehouse int, quantity int, price bigint);
  with wanted as materialized (
    select s.product_id, s.warehouse_id, l.quantity from jsonb_to_recordset(o->'lines') as l (product int, warehouse int, quantity int)
    join raw.stock s on s.product_id = l.product and s.warehouse_id = l.warehouse order by 1, 2 for no key update of s)
  update raw.stock s set available = s.available - w.quantity from wanted w
    where s.product_id = w.product_id and s.warehouse_id = w.warehouse_id and s.available >= w.quantity;
  get diagnostics taken = row_count;
  if taken <> jsonb_array_length(o->'lines') then raise exception 'short'; end if;
  insert into raw.event (type, subject_id, at, data) values ('order.placed', made, now(), jsonb_build_object('lines', taken));
  return jsonb_build_object('id', made);
end $$;
`

const READ_AND_TRACK = `
create function raw.list_orders(q jsonb) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'state', l.state, 'placedAt', l.placed_at, 'number', l.number, 'customer', l.customer, 'amount', l.amount, 'city', l.city)), '[]')
  from (select * from raw.listed where state = q->>'state' and placed_at < (q->>'before')::timestamptz order by placed_at desc, id desc limit 50) l $$;
create function raw.find_waybill(q jsonb) returns jsonb language sql stable as $$
  select jsonb_build_object('id', p.id, 'waybill', p.waybill, 'status', p.status, 'statusAt', p.status_at, 'number', p.number, 'events', (
    select coalesce(jsonb_agg(jsonb_build_object('at', t.at, 'code', t.code, 'status', t.status, 'location', t.location) order by t.at), '[]') from raw.tracking t where t.parcel_id = p.id))
  from raw.parcel p where p.waybill = q->>'waybill' $$;
create function raw.track(b jsonb) returns jsonb language plpgsql as $$
declare taken int;
begin
  with e as materialized (
    select p.id, e.at, e.code, e.status, e.location from jsonb_to_recordset(b->'events') as e (waybill text, at timestamptz, code text, status text, location text)
    join raw.parcel p on p.waybill = e.waybill order by p.id for no key update of p
  ), kept as (insert into raw.tracking (parcel_id, at, code, status, location) select id, at, code, status, location from e returning 1)
  update raw.parcel p set status = n.status, status_at = n.at
    from (select distinct on (id) id, at, status from e order by id, at desc) n where p.id = n.id and n.at >= p.status_at;
  get diagnostics taken = row_count;
  return jsonb_build_object('taken', taken);
end $$;
`

/** Makes the schema `raw` with `orders` rows to read, half of them with a second event. */
export async function makeLimitSchema(client: pg.Client, orders: number): Promise<void> {
  await client.query('drop schema if exists raw cascade')
  await client.query(TABLES + PLACE_ORDER + READ_AND_TRACK)
  await client.query(`
    insert into raw.stock select p, w, ${STOCK} from generate_series(1, ${LIMIT_PRODUCTS}) p, generate_series(1, ${LIMIT_WAREHOUSES}) w;
    insert into raw.listed select g, ${LIMIT_STATE_SQL}, now() - (${orders} - g) * (interval '730 days' / ${orders}), 'SO' || g, '客户' || g % 5000, g % 100000, '4401' from generate_series(1, ${orders}) g;
    insert into raw.parcel select g, 'SF' || lpad(g::text, 12, '0'), 'in_transit', now() - interval '3 days', 'SH' || g from generate_series(1, ${orders}) g;
    insert into raw.tracking (parcel_id, at, code, status, location) select g, now() - interval '3 days' - e * interval '6 hours', 'scan', 'in_transit', '广州' from generate_series(1, ${orders}) g, generate_series(1, 2) e;
    create index on raw.listed (state, placed_at desc, id desc) include (number, customer, amount, city);
    create unique index on raw.parcel (waybill);
    create index on raw.tracking (parcel_id, at);`)
  await client.query('vacuum analyze raw.listed, raw.parcel, raw.tracking, raw.stock')
}

/** One in five cancelled, the others delivered: the states the list is asked for. */
const LIMIT_STATE_SQL = `case when g % 5 = 0 then 'cancelled' else 'delivered' end`
