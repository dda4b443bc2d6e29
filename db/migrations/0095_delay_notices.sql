-- Advance notice of a delay to the customer (TRN-15): how a company wants it, and the notices themselves.
create table delay_notice_rule (
  tenant_id uuid not null references tenant,
  id uuid not null,
  -- off: none are made; draft: a person sends each; auto: those that can go by mail go by themselves.
  mode text not null check (mode in ('off', 'draft', 'auto')),
  -- From this share of late cases on a promise that is not late yet counts as predicted late.
  late_share double precision not null check (late_share between 0.3 and 0.95),
  -- How the customer reaches us: the last lines of every notice.
  closing_zh text not null default '' check (length(closing_zh) <= 500),
  closing_en text not null default '' check (length(closing_en) <= 500),
  version integer not null default 1,
  primary key (tenant_id)
);
call protect_table('delay_notice_rule', 'select, insert, update');

-- One notice of one order; it speaks of the delivery promises listed below.
create table delay_notice (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  customer_id uuid not null,
  -- at_risk: predicted late; late: the due time has passed; moved: promised anew, and the customer has the old date.
  reason text not null check (reason in ('at_risk', 'late', 'moved')),
  due_at timestamptz not null,
  -- The new date it names; null when nobody can say one yet.
  expected_at timestamptz,
  late_share double precision,
  cases integer,
  channel text not null check (channel in ('phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper')),
  contact_id uuid,
  locale text not null check (locale in ('zh', 'en')),
  subject text not null check (length(subject) between 1 and 200),
  body text not null check (length(body) between 1 and 5000),
  -- queued: its mail waits in the outbox; dropped: what it was about was over, or told otherwise, before it went.
  state text not null check (state in ('draft', 'queued', 'sent', 'failed', 'told', 'dismissed', 'dropped')),
  made_at timestamptz not null,
  made_by uuid,
  mail_id uuid,
  ended_at timestamptz,
  ended_by uuid,
  note text not null default '' check (length(note) <= 300),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order on delete cascade,
  foreign key (tenant_id, customer_id) references party,
  foreign key (tenant_id, contact_id) references contact
);
create index delay_notice_made on delay_notice (tenant_id, made_at desc, id desc);
create index delay_notice_order on delay_notice (tenant_id, order_id, made_at);
create index delay_notice_open on delay_notice (tenant_id, state) where state in ('draft', 'queued', 'failed');
create unique index delay_notice_mail on delay_notice (tenant_id, mail_id) where mail_id is not null;
call protect_table('delay_notice', 'select, insert, update, delete');

create table delay_notice_promise (
  tenant_id uuid not null references tenant,
  notice_id uuid not null,
  -- The row of the chain that held then: a new due time is a new row and may be told anew.
  promise_id uuid not null,
  primary key (tenant_id, notice_id, promise_id),
  foreign key (tenant_id, notice_id) references delay_notice on delete cascade,
  foreign key (tenant_id, promise_id) references promise
);
create index delay_notice_promise_of on delay_notice_promise (tenant_id, promise_id);
call protect_table('delay_notice_promise', 'select, insert, delete');
