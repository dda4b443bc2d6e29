create table sales_order (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  -- The customer's own number; one per customer.
  external_ref text,
  channel text not null check (channel in ('form', 'paste', 'import', 'api')),
  customer_id uuid not null,
  site_id uuid,
  service text not null default 'standard',
  mode text not null default '',
  urgent boolean not null default false,
  state text not null check (state in ('held', 'short', 'confirmed', 'shipping', 'delivered', 'cancelled')),
  placed_at timestamptz not null,
  -- 'assumed' when the source did not record it: such orders stay out of order-cycle statistics.
  placed_basis text not null default 'recorded' check (placed_basis in ('recorded', 'assumed')),
  requested_at timestamptz,
  consignee_name text not null default '',
  consignee_phone text not null default '',
  phone_tail text not null default '',
  country char(2) not null default 'CN',
  province text not null default '',
  city text not null default '',
  district text not null default '',
  street text not null default '',
  postcode text not null default '',
  goods_class text not null default '',
  delivery_note text not null default '',
  amount_minor bigint not null default 0,
  currency char(3) not null,
  note text not null default '',
  batch_id uuid,
  created_by uuid,
  acknowledged_at timestamptz,
  delivered_at timestamptz,
  cancelled_at timestamptz,
  cancelled_by text check (cancelled_by in ('customer', 'us')),
  cancel_reason text,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references party,
  foreign key (tenant_id, site_id) references site
) with (fillfactor = 80);
create unique index sales_order_external_ref on sales_order (tenant_id, customer_id, external_ref) where external_ref is not null;
create index sales_order_placed on sales_order (tenant_id, placed_at desc, id desc);
create index sales_order_state on sales_order (tenant_id, state, placed_at desc, id desc);
create index sales_order_customer on sales_order (tenant_id, customer_id, placed_at desc, id desc);
create index sales_order_number on sales_order (tenant_id, number text_pattern_ops);
create index sales_order_ref on sales_order (tenant_id, external_ref text_pattern_ops) where external_ref is not null;
create index sales_order_phone on sales_order (tenant_id, phone_tail) where phone_tail <> '';
create index sales_order_batch on sales_order (tenant_id, batch_id) where batch_id is not null;
call protect_table('sales_order', 'select, insert, update, delete');

create table order_line (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  quantity bigint not null check (quantity > 0),
  cancelled bigint not null default 0 check (cancelled >= 0 and cancelled <= quantity),
  shipped bigint not null default 0 check (shipped >= 0),
  delivered bigint not null default 0 check (delivered >= 0),
  damaged bigint not null default 0 check (damaged >= 0),
  -- Reserved or shipped in full when the order was first allocated: the numerator of fill rates (domain section 2).
  filled_first bigint not null default 0 check (filled_first >= 0),
  unit_price_minor bigint not null default 0,
  amount_minor bigint not null default 0,
  requested_at timestamptz,
  external_ref text,
  -- Set when the customer agreed to a substitute: what was ordered first, who consented, how.
  substituted_from uuid,
  consent_by text,
  consent_at timestamptz,
  delivered_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, line_no),
  foreign key (tenant_id, order_id) references sales_order on delete cascade,
  foreign key (tenant_id, product_id) references product
);
create index order_line_product on order_line (tenant_id, product_id);
call protect_table('order_line', 'select, insert, update, delete');

-- Stock set aside for a line. Open while closed_at is null; kept for ever as history.
create table reservation (
  tenant_id uuid not null references tenant,
  id uuid not null,
  warehouse_id uuid not null,
  product_id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  quantity bigint not null check (quantity > 0),
  reserved_at timestamptz not null,
  closed_at timestamptz,
  closed_as text check (closed_as in ('shipped', 'released', 'moved')),
  check ((closed_at is null) = (closed_as is null)),
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id, warehouse_id) references stock
);
create index reservation_order on reservation (tenant_id, order_id);
create index reservation_open on reservation (tenant_id, product_id, warehouse_id) where closed_at is null;
call protect_table('reservation', 'select, insert, delete');
grant update (closed_at, closed_as) on reservation to nuoda_app;

-- Why the goods come from where they come: the allocation's costs and reasons per line, newest row counts.
create table order_allocation (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  at timestamptz not null,
  cost_minor bigint not null,
  explanation jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order on delete cascade
);
create index order_allocation_order on order_allocation (tenant_id, order_id, at);
call protect_table('order_allocation', 'select, insert, delete');

create table order_hold (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  kind text not null check (kind in ('credit', 'compliance', 'manual', 'address', 'duplicate', 'product')),
  reason text not null,
  placed_at timestamptz not null,
  placed_by uuid,
  released_at timestamptz,
  released_by uuid,
  release_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order on delete cascade
);
create index order_hold_open on order_hold (tenant_id, order_id) where released_at is null;
call protect_table('order_hold', 'select, insert, delete');
grant update (released_at, released_by, release_reason) on order_hold to nuoda_app;

-- A quantity that could not be reserved, until somebody decides what happens to it.
create table shortage (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  product_id uuid not null,
  customer_id uuid not null,
  quantity bigint not null check (quantity > 0),
  detected_at timestamptz not null,
  cause text,
  -- other_warehouse, split, substitute, backorder, cancel
  decision text check (decision in ('other_warehouse', 'split', 'substitute', 'backorder', 'cancel')),
  decided_at timestamptz,
  decided_by uuid,
  backorder_until timestamptz,
  -- Set when nothing is missing any more.
  closed_at timestamptz,
  lost_minor bigint not null default 0,
  note text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order on delete cascade,
  foreign key (tenant_id, product_id) references product,
  foreign key (tenant_id, customer_id) references party
);
create index shortage_open on shortage (tenant_id, product_id, detected_at) where closed_at is null;
create index shortage_order on shortage (tenant_id, order_id);
create index shortage_detected on shortage (tenant_id, detected_at);
call protect_table('shortage', 'select, insert, delete');
grant update (cause, decision, decided_at, decided_by, backorder_until, closed_at, lost_minor, note) on shortage to nuoda_app;
