create table calendar (
  tenant_id uuid not null references tenant,
  id uuid not null,
  key text not null,
  name text not null,
  zone text not null,
  -- { "1": [{ "from": "08:00", "to": "12:00" }, ...], ... "7": [] } by ISO weekday; null = natural time, always open.
  week jsonb,
  -- 'cn' = Chinese public holidays and make-up working days, shipped as data.
  holiday_set text check (holiday_set in ('cn')),
  -- [{ "date": "2026-10-01", "name": "...", "windows": [] }]: own closings and special hours; they win over the holiday set.
  exceptions jsonb not null default '[]',
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
call protect_table('calendar', 'select, insert, update, delete');

-- The ledger of promises. A row is never edited: a new promise supersedes it. Only the watcher's own columns move.
create table promise (
  tenant_id uuid not null references tenant,
  id uuid not null,
  -- The first promise of the chain (itself for the first), and the one this row replaces.
  root_id uuid not null,
  supersedes_id uuid,
  kind text not null check (kind in ('acknowledge', 'ship', 'deliver', 'receipt_back')),
  -- What is promised: an order, an order line or a shipment; and the order it belongs to.
  subject_type text not null check (subject_type in ('order', 'order_line', 'shipment')),
  subject_id uuid not null,
  order_id uuid,
  customer_id uuid not null,
  clause_id uuid,
  made_at timestamptz not null,
  made_by uuid,
  -- When the clock of the thing promised began (order placed, goods handed over): history for predictions.
  started_at timestamptz not null,
  -- Kept when fulfilled_at is between early_at (when given) and due_at, both included.
  early_at timestamptz,
  due_at timestamptz not null,
  -- What the contract alone would have said, when it differs from what was promised.
  contract_due_at timestamptz,
  reason text,
  -- Where it runs, for the board and for predictions.
  warehouse_id uuid,
  carrier_id uuid,
  lane text,
  mode text,
  service text,
  class_key text,
  urgent boolean not null default false,
  quantity bigint,
  -- Moved by the watcher and the desk; everything above is fixed.
  owner_id uuid,
  watch_at timestamptz,
  warned smallint not null default 0,
  risk_late double precision,
  risk_cases integer,
  risk_expected_at timestamptz,
  primary key (tenant_id, id)
);
create index promise_watch on promise (watch_at) where watch_at is not null;
create index promise_open on promise (tenant_id, due_at, kind) where watch_at is not null;
create index promise_order on promise (tenant_id, order_id);
create index promise_customer on promise (tenant_id, customer_id, kind, due_at);
create index promise_due on promise (tenant_id, kind, due_at);
call protect_table('promise', 'select, insert');
grant update (owner_id, watch_at, warned, risk_late, risk_cases, risk_expected_at) on promise to nuoda_app;
create policy dispatcher on promise for select to nuoda_app using (current_setting('app.dispatcher', true) = 'on');

-- How a chain ended. A correction is a new version; the highest version counts.
create table promise_outcome (
  tenant_id uuid not null references tenant,
  root_id uuid not null,
  version integer not null,
  -- reopened = an earlier end was wrong (a revoked delivery scan): the chain is open again.
  outcome text not null check (outcome in ('fulfilled', 'broken', 'withdrawn', 'reopened')),
  fulfilled_at timestamptz,
  recorded_at timestamptz not null,
  recorded_by uuid,
  cause text,
  liable text,
  note text,
  check ((outcome = 'fulfilled') = (fulfilled_at is not null)),
  primary key (tenant_id, root_id, version),
  foreign key (tenant_id, root_id) references promise
);
call protect_table('promise_outcome', 'select, insert');

create table promise_told (
  tenant_id uuid not null references tenant,
  id uuid not null,
  promise_id uuid not null,
  channel text not null check (channel in ('phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper')),
  recipient text not null,
  told_at timestamptz not null,
  told_by uuid,
  proof text,
  primary key (tenant_id, id),
  foreign key (tenant_id, promise_id) references promise
);
create index promise_told_promise on promise_told (tenant_id, promise_id);
call protect_table('promise_told', 'select, insert');

create table promise_pause (
  tenant_id uuid not null references tenant,
  id uuid not null,
  root_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz,
  reason text not null,
  paused_by uuid,
  resumed_by uuid,
  check (to_at is null or to_at >= from_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, root_id) references promise
);
create unique index promise_pause_open on promise_pause (tenant_id, root_id) where to_at is null;
create index promise_pause_root on promise_pause (tenant_id, root_id);
call protect_table('promise_pause', 'select, insert');
grant update (to_at, resumed_by) on promise_pause to nuoda_app;

-- How long things took before, by kind, lane, carrier and mode: hours at the 5th, 10th ... 95th percentile.
create table promise_history (
  tenant_id uuid not null references tenant,
  kind text not null,
  lane text not null,
  carrier_id uuid not null default '00000000-0000-0000-0000-000000000000',
  mode text not null default '',
  cases integer not null,
  hours double precision[] not null,
  computed_at timestamptz not null,
  primary key (tenant_id, kind, lane, carrier_id, mode)
);
call protect_table('promise_history', 'select, insert, update, delete');

-- The end that counts for each chain: the latest version, unless it reopened the chain.
create view promise_end with (security_invoker = true) as
select o.tenant_id, o.root_id, o.version, o.outcome, o.fulfilled_at, o.recorded_at, o.cause, o.liable
from promise_outcome o
where o.outcome <> 'reopened'
  and not exists (
    select 1 from promise_outcome n
    where n.tenant_id = o.tenant_id and n.root_id = o.root_id and n.version > o.version);
grant select on promise_end to nuoda_app, nuoda_report, nuoda_backup;
