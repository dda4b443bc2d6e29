-- Imports of every kind: the server works on them in steps, each one transaction that moves its own cursor.
alter table import_batch drop constraint import_batch_state_check;
alter table import_batch
  add constraint import_batch_state_check check (state in (
    'reading', 'failed', 'uploaded', 'checking', 'checked', 'running', 'done', 'undoing', 'undone')),
  add column format text not null default 'csv' check (format in ('csv', 'xlsx')),
  -- Rows by what became of them: { "new": 3, "rejected": 1, ... }; they add up to `total`.
  add column counts jsonb not null default '{}',
  -- What the server is doing: phase, pass, cursor, who asked for it. Null when it waits for people.
  add column work jsonb,
  -- Why it stopped: { "code": "...", "details": { ... } }
  add column problem jsonb,
  add column heartbeat_at timestamptz;

alter table import_row
  add column group_no integer not null default 0,
  add column outcome text not null default 'unchecked' check (outcome in (
    'unchecked', 'new', 'changed', 'same', 'duplicate', 'rejected', 'imported', 'undone')),
  -- What an update would change or changed: [{ "field": "...", "from": "...", "to": "..." }]
  add column changes jsonb,
  -- What was there before, for the undo; with the first row of a group.
  add column before jsonb;
-- Half a million rows of one batch need not look the company up one by one.
alter table import_row drop constraint import_row_tenant_id_fkey;
create index import_row_group on import_row (tenant_id, batch_id, group_no, row_no);

-- Batches from before: their rows get the outcome that was reckoned from other columns until now.
alter table import_batch no force row level security;
alter table import_row no force row level security;
update import_row set group_no = row_no, outcome = case
  when result_id is not null then 'imported'
  when problems = '[]' then 'unchecked'
  when problems -> 0 ->> 'code' = 'order.duplicate_ref' then 'duplicate'
  else 'rejected' end;
update import_batch b set
  state = case when state = 'checked' then 'uploaded' else state end,
  mapping = (mapping - 'customerNumber' - 'duplicates' - 'preview') || jsonb_build_object(
    'constants', case when mapping ->> 'customerNumber' is null then '{}'::jsonb else jsonb_build_object('customerNumber', mapping ->> 'customerNumber') end,
    'duplicates', 'skip', 'preview', null),
  counts = coalesce((
    select jsonb_object_agg(outcome, n) from (
      select outcome, count(*) as n from import_row r where r.tenant_id = b.tenant_id and r.batch_id = b.id group by outcome) o), '{}');
alter table import_batch force row level security;
alter table import_row force row level security;
alter table import_batch drop column accepted, drop column rejected;
-- The page of batches asks for the newest; the server for those it has to work on.
create index import_batch_created on import_batch (tenant_id, created_at desc, id desc);
create index import_batch_busy on import_batch (tenant_id) where state in ('reading', 'checking', 'running', 'undoing');

-- The first row of each key of a batch (an order's reference, a SKU ...), as a hash: what repeats it belongs to it.
create table import_key (
  tenant_id uuid not null,
  batch_id uuid not null,
  key uuid not null,
  row_no integer not null,
  primary key (tenant_id, batch_id, key),
  foreign key (tenant_id, batch_id) references import_batch on delete cascade
);
call protect_table('import_key', 'select, insert, delete');

-- How somebody mapped a heading row, to be offered again to him and to his colleagues.
create table import_mapping (
  tenant_id uuid not null references tenant,
  kind text not null,
  -- Hash of the headings.
  headings bytea not null,
  user_id uuid not null,
  fields jsonb not null,
  constants jsonb not null,
  duplicates text not null,
  used_at timestamptz not null,
  primary key (tenant_id, kind, headings, user_id)
);
call protect_table('import_mapping', 'select, insert, update');

-- What an import made can be taken back as if it had never been. Stock movements and receipts stay: they are ledgers.
grant delete on product, party, site, contact, party_class, stock to nuoda_app;
