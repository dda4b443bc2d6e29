-- Goods that a customer sends back (ORD-08): announced against the lines of an order, received into stock with their condition.
create table return_order (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  customer_id uuid not null,
  -- Where the goods come back to.
  warehouse_id uuid not null,
  reason text not null check (reason in ('damaged', 'wrong_goods', 'quality', 'not_wanted', 'undeliverable', 'recall', 'other')),
  note text not null default '',
  -- The number of the parcel on its way back, when it is known.
  waybill text not null default '',
  expected_on date,
  state text not null check (state in ('announced', 'receiving', 'received', 'closed', 'cancelled')),
  announced_at timestamptz not null,
  announced_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  end_reason text not null default '',
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, order_id) references sales_order,
  foreign key (tenant_id, customer_id) references party,
  foreign key (tenant_id, warehouse_id) references warehouse
);
create index return_order_of on return_order (tenant_id, order_id);
create index return_order_announced on return_order (tenant_id, announced_at desc, id desc);
create index return_order_open on return_order (tenant_id, state, announced_at) where state in ('announced', 'receiving');
create index return_order_waybill on return_order (tenant_id, waybill) where waybill <> '';
call protect_table('return_order', 'select, insert, update');

create table return_line (
  tenant_id uuid not null references tenant,
  id uuid not null,
  return_id uuid not null,
  order_line_id uuid not null,
  product_id uuid not null,
  quantity bigint not null check (quantity > 0),
  -- What arrived fit to be sold again, and what did not.
  restocked bigint not null default 0 check (restocked >= 0),
  unsaleable bigint not null default 0 check (unsaleable >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, return_id, order_line_id),
  check (restocked + unsaleable <= quantity),
  foreign key (tenant_id, return_id) references return_order,
  foreign key (tenant_id, order_line_id) references order_line,
  foreign key (tenant_id, product_id) references product
);
create index return_line_order_line on return_line (tenant_id, order_line_id);
call protect_table('return_line', 'select, insert, update');

-- One time goods of a return came in. What is fit for sale is a goods receipt.
create table return_arrival (
  tenant_id uuid not null references tenant,
  id uuid not null,
  return_id uuid not null,
  arrived_at timestamptz not null,
  received_by uuid,
  receipt_id uuid,
  note text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, return_id) references return_order,
  foreign key (tenant_id, receipt_id) references goods_receipt
);
create index return_arrival_of on return_arrival (tenant_id, return_id);
call protect_table('return_arrival', 'select, insert');

create table return_arrival_line (
  tenant_id uuid not null references tenant,
  arrival_id uuid not null,
  line_id uuid not null,
  restocked bigint not null check (restocked >= 0),
  unsaleable bigint not null check (unsaleable >= 0),
  -- Why it cannot be sold again.
  condition text check (condition in ('damaged', 'opened', 'incomplete', 'expired', 'wet', 'other')),
  check (restocked + unsaleable > 0),
  check ((unsaleable > 0) = (condition is not null)),
  primary key (tenant_id, arrival_id, line_id),
  foreign key (tenant_id, arrival_id) references return_arrival,
  foreign key (tenant_id, line_id) references return_line
);
call protect_table('return_arrival_line', 'select, insert');
