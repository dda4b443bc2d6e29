-- A wave is applied in parts by the queue: it stands at applying meanwhile, and ends as applied, partly applied or stopped.
alter table wave drop constraint wave_state_check;
alter table wave add constraint wave_state_check
  check (state in ('planning', 'ready', 'applying', 'applied', 'partly_applied', 'stopped', 'cancelled', 'failed'));
-- Who applies it: its parts are done with the rights this person has then.
alter table wave add column applied_by uuid;
alter table wave add column applying_at timestamptz;
-- When its last part was done: one that nobody goes on with is taken up again.
alter table wave add column beat_at timestamptz;
alter table wave add foreign key (tenant_id, applied_by) references app_user;
create index wave_applied_by on wave (tenant_id, applied_by) where applied_by is not null;
create index wave_applying on wave (tenant_id) where state = 'applying';

update wave w set state = 'partly_applied' where state = 'applied' and exists (
  select 1 from wave_order o where o.tenant_id = w.tenant_id and o.wave_id = w.id and o.outcome = 'unmoved');

-- Goods that some orders of a wave have given back and others of it will take: nobody else gets them between two parts. `reserved` counts them.
create table stock_passage (
  tenant_id uuid not null references tenant,
  product_id uuid not null,
  warehouse_id uuid not null,
  holder_id uuid not null,
  quantity bigint not null check (quantity > 0),
  primary key (tenant_id, product_id, warehouse_id, holder_id),
  foreign key (tenant_id, product_id, warehouse_id) references stock
);
create index stock_passage_holder on stock_passage (tenant_id, holder_id);
call protect_table('stock_passage', 'select, insert, delete');
