-- Who has which record open, page by page; kept a few minutes and lost when the database restarts.
create unlogged table presence (
  tenant_id uuid not null references tenant,
  -- One open page.
  client_id uuid not null,
  user_id uuid not null,
  user_name text not null,
  -- Null: the page shows no record any more.
  record_type text,
  record_id uuid,
  state text not null check (state in ('viewing', 'editing', 'idle')),
  seen_at timestamptz not null,
  primary key (tenant_id, client_id),
  foreign key (tenant_id, user_id) references app_user
);
create index presence_seen on presence (seen_at);
call protect_table('presence', 'select, insert, update, delete');
-- Each process tells its own clients of all pages; it sets app.dispatcher inside its own short transaction.
create policy dispatcher on presence for select to nuoda_app using (current_setting('app.dispatcher', true) = 'on');
