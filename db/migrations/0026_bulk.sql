-- One thing done to many records: first tried without a trace, then done record by record.
create table bulk_run (
  tenant_id uuid not null references tenant,
  id uuid not null,
  action text not null,
  input jsonb not null,
  state text not null check (state in ('checking', 'ready', 'running', 'done', 'cancelled', 'failed')),
  total integer not null,
  actor_id uuid not null,
  locale text not null check (locale in ('zh', 'en')),
  created_at timestamptz not null,
  confirmed_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, actor_id) references app_user
);
create index bulk_run_actor on bulk_run (tenant_id, actor_id, created_at desc);
call protect_table('bulk_run', 'select, insert, update, delete');

create table bulk_item (
  tenant_id uuid not null references tenant,
  run_id uuid not null,
  position integer not null,
  record_id uuid not null,
  title text not null,
  checked text check (checked in ('ok', 'refused')),
  outcome text check (outcome in ('done', 'refused')),
  code text,
  reason text,
  at timestamptz,
  primary key (tenant_id, run_id, position),
  unique (tenant_id, run_id, record_id),
  foreign key (tenant_id, run_id) references bulk_run on delete cascade
);
call protect_table('bulk_item', 'select, insert, update, delete');
