-- What a person is told of: one row for each person and event.
create table notification (
  tenant_id uuid not null references tenant,
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  event_type text not null,
  event_seq bigint not null,
  record_type text not null,
  record_id uuid not null,
  -- Who did it, when a person did.
  actor_id uuid,
  at timestamptz not null,
  -- False: by mail only.
  in_app boolean not null,
  read_at timestamptz,
  -- When it goes out by mail; null: not, or not any more.
  mail_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, event_seq),
  foreign key (tenant_id, user_id) references app_user
);
create index notification_record on notification (tenant_id, user_id, record_type, record_id, at desc);
create index notification_unread on notification (tenant_id, user_id, at desc) where read_at is null and in_app;
create index notification_mail on notification (tenant_id, mail_at) where mail_at is not null;
call protect_table('notification', 'select, insert, update, delete');

-- Which kinds of news reach a person, and how. The owner is a person, or the company itself for what it gives new people.
create table notification_setting (
  tenant_id uuid not null references tenant,
  owner_id uuid not null,
  kind text not null,
  in_app boolean not null,
  mail text not null check (mail in ('off', 'now', 'hourly', 'daily')),
  primary key (tenant_id, owner_id, kind)
);
call protect_table('notification_setting', 'select, insert, update, delete');

-- When a person wants no mail. A calendar that was deleted keeps nobody quiet.
create table notification_schedule (
  tenant_id uuid not null references tenant,
  user_id uuid not null,
  quiet text not null check (quiet in ('none', 'hours', 'calendar')),
  quiet_from text not null check (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  quiet_to text not null check (quiet_to ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  calendar_id uuid,
  digest_at text not null check (digest_at ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  zone text not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references app_user
);
call protect_table('notification_schedule', 'select, insert, update');

-- Records a person wants to hear of again later.
create table notification_snooze (
  tenant_id uuid not null references tenant,
  user_id uuid not null,
  record_type text not null,
  record_id uuid not null,
  until timestamptz not null,
  primary key (tenant_id, user_id, record_type, record_id),
  foreign key (tenant_id, user_id) references app_user
);
call protect_table('notification_snooze', 'select, insert, update, delete');
