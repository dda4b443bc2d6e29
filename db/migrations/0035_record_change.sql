-- What people changed in a record, one row for each version it got: from it a stale save knows what its editor started from, and
-- pages tell who changed what. Personal data stand in it masked, as the pages show them.
create table record_change (
  tenant_id uuid not null references tenant,
  subject_id uuid not null,
  -- The version that the change made.
  version integer not null,
  id uuid not null,
  subject_type text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text,
  -- { field: { before, after } }
  changes jsonb not null,
  primary key (tenant_id, subject_id, version, id)
);
call protect_table('record_change', 'select, insert');

alter table team add column version integer not null default 1;
alter table kpi_target add column version integer not null default 1;
-- A target taken back keeps its row, and so its version.
alter table kpi_target alter column target drop not null;
