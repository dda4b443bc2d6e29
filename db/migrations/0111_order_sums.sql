-- What a list shows of an order's lines and delivery promises, kept with the order: a page of fifty need not look up each one's.
alter table sales_order add line_count integer not null default 0;
alter table sales_order add units bigint not null default 0;
alter table sales_order add deliver_by timestamptz;
-- The owner of the tables is held to one tenant too, unless told otherwise.
alter table sales_order no force row level security;
alter table order_line no force row level security;
alter table promise no force row level security;
update sales_order o set
  line_count = s.line_count, units = s.units,
  deliver_by = (select max(p.due_at) from promise p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind = 'deliver'
    and not exists (select 1 from promise n where n.tenant_id = p.tenant_id and n.root_id = p.root_id and n.supersedes_id = p.id))
from (select tenant_id, order_id, count(*)::int as line_count, sum(quantity - cancelled)::bigint as units from order_line group by 1, 2) s
where s.tenant_id = o.tenant_id and s.order_id = o.id;
alter table sales_order force row level security;
alter table order_line force row level security;
alter table promise force row level security;
