-- Who may read one record though scopes or permissions would not let them; given by a mention, taken back by deleting the row.
create table record_grant (
  tenant_id uuid not null references tenant,
  record_type text not null,
  record_id uuid not null,
  user_id uuid not null,
  granted_at timestamptz not null,
  granted_by uuid not null,
  -- The note that mentioned them.
  note_id uuid,
  primary key (tenant_id, record_type, record_id, user_id),
  foreign key (tenant_id, user_id) references app_user
);
create index record_grant_user on record_grant (tenant_id, user_id);
call protect_table('record_grant', 'select, insert, delete');

create table follower (
  tenant_id uuid not null references tenant,
  record_type text not null,
  record_id uuid not null,
  user_id uuid not null,
  since timestamptz not null,
  reason text not null check (reason in ('chosen', 'created', 'mentioned', 'commented')),
  primary key (tenant_id, record_type, record_id, user_id),
  foreign key (tenant_id, user_id) references app_user
);
create index follower_user on follower (tenant_id, user_id);
call protect_table('follower', 'select, insert, delete');

-- What people write about a record. The text stands here only: the event log holds the id.
create table note (
  tenant_id uuid not null references tenant,
  id uuid not null,
  record_type text not null,
  record_id uuid not null,
  audience text not null check (audience in ('internal', 'customer')),
  body text not null check (length(body) <= 10000),
  created_at timestamptz not null,
  created_by uuid not null,
  removed_at timestamptz,
  removed_by uuid,
  removal_reason text,
  primary key (tenant_id, id)
);
create index note_record on note (tenant_id, record_id);
call protect_table('note', 'select, insert');
-- A removed note loses its text; that it was there stays.
grant update (body, removed_at, removed_by, removal_reason) on note to nuoda_app;

create table note_mention (
  tenant_id uuid not null references tenant,
  note_id uuid not null,
  kind text not null check (kind in ('user', 'team')),
  ref_id uuid not null,
  primary key (tenant_id, note_id, kind, ref_id),
  foreign key (tenant_id, note_id) references note
);
call protect_table('note_mention', 'select, insert');

create table attachment (
  tenant_id uuid not null references tenant,
  id uuid not null,
  record_type text not null,
  record_id uuid not null,
  audience text not null check (audience in ('internal', 'customer')),
  file_id uuid not null,
  name text not null,
  content_type text not null,
  bytes integer not null check (bytes > 0),
  added_at timestamptz not null,
  added_by uuid not null,
  removed_at timestamptz,
  removed_by uuid,
  removal_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, file_id) references stored_file
);
create index attachment_record on attachment (tenant_id, record_id);
call protect_table('attachment', 'select, insert');
grant update (removed_at, removed_by, removal_reason) on attachment to nuoda_app;
