-- The ground floor: how a tenant's table is protected, the event log, idempotency, subscribers' cursors, files.
-- Roles are made before migrations run (platform/database-setup.ts): nuoda_owner runs this, nuoda_app serves,
-- nuoda_report reads one tenant, nuoda_backup reads everything.

create extension if not exists pg_trgm;

-- The tenant of the running transaction, or null. Kept plain so that a distributed database can push it down.
create function current_tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant', true), '')::uuid;

-- Row-level security and grants for one table. `privileges` is what the app may do: append-only tables leave out update and delete.
create procedure protect_table(name text, privileges text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format(
    'create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
    'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', name);
  execute format('create policy backup on %I for select to nuoda_backup using (true)', name);
  execute format('grant %s on %I to nuoda_app', privileges, name);
  execute format('grant select on %I to nuoda_report, nuoda_backup', name);
end $$;

-- The registry of tenants: any session may look one up by slug (log-in), only the tenant itself may change its row.
create table tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
  name text not null,
  zone text not null default 'Asia/Shanghai',
  locale text not null default 'zh' check (locale in ('zh', 'en')),
  currency char(3) not null default 'CNY',
  country char(2) not null default 'CN',
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
alter table tenant enable row level security;
alter table tenant force row level security;
create policy lookup on tenant for select using (true);
create policy own_insert on tenant for insert with check (id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy own_update on tenant for update using (id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update on tenant to nuoda_app;
grant select on tenant to nuoda_report, nuoda_backup;

-- The one event log. Read in commit order: rows whose transaction is below the oldest running one, by (xid, seq).
create table event (
  tenant_id uuid not null references tenant,
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  -- The record whose timeline shows this event when it is not the subject itself (an order for its shipment's events).
  parent_id uuid,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'system', 'link')),
  actor_id uuid,
  actor_name text,
  request_id text,
  at timestamptz not null,
  data jsonb not null default '{}',
  primary key (tenant_id, xid, seq)
);
create index event_order on event (xid, tenant_id);
create index event_subject on event (tenant_id, subject_id, seq);
create index event_parent on event (tenant_id, parent_id, seq) where parent_id is not null;
call protect_table('event', 'select, insert');
-- The dispatcher learns which tenants have news, across tenants; it sets app.dispatcher inside its own short transaction.
create policy dispatcher on event for select to nuoda_app using (current_setting('app.dispatcher', true) = 'on');

create table subscriber_cursor (
  tenant_id uuid not null references tenant,
  name text not null,
  xid xid8 not null default '0',
  seq bigint not null default 0,
  primary key (tenant_id, name)
);
call protect_table('subscriber_cursor', 'select, insert, update');

-- The first answer to a write that carried an Idempotency-Key.
create table idempotency_key (
  tenant_id uuid not null references tenant,
  actor_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  status smallint not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor_id, key)
);
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
call protect_table('idempotency_key', 'select, insert, delete');

create table stored_file (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null,
  content_type text not null,
  bytes integer not null check (bytes >= 0),
  sha256 bytea not null,
  created_at timestamptz not null default now(),
  created_by uuid,
  primary key (tenant_id, id)
);
call protect_table('stored_file', 'select, insert, delete');
