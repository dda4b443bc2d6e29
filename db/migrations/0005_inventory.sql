create table product (
  tenant_id uuid not null references tenant,
  id uuid not null,
  sku text not null,
  name text not null,
  pinyin text not null default '',
  initials text not null default '',
  category text not null default '',
  unit text not null default 'pcs',
  weight_g integer not null default 0 check (weight_g >= 0),
  price_minor bigint not null default 0 check (price_minor >= 0),
  barcode text,
  archived_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, sku)
);
create index product_name on product using gin (name gin_trgm_ops);
create index product_initials on product (tenant_id, initials text_pattern_ops);
create index product_barcode on product (tenant_id, barcode) where barcode is not null;
call protect_table('product', 'select, insert, update');

create table product_substitute (
  tenant_id uuid not null references tenant,
  product_id uuid not null,
  substitute_id uuid not null,
  rank smallint not null default 1,
  primary key (tenant_id, product_id, substitute_id),
  check (product_id <> substitute_id),
  foreign key (tenant_id, product_id) references product,
  foreign key (tenant_id, substitute_id) references product
);
call protect_table('product_substitute', 'select, insert, update, delete');

create table warehouse (
  tenant_id uuid not null references tenant,
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null default 'own' check (kind in ('own', 'supplier', 'partner')),
  supplier_id uuid,
  country char(2) not null default 'CN',
  province text not null default '',
  city text not null default '',
  street text not null default '',
  latitude double precision,
  longitude double precision,
  calendar_id uuid,
  -- Orders accepted before this local time can leave the same working day.
  cutoff time not null default '16:00',
  archived_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, supplier_id) references party,
  foreign key (tenant_id, calendar_id) references calendar
);
call protect_table('warehouse', 'select, insert, update');

-- What it takes to ship from a warehouse to a destination. destination: 'CN-44' (country and province), 'CN', or '*'.
create table ship_lane (
  tenant_id uuid not null references tenant,
  warehouse_id uuid not null,
  destination text not null,
  transit_hours integer not null check (transit_hours >= 0),
  fixed_cost_minor bigint not null default 0 check (fixed_cost_minor >= 0),
  unit_cost_minor bigint not null default 0 check (unit_cost_minor >= 0),
  carrier_id uuid,
  mode text not null default '',
  primary key (tenant_id, warehouse_id, destination),
  foreign key (tenant_id, warehouse_id) references warehouse,
  foreign key (tenant_id, carrier_id) references party
);
call protect_table('ship_lane', 'select, insert, update, delete');

-- on_hand = sum of movements; reserved = sum of open reservations; the database itself refuses to oversell.
create table stock (
  tenant_id uuid not null references tenant,
  warehouse_id uuid not null,
  product_id uuid not null,
  on_hand bigint not null default 0,
  reserved bigint not null default 0,
  constraint stock_never_oversold check (reserved >= 0 and on_hand >= reserved),
  primary key (tenant_id, product_id, warehouse_id),
  foreign key (tenant_id, warehouse_id) references warehouse,
  foreign key (tenant_id, product_id) references product
) with (fillfactor = 50);
create index stock_warehouse on stock (tenant_id, warehouse_id);
call protect_table('stock', 'select, insert, update');

create table stock_movement (
  tenant_id uuid not null references tenant,
  id uuid not null,
  warehouse_id uuid not null,
  product_id uuid not null,
  quantity bigint not null check (quantity <> 0),
  kind text not null check (kind in ('receipt', 'adjustment', 'shipment', 'return', 'transfer')),
  reason text,
  ref_type text,
  ref_id uuid,
  at timestamptz not null,
  moved_by uuid,
  primary key (tenant_id, id)
);
create index stock_movement_item on stock_movement (tenant_id, product_id, warehouse_id, at);
create index stock_movement_ref on stock_movement (tenant_id, ref_id) where ref_id is not null;
call protect_table('stock_movement', 'select, insert');

create table goods_receipt (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  warehouse_id uuid not null,
  supplier_id uuid,
  received_at timestamptz not null,
  received_by uuid,
  note text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, warehouse_id) references warehouse,
  foreign key (tenant_id, supplier_id) references party
);
call protect_table('goods_receipt', 'select, insert');

create table goods_receipt_line (
  tenant_id uuid not null references tenant,
  id uuid not null,
  receipt_id uuid not null,
  product_id uuid not null,
  expected bigint,
  accepted bigint not null check (accepted >= 0),
  refused bigint not null default 0 check (refused >= 0),
  refusal_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, receipt_id) references goods_receipt,
  foreign key (tenant_id, product_id) references product
);
create index goods_receipt_line_receipt on goods_receipt_line (tenant_id, receipt_id);
call protect_table('goods_receipt_line', 'select, insert');
