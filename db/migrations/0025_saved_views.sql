-- What a list looked like when somebody gave it a name: its filters and sort as they stand in the URL, its columns and density.
create table saved_view (
  tenant_id uuid not null references tenant,
  id uuid not null,
  list text not null check (list ~ '^[a-z][a-z-]{1,40}$'),
  name text not null check (length(name) between 1 and 60),
  visibility text not null check (visibility in ('personal', 'team', 'global')),
  -- Nobody's: made with the company.
  owner_id uuid,
  team_id uuid,
  search text not null default '' check (length(search) <= 4000),
  layout jsonb not null default '{}',
  position integer not null default 0,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references app_user,
  foreign key (tenant_id, changed_by) references app_user,
  foreign key (tenant_id, team_id) references team on delete cascade,
  check ((visibility = 'team') = (team_id is not null)),
  check (visibility <> 'personal' or owner_id is not null)
);
create index saved_view_list on saved_view (tenant_id, list, position) where deleted_at is null;
call protect_table('saved_view', 'select, insert, update, delete');

-- The view a person's list opens with.
create table saved_view_default (
  tenant_id uuid not null references tenant,
  user_id uuid not null,
  list text not null,
  view_id uuid not null,
  primary key (tenant_id, user_id, list),
  foreign key (tenant_id, user_id) references app_user,
  foreign key (tenant_id, view_id) references saved_view on delete cascade
);
create index saved_view_default_view on saved_view_default (tenant_id, view_id);
call protect_table('saved_view_default', 'select, insert, update, delete');
