-- What the rows that a check has seen so far would take of the stock: each step reads and adds the products of its own rows.
create table import_taken (
  tenant_id uuid not null,
  batch_id uuid not null,
  product_id uuid not null,
  warehouse_id uuid not null,
  units bigint not null,
  primary key (tenant_id, batch_id, product_id, warehouse_id),
  foreign key (tenant_id, batch_id) references import_batch on delete cascade
) with (fillfactor = 50);
call protect_table('import_taken', 'select, insert, update, delete');

-- It was kept in the batch, whole, and given up when it grew too large: checks under way begin anew.
alter table import_batch no force row level security;
update import_batch set work = (work - 'taken') || '{"phase": "clear", "cursor": 0, "done": 0}', mapping = mapping || '{"preview": null}'
where state = 'checking' and work ? 'taken';
alter table import_batch force row level security;
