-- A saved view sent as a file by mail, again and again, with the rights its owner has at that moment.
create table export_schedule (
  tenant_id uuid not null references tenant,
  id uuid not null,
  view_id uuid not null,
  owner_id uuid not null,
  format text not null check (format in ('csv', 'xlsx')),
  every text not null check (every in ('day', 'week', 'month')),
  -- The weekday from Monday, 1, or the day of the month; none for every day.
  day integer check (day between 1 and 28),
  time text not null check (time ~ '^\d\d:\d\d$'),
  recipient_ids uuid[] not null,
  next_at timestamptz not null,
  paused_at timestamptz,
  -- Why the house stopped it; nobody's pause has none.
  stopped text,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, view_id) references saved_view on delete cascade,
  foreign key (tenant_id, owner_id) references app_user
);
create index export_schedule_due on export_schedule (tenant_id, next_at) where paused_at is null;
create index export_schedule_owner on export_schedule (tenant_id, owner_id);
create index export_schedule_view on export_schedule (tenant_id, view_id);
call protect_table('export_schedule', 'select, insert, update, delete');

create table export_run (
  tenant_id uuid not null references tenant,
  id uuid not null,
  schedule_id uuid not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('sent', 'failed')),
  code text,
  rows integer,
  bytes integer,
  recipients integer not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, schedule_id) references export_schedule on delete cascade
);
create index export_run_schedule on export_run (tenant_id, schedule_id, at desc);
call protect_table('export_run', 'select, insert, delete');
