create table party (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  name text not null,
  pinyin text not null default '',
  initials text not null default '',
  kind text not null default 'company' check (kind in ('company', 'person')),
  -- shipper, consignee, payer, carrier, supplier
  roles text[] not null,
  preferred_channel text check (preferred_channel in ('phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper')),
  preferred_locale text check (preferred_locale in ('zh', 'en')),
  external_ref text,
  note text,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
create unique index party_external_ref on party (tenant_id, external_ref) where external_ref is not null;
create index party_name on party using gin (name gin_trgm_ops);
create index party_initials on party (tenant_id, initials text_pattern_ops);
create index party_pinyin on party (tenant_id, pinyin text_pattern_ops);
call protect_table('party', 'select, insert, update');

create table site (
  tenant_id uuid not null references tenant,
  id uuid not null,
  party_id uuid not null,
  name text not null,
  country char(2) not null default 'CN',
  -- Codes of the Chinese divisions table where the country is CN; free text elsewhere.
  province text not null default '',
  city text not null default '',
  district text not null default '',
  street text not null default '',
  postcode text not null default '',
  calendar_id uuid,
  external_ref text,
  archived_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, party_id) references party,
  foreign key (tenant_id, calendar_id) references calendar
);
create index site_party on site (tenant_id, party_id);
call protect_table('site', 'select, insert, update');

create table contact (
  tenant_id uuid not null references tenant,
  id uuid not null,
  party_id uuid not null,
  site_id uuid,
  name text not null,
  phone text not null default '',
  phone_tail text not null default '',
  email text not null default '',
  wechat text not null default '',
  position text not null default '',
  preferred_channel text check (preferred_channel in ('phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper')),
  archived_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, party_id) references party,
  foreign key (tenant_id, site_id) references site
);
create index contact_party on contact (tenant_id, party_id);
create index contact_phone_tail on contact (tenant_id, phone_tail);
call protect_table('contact', 'select, insert, update');

create table class_scheme (
  tenant_id uuid not null references tenant,
  id uuid not null,
  key text not null,
  name text not null,
  -- [{ "key": "A", "name": "..." }] best first
  classes jsonb not null,
  is_default boolean not null default false,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
call protect_table('class_scheme', 'select, insert, update');

-- Class history: the row without to_at is the class that holds.
create table party_class (
  tenant_id uuid not null references tenant,
  id uuid not null,
  party_id uuid not null,
  scheme_id uuid not null,
  class_key text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  reason text not null,
  set_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, party_id) references party,
  foreign key (tenant_id, scheme_id) references class_scheme
);
create unique index party_class_current on party_class (tenant_id, party_id, scheme_id) where to_at is null;
call protect_table('party_class', 'select, insert');
grant update (to_at) on party_class to nuoda_app;

-- A hold on a customer (credit first): orders of a held customer are captured and held.
create table party_hold (
  tenant_id uuid not null references tenant,
  id uuid not null,
  party_id uuid not null,
  kind text not null check (kind in ('credit', 'compliance', 'manual')),
  reason text not null,
  placed_at timestamptz not null,
  placed_by uuid,
  released_at timestamptz,
  released_by uuid,
  release_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, party_id) references party
);
create index party_hold_open on party_hold (tenant_id, party_id) where released_at is null;
call protect_table('party_hold', 'select, insert');
grant update (released_at, released_by, release_reason) on party_hold to nuoda_app;

create table contract (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  name text not null,
  -- null = the default set that holds for every customer without an own clause
  customer_id uuid,
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references party
);
create index contract_customer on contract (tenant_id, customer_id);
call protect_table('contract', 'select, insert, update');

-- One version of one clause. A published version is never edited; a new version supersedes it.
create table clause (
  tenant_id uuid not null references tenant,
  id uuid not null,
  contract_id uuid not null,
  -- Versions of one clause share this id.
  line_id uuid not null,
  version integer not null,
  kind text not null check (kind in ('acknowledge', 'ship', 'deliver', 'receipt_back')),
  -- What it applies to; null = any. The most specific clause wins, then the customer's own contract over the default set.
  class_key text,
  service text,
  origin text,
  destination text,
  urgent boolean,
  -- { "unit": "minutes" | "working_minutes" | "working_days" | "days" | "requested", "amount": 240, "at": "18:00" }
  target jsonb not null,
  calendar_id uuid,
  early_tolerance_minutes integer,
  late_tolerance_minutes integer not null default 0 check (late_tolerance_minutes >= 0),
  -- Causes that do not count against us: ["force_majeure", "customer"]
  exclusions text[] not null default '{}',
  note text not null default '',
  created_at timestamptz not null default now(),
  created_by uuid,
  published_at timestamptz,
  published_by uuid,
  retired_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, line_id, version),
  foreign key (tenant_id, contract_id) references contract,
  foreign key (tenant_id, calendar_id) references calendar
);
create index clause_contract on clause (tenant_id, contract_id);
call protect_table('clause', 'select, insert, update');
