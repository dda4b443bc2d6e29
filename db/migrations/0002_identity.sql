create table app_user (
  tenant_id uuid not null references tenant,
  id uuid not null,
  email text not null check (email = lower(email) and length(email) <= 254),
  name text not null,
  password_hash text not null,
  locale text check (locale in ('zh', 'en')),
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint not null default 0,
  recovery_hashes text[] not null default '{}',
  disabled_at timestamptz,
  disabled_by uuid,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
call protect_table('app_user', 'select, insert, update');

create table team (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call protect_table('team', 'select, insert, update, delete');

create table team_member (
  tenant_id uuid not null references tenant,
  team_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, team_id, user_id),
  foreign key (tenant_id, team_id) references team on delete cascade,
  foreign key (tenant_id, user_id) references app_user
);
create index team_member_user on team_member (tenant_id, user_id);
call protect_table('team_member', 'select, insert, delete');

create table role (
  tenant_id uuid not null references tenant,
  id uuid not null,
  key text not null,
  name_zh text not null,
  name_en text not null,
  permissions text[] not null default '{}',
  built_in boolean not null default false,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
call protect_table('role', 'select, insert, update, delete');

create table user_role (
  tenant_id uuid not null references tenant,
  user_id uuid not null,
  role_id uuid not null,
  primary key (tenant_id, user_id, role_id),
  foreign key (tenant_id, user_id) references app_user,
  foreign key (tenant_id, role_id) references role
);
create index user_role_role on user_role (tenant_id, role_id);
call protect_table('user_role', 'select, insert, delete');

-- What part of the company a user sees. No row of a kind = all of that kind.
create table user_scope (
  tenant_id uuid not null references tenant,
  user_id uuid not null,
  kind text not null check (kind in ('warehouse', 'carrier', 'customer')),
  ref_id uuid not null,
  primary key (tenant_id, user_id, kind, ref_id),
  foreign key (tenant_id, user_id) references app_user
);
call protect_table('user_scope', 'select, insert, delete');

create table session (
  tenant_id uuid not null references tenant,
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text,
  user_agent text,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, user_id) references app_user
);
create index session_user_id on session (tenant_id, user_id);
call protect_table('session', 'select, insert, update, delete');

create table api_key (
  tenant_id uuid not null references tenant,
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  token_hint text not null,
  permissions text[] not null,
  scopes jsonb not null default '{}',
  created_at timestamptz not null,
  created_by uuid not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, created_by) references app_user
);
call protect_table('api_key', 'select, insert, update');

-- Failed log-ins of known accounts; unknown ones leave no row.
create table login_failure (
  tenant_id uuid not null references tenant,
  id uuid not null,
  user_id uuid not null,
  at timestamptz not null,
  ip text,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user
);
create index login_failure_recent on login_failure (tenant_id, user_id, at);
call protect_table('login_failure', 'select, insert, delete');
