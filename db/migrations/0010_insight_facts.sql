-- The facts KPIs are counted from: one view for each population, one row for each thing counted. A view says who belongs
-- to the population and when; what counts as good is said by the KPI's definition (modules/insight/definitions.ts).
-- Optional joins are left joins on a key, so that PostgreSQL leaves them out of statements that ask nothing of them.

create index promise_contract_due on promise (tenant_id, contract_due_at) where contract_due_at is not null;
create index sales_order_delivered on sales_order (tenant_id, delivered_at) where delivered_at is not null;
create index shipment_handed_over on shipment (tenant_id, handed_over_at) where handed_over_at is not null;
create index shipment_delivered on shipment (tenant_id, delivered_at) where delivered_at is not null;
create index shortage_line on shortage (tenant_id, order_line_id);
create index kpi_rollup_key on kpi_rollup (tenant_id, dimension, key, kpi_id, day);

-- Which definitions the rollups were made with: others make them anew.
alter table kpi_state add column definitions text not null default '';

-- Chains of promises, each by its newest promise. A chain withdrawn for the customer's own reasons belongs to no population;
-- one withdrawn for ours stays in, unkept (domain §1.1).
create view kpi_fact_promise with (security_invoker = true) as
select
  p.tenant_id, p.root_id as id, p.kind, p.order_id, p.subject_type, p.subject_id, p.customer_id,
  p.class_key, p.warehouse_id, p.carrier_id,
  coalesce(nullif(p.mode, ''), o.mode) as mode, coalesce(p.service, o.service) as service, o.country,
  w.supplier_id as vendor_id, l.product_id,
  o.number as order_number, l.line_no,
  p.due_at as at, p.due_at, p.early_at, p.quantity,
  r.due_at as original_due_at, r.early_at as original_early_at,
  coalesce(r.contract_due_at, r.due_at) as contract_due_at,
  case when e.outcome = 'fulfilled' then e.fulfilled_at end as fulfilled_at
from promise p
left join promise_end e on e.tenant_id = p.tenant_id and e.root_id = p.root_id
left join promise r on r.tenant_id = p.tenant_id and r.id = p.root_id
left join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
left join order_line l on l.tenant_id = p.tenant_id and l.id = p.subject_id
left join warehouse w on w.tenant_id = p.tenant_id and w.id = p.warehouse_id
where not exists (select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id)
  and (e.outcome is distinct from 'withdrawn' or coalesce(e.liable, 'customer') <> 'customer' or o.cancelled_by = 'us');

-- Order lines due: what was ordered, what arrived well, and the delivery promises on it. A line delivered in parts has several
-- promises: it is due with the last and kept when all are kept. Lines with nothing ordered any more (0) are nobody's failure.
create view kpi_fact_line_due with (security_invoker = true) as
select
  l.tenant_id, l.id, l.order_id, o.customer_id, o.country, o.placed_at, l.product_id, o.number as order_number, l.line_no,
  min(c.class_key) as class_key, min(c.mode) as mode, min(c.service) as service,
  case when min(c.warehouse_id::text) = max(c.warehouse_id::text) then min(c.warehouse_id::text)::uuid end as warehouse_id,
  case when min(c.carrier_id::text) = max(c.carrier_id::text) then min(c.carrier_id::text)::uuid end as carrier_id,
  case when min(c.vendor_id::text) = max(c.vendor_id::text) then min(c.vendor_id::text)::uuid end as vendor_id,
  -- What we took back because we could not deliver it still counts as ordered; what the customer took back does not.
  case when o.cancelled_by = 'us' then l.quantity
       else l.quantity - l.cancelled + coalesce((
         select sum(s.quantity) from shortage s
         where s.tenant_id = l.tenant_id and s.order_line_id = l.id and s.decision = 'cancel'), 0)::bigint
  end as ordered,
  l.delivered, greatest(l.delivered - l.damaged, 0) as good, l.damaged,
  coalesce(l.requested_at, o.requested_at) as requested_at,
  max(c.due_at) as due_at, max(c.original_due_at) as original_due_at,
  bool_and(coalesce(c.early_at <= c.fulfilled_at, c.early_at is null)) as not_early,
  -- When the whole line was there; null while any part is missing.
  case when count(*) = count(c.fulfilled_at) then max(c.fulfilled_at) end as fulfilled_at,
  bool_and(coalesce(c.fulfilled_at <= c.due_at and (c.early_at is null or c.fulfilled_at >= c.early_at), false)) as kept
