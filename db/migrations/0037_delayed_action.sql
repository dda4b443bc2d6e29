-- Acts that were accepted and wait ten seconds for their person to think again. The server does them then, whatever has become of
-- the page; until then they can be taken back without a trace in the business.
create table delayed_action (
  tenant_id uuid not null references tenant,
  id uuid not null,
  user_id uuid not null,
  operation text not null,
  -- What the operation was asked with; emptied when it is over.
  input jsonb,
  -- What the person reads about it.
  label text not null,
  locale text not null check (locale in ('zh', 'en')),
  state text not null default 'waiting' check (state in ('waiting', 'done', 'undone', 'refused')),
  made_at timestamptz not null,
  due_at timestamptz not null,
  tries integer not null default 0,
  -- Why it was refused when its time came, as an answer tells it.
  problem jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index delayed_action_due on delayed_action (due_at) where state = 'waiting';
create index delayed_action_mine on delayed_action (tenant_id, user_id, made_at);
call protect_table('delayed_action', 'select, insert, update, delete');
create policy dispatcher on delayed_action for select to nuoda_app using (current_setting('app.dispatcher', true) = 'on');
