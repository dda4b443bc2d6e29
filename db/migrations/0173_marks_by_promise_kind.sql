-- A day of promises is marked for the kind that moved: a delivery no longer has the hand-overs of its day counted anew.
-- The owner of the tables is held to one tenant too, unless told otherwise.
alter table kpi_dirty_day no force row level security;
insert into kpi_dirty_day (tenant_id, fact, day)
select d.tenant_id, kind, d.day from kpi_dirty_day d, unnest(array['deliver', 'ship', 'acknowledge', 'receipt_back']) as kind
where d.fact = 'due'
on conflict do nothing;
delete from kpi_dirty_day where fact = 'due';
alter table kpi_dirty_day force row level security;
