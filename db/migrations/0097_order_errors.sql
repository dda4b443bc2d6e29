-- Errors in orders (ORD-25): goods, quantity or papers that were wrong, what they cost and who answers for them.
create table order_error (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  -- null: the order as a whole.
  order_line_id uuid,
  kind text not null check (kind in ('goods', 'quantity', 'documents', 'address', 'price', 'label', 'timing', 'other')),
  description text not null,
  -- Pieces concerned, when it can be counted.
  quantity bigint check (quantity > 0),
  liable text check (liable in ('us', 'warehouse', 'carrier', 'supplier', 'customer', 'authority', 'nobody')),
  -- In the company's own currency; null while nobody knows.
  cost_minor bigint check (cost_minor >= 0),
  found_at timestamptz not null,
  logged_at timestamptz not null,
  logged_by uuid,
  -- Turned out to be none.
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdraw_reason text,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order on delete cascade,
  foreign key (tenant_id, order_line_id) references order_line
);
create index order_error_of on order_error (tenant_id, order_id) where withdrawn_at is null;
create index order_error_found on order_error (tenant_id, found_at desc, id desc);
call protect_table('order_error', 'select, insert, update, delete');
