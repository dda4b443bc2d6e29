-- Orders to suppliers (ORD-30, FUL-06): what is ordered for a warehouse, for ourselves or on behalf of a customer, how the supplier was
-- told, what he confirmed, and what of it came.
create table purchase_order (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  supplier_id uuid not null,
  warehouse_id uuid not null,
  -- Whose order it is; null: our own.
  customer_id uuid,
  -- The customer's own number for it.
  customer_ref text not null default '' check (length(customer_ref) <= 80),
  -- Told to the supplier.
  note text not null default '' check (length(note) <= 1000),
  -- queued: its mail waits in the outbox; failed: the mail did not go; closed: the rest does not come.
  state text not null check (state in ('draft', 'queued', 'failed', 'sent', 'confirmed', 'receiving', 'received', 'closed', 'cancelled')),
  drafted_at timestamptz not null,
  drafted_by uuid,
  channel text check (channel in ('phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper')),
  recipient text not null default '' check (length(recipient) <= 200),
  proof text not null default '' check (length(proof) <= 1000),
  mail_id uuid,
  sent_at timestamptz,
  sent_by uuid,
  -- The supplier's number for it.
  supplier_ref text not null default '' check (length(supplier_ref) <= 80),
  confirmed_at timestamptz,
  confirmed_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  end_reason text not null default '' check (length(end_reason) <= 300),
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check ((state in ('received', 'closed', 'cancelled')) = (ended_at is not null)),
  check ((customer_id is not null) or customer_ref = ''),
  foreign key (tenant_id, supplier_id) references party,
  foreign key (tenant_id, warehouse_id) references warehouse,
  foreign key (tenant_id, customer_id) references party
);
create index purchase_order_drafted on purchase_order (tenant_id, drafted_at desc, id desc);
create index purchase_order_open on purchase_order (tenant_id, state, drafted_at) where ended_at is null;
create index purchase_order_supplier on purchase_order (tenant_id, supplier_id);
create index purchase_order_customer on purchase_order (tenant_id, customer_id) where customer_id is not null;
create index purchase_order_warehouse on purchase_order (tenant_id, warehouse_id) where ended_at is null;
create unique index purchase_order_mail on purchase_order (tenant_id, mail_id) where mail_id is not null;
call protect_table('purchase_order', 'select, insert, update');

create table purchase_line (
  tenant_id uuid not null references tenant,
  id uuid not null,
  purchase_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  quantity bigint not null check (quantity > 0),
  -- Accepted into stock by the receipts of the order; more than ordered when more came.
  received bigint not null default 0 check (received >= 0),
  wanted_on date not null,
  -- The supplier's first word and his word now; null until he confirms.
  first_confirmed_on date,
  confirmed_on date,
  primary key (tenant_id, id),
  unique (tenant_id, purchase_id, product_id),
  check ((first_confirmed_on is null) = (confirmed_on is null)),
  foreign key (tenant_id, purchase_id) references purchase_order,
  foreign key (tenant_id, product_id) references product
);
create index purchase_line_product on purchase_line (tenant_id, product_id);
call protect_table('purchase_line', 'select, insert, update, delete');

-- Which lines of customers' orders a line was ordered for: those that were short.
create table purchase_need (
  tenant_id uuid not null references tenant,
  line_id uuid not null,
  order_line_id uuid not null,
  quantity bigint not null check (quantity > 0),
  primary key (tenant_id, line_id, order_line_id),
  foreign key (tenant_id, line_id) references purchase_line on delete cascade,
  foreign key (tenant_id, order_line_id) references order_line on delete cascade
);
create index purchase_need_of on purchase_need (tenant_id, order_line_id);
call protect_table('purchase_need', 'select, insert, update, delete');

-- What was received against which order.
alter table goods_receipt add column purchase_id uuid;
alter table goods_receipt add constraint goods_receipt_purchase foreign key (tenant_id, purchase_id) references purchase_order;
create index goods_receipt_of_purchase on goods_receipt (tenant_id, purchase_id) where purchase_id is not null;
