-- What customers said of an order. score on a scale of 1 to `scale`.
create table satisfaction_answer (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  customer_id uuid not null,
  score smallint not null,
  scale smallint not null default 5,
  title text not null default '',
  comment text not null default '',
  asked_at timestamptz,
  answered_at timestamptz not null,
  external_ref text,
  batch_id uuid,
  check (score between 1 and scale),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order on delete cascade
);
create index satisfaction_answer_order on satisfaction_answer (tenant_id, order_id);
create unique index satisfaction_answer_ref on satisfaction_answer (tenant_id, order_id, external_ref) where external_ref is not null;
call protect_table('satisfaction_answer', 'select, insert, delete');

create table import_batch (
  tenant_id uuid not null references tenant,
  id uuid not null,
  kind text not null,
  file_name text not null,
  file_id uuid,
  columns text[] not null default '{}',
  mapping jsonb not null default '{}',
  state text not null check (state in ('uploaded', 'checked', 'done', 'undone')),
  total integer not null default 0,
  accepted integer not null default 0,
  rejected integer not null default 0,
  created_at timestamptz not null,
  created_by uuid,
  finished_at timestamptz,
  undone_at timestamptz,
  undone_by uuid,
  primary key (tenant_id, id)
);
call protect_table('import_batch', 'select, insert, update');

create table import_row (
  tenant_id uuid not null references tenant,
  batch_id uuid not null,
  row_no integer not null,
  raw jsonb not null,
  -- [{ "column": "...", "code": "...", "message": "..." }]
  problems jsonb not null default '[]',
  result_id uuid,
  primary key (tenant_id, batch_id, row_no),
  foreign key (tenant_id, batch_id) references import_batch on delete cascade
);
call protect_table('import_row', 'select, insert, update, delete');

-- Sums per day and dimension value; recomputed from facts for every day that changed.
create table kpi_rollup (
  tenant_id uuid not null references tenant,
  kpi_id text not null,
  version smallint not null,
  dimension text not null,
  day date not null,
  key text not null,
  n bigint not null,
  numerator double precision not null,
  denominator double precision not null,
  sum double precision not null,
  sum_sq double precision not null,
  primary key (tenant_id, kpi_id, version, dimension, day, key)
);
call protect_table('kpi_rollup', 'select, insert, update, delete');

create table kpi_dirty_day (
  tenant_id uuid not null references tenant,
  -- The fact table the day belongs to: promise, order, line, shipment ...
  fact text not null,
  day date not null,
  primary key (tenant_id, fact, day)
);
call protect_table('kpi_dirty_day', 'select, insert, delete');

create table kpi_state (
  tenant_id uuid not null references tenant primary key,
  refreshed_at timestamptz not null
);
call protect_table('kpi_state', 'select, insert, update');

create table kpi_target (
  tenant_id uuid not null references tenant,
  kpi_id text not null,
  target double precision not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (tenant_id, kpi_id)
);
call protect_table('kpi_target', 'select, insert, update, delete');
