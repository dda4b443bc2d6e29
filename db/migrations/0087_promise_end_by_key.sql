-- The order and the end of a promise (its last version, unless that says reopened) are looked up by key. Joined as tables they were
-- read whole for a part of the company, and made so many tables that PostgreSQL no longer looked for the best order of all.
create or replace view kpi_fact_promise with (security_invoker = true) as
select
  p.tenant_id, p.root_id as id, p.kind, p.order_id, p.subject_type, p.subject_id, p.customer_id,
  p.class_key, p.warehouse_id, p.carrier_id,
  coalesce(nullif(p.mode, ''), o.mode) as mode, coalesce(p.service, o.service) as service, o.country,
  w.supplier_id as vendor_id, l.product_id, o.number as order_number, l.line_no,
  p.due_at, p.early_at,
  case when p.supersedes_id is null then p.due_at
       else (select r.due_at from promise r where r.tenant_id = p.tenant_id and r.id = p.root_id) end as original_due_at,
  case when p.supersedes_id is null then p.early_at
       else (select r.early_at from promise r where r.tenant_id = p.tenant_id and r.id = p.root_id) end as original_early_at,
  case when p.supersedes_id is null then coalesce(p.contract_due_at, p.due_at)
       else (select coalesce(r.contract_due_at, r.due_at) from promise r where r.tenant_id = p.tenant_id and r.id = p.root_id) end
    as contract_due_at,
  case when e.outcome = 'fulfilled' then e.fulfilled_at end as fulfilled_at,
  -- Withdrawn for the customer's own reasons: part of no population. Withdrawn for ours: in, and unkept (domain section 1.1).
  (e.outcome is distinct from 'withdrawn' or coalesce(e.liable, 'customer') <> 'customer' or o.cancelled_by is not distinct from 'us') as counts
from promise p
left join lateral (
  select x.outcome, x.fulfilled_at, x.liable from promise_outcome x
  where x.tenant_id = p.tenant_id and x.root_id = p.root_id order by x.version desc limit 1
) e on e.outcome <> 'reopened'
left join lateral (
  select o.mode, o.service, o.country, o.number, o.cancelled_by from sales_order o
  where o.tenant_id = p.tenant_id and o.id = p.order_id limit 1
) o on true
left join order_line l on l.tenant_id = p.tenant_id and l.id = p.subject_id
left join warehouse w on w.tenant_id = p.tenant_id and w.id = p.warehouse_id
where not exists (
  select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id);
