-- Mails to people: written with the business's transaction, sent by a queued job. A row stays until it is sent, failed for good or discarded.
create table mail (
  tenant_id uuid not null references tenant,
  id uuid not null,
  -- Given by who asks for the mail: the same key asks for the same mail.
  key text not null check (length(key) between 1 and 200),
  to_address text not null check (length(to_address) between 3 and 254),
  subject text not null check (length(subject) between 1 and 300),
  body_text text not null check (length(body_text) <= 200000),
  body_html text check (length(body_html) <= 400000),
  attachment_ids uuid[] not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'discarded')),
  tries integer not null default 0,
  -- What the mail server said last, without addresses.
  answer text check (length(answer) <= 300),
  queued_at timestamptz not null,
  last_try_at timestamptz,
  next_try_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index mail_newest on mail (tenant_id, queued_at desc, id);
create index mail_open on mail (tenant_id, state) where state in ('waiting', 'failed');
call protect_table('mail', 'select, insert, update, delete');
