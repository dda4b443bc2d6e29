-- Many orders allocated together (FUL-10): a proposal is made first, then applied as a whole.
create table wave (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  state text not null check (state in ('planning', 'ready', 'applied', 'cancelled', 'failed')),
  -- The orders that were chosen; null: every open order.
  order_ids uuid[],
  actor_id uuid not null,
  created_at timestamptz not null,
  -- How far the search has come, while it goes on.
  progress jsonb,
  -- What the proposal is: costs, fills, bound, time.
  summary jsonb,
  -- Why it failed.
  code text,
  ready_at timestamptz,
  ended_at timestamptz,
  reason text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, actor_id) references app_user
);
create index wave_actor on wave (tenant_id, actor_id, created_at desc);
call protect_table('wave', 'select, insert, update, delete');

-- An order whose goods would come from elsewhere: which lines, what that means, and what became of it.
create table wave_order (
  tenant_id uuid not null references tenant,
  wave_id uuid not null,
  position integer not null,
  order_id uuid not null,
  version integer not null,
  change jsonb not null,
  outcome text check (outcome in ('moved', 'unmoved')),
  code text,
  primary key (tenant_id, wave_id, position),
  unique (tenant_id, wave_id, order_id),
  foreign key (tenant_id, wave_id) references wave on delete cascade,
  foreign key (tenant_id, order_id) references sales_order on delete cascade
);
create index wave_order_of on wave_order (tenant_id, order_id);
call protect_table('wave_order', 'select, insert, update, delete');