from order_line l
join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
join kpi_fact_promise c on c.tenant_id = l.tenant_id and c.order_id = l.order_id and c.kind = 'deliver'
  and (c.subject_type = 'order' or c.subject_id = l.id)
where o.cancelled_by is distinct from 'customer'
group by l.tenant_id, l.id, o.tenant_id, o.id;

-- Orders due: due with the last of their lines.
create view kpi_fact_order_due with (security_invoker = true) as
select
  f.tenant_id, f.order_id as id, f.order_id, f.customer_id, f.country, f.placed_at, f.order_number,
  min(f.class_key) as class_key, min(f.mode) as mode, min(f.service) as service,
  case when min(f.warehouse_id::text) = max(f.warehouse_id::text) then min(f.warehouse_id::text)::uuid end as warehouse_id,
  case when min(f.carrier_id::text) = max(f.carrier_id::text) then min(f.carrier_id::text)::uuid end as carrier_id,
  case when min(f.vendor_id::text) = max(f.vendor_id::text) then min(f.vendor_id::text)::uuid end as vendor_id,
  max(f.due_at) as due_at,
  case when count(*) = count(f.fulfilled_at) then max(f.fulfilled_at) end as fulfilled_at,
  bool_and(f.kept) as on_time,
  bool_and(f.delivered >= f.ordered) as in_full,
  bool_and(f.damaged = 0) as undamaged,
  bool_and(f.good >= f.ordered) as good_in_full,
  sum(f.ordered)::bigint as ordered, sum(f.good)::bigint as good
from kpi_fact_line_due f
where f.ordered > 0
group by f.tenant_id, f.order_id, f.customer_id, f.country, f.placed_at, f.order_number;

-- Orders delivered whose order time was recorded. `head` is class, warehouse, carrier and vendor of the order's first delivery promise.
create view kpi_fact_order_delivered with (security_invoker = true) as
select
  o.tenant_id, o.id, o.id as order_id, o.customer_id, o.country, o.mode, o.service, o.number as order_number,
  o.placed_at, o.delivered_at as at, o.delivered_at as fulfilled_at,
  extract(epoch from o.delivered_at - o.placed_at)::double precision / 86400 as cycle_days,
  (select array[p.class_key, p.warehouse_id::text, p.carrier_id::text, w.supplier_id::text]
   from promise p left join warehouse w on w.tenant_id = p.tenant_id and w.id = p.warehouse_id
   where p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind = 'deliver' order by p.id limit 1) as head
from sales_order o
where o.delivered_at is not null and o.state <> 'cancelled' and o.placed_basis = 'recorded';

-- Lines ordered, by the day of the order. Orders on hold were not allocated yet; those the customer took back are out.
create view kpi_fact_line_ordered with (security_invoker = true) as
select
  l.tenant_id, l.id, l.order_id, o.customer_id, o.country, o.number as order_number, l.line_no, l.product_id,
  p.class_key, p.warehouse_id, p.carrier_id, w.supplier_id as vendor_id,
  coalesce(nullif(p.mode, ''), o.mode) as mode, o.service,
  o.placed_at as at, l.quantity, l.filled_first, l.shipped, l.substituted_from,
  exists (select 1 from shortage s where s.tenant_id = l.tenant_id and s.order_line_id = l.id) as was_short
from order_line l
join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
left join (
  select p.tenant_id, p.order_id, p.subject_id, p.class_key, p.warehouse_id, p.carrier_id, p.mode
  from promise p
  where p.kind = 'deliver' and p.supersedes_id is null
    and not exists (
      select 1 from promise d
      where d.tenant_id = p.tenant_id and d.order_id = p.order_id and d.subject_id = p.subject_id and d.kind = 'deliver'
        and d.supersedes_id is null and d.id < p.id)
) p on p.tenant_id = l.tenant_id and p.order_id = l.order_id and p.subject_id = l.id
left join warehouse w on w.tenant_id = p.tenant_id and w.id = p.warehouse_id
where o.state <> 'held' and o.cancelled_by is distinct from 'customer';

-- Shortages, by the day they were found.
create view kpi_fact_shortage with (security_invoker = true) as
select
  s.tenant_id, s.id, s.order_id, s.customer_id, s.product_id, o.country, o.mode, o.service, o.number as order_number, l.line_no,
  s.detected_at as at, s.quantity, s.decision, s.backorder_until, s.closed_at,
  (select array[p.class_key, p.warehouse_id::text, p.carrier_id::text, w.supplier_id::text]
   from promise p left join warehouse w on w.tenant_id = p.tenant_id and w.id = p.warehouse_id
   where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'deliver' order by p.id limit 1) as head
from shortage s
left join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
left join order_line l on l.tenant_id = s.tenant_id and l.id = s.order_line_id;

-- Shipments handed to a carrier, with the pieces on them.
create view kpi_fact_shipment with (security_invoker = true) as
select
  s.tenant_id, s.id, s.order_id, s.customer_id, s.warehouse_id, s.carrier_id, s.mode, s.service, s.number,
  o.country, o.number as order_number, w.supplier_id as vendor_id,
  (select p.class_key from promise p
   where p.tenant_id = s.tenant_id and p.order_id = s.order_id and p.kind = 'deliver' order by p.id limit 1) as class_key,
  s.state, s.handed_over_at, s.delivered_at,
  exists (select 1 from event e
          where e.tenant_id = s.tenant_id and e.subject_id = s.id and e.type = 'shipment.rerouted') as rerouted,
  sum(sl.quantity)::bigint as quantity, sum(sl.delivered)::bigint as delivered, sum(sl.damaged)::bigint as damaged,
  sum(sl.short_loaded)::bigint as short_loaded
from shipment s
join shipment_line sl on sl.tenant_id = s.tenant_id and sl.shipment_id = s.id
left join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
left join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
where s.handed_over_at is not null and s.state <> 'cancelled'
group by s.tenant_id, s.id, o.tenant_id, o.id, w.tenant_id, w.id;

-- Shipments due: by the last delivery promise on board, delivered or not.
create view kpi_fact_shipment_due with (security_invoker = true) as
select
  s.tenant_id, s.id, s.order_id, s.customer_id, s.warehouse_id, s.carrier_id, s.mode, s.service, s.number,
  o.country, o.number as order_number, w.supplier_id as vendor_id, min(c.class_key) as class_key,
  s.delivered_at as fulfilled_at, max(c.due_at) as due_at
from shipment s
join shipment_line sl on sl.tenant_id = s.tenant_id and sl.shipment_id = s.id
join kpi_fact_promise c on c.tenant_id = s.tenant_id and c.order_id = s.order_id and c.kind = 'deliver'
  and (c.subject_type = 'order' or c.subject_id = sl.order_line_id)
left join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
left join warehouse w on w.tenant_id = s.tenant_id and w.id = s.warehouse_id
where s.state <> 'cancelled'
group by s.tenant_id, s.id, o.tenant_id, o.id, w.tenant_id, w.id;

grant select on kpi_fact_promise, kpi_fact_line_due, kpi_fact_order_due, kpi_fact_order_delivered, kpi_fact_line_ordered,
  kpi_fact_shortage, kpi_fact_shipment, kpi_fact_shipment_due to nuoda_app, nuoda_report, nuoda_backup;
