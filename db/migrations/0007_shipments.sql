create table shipment (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  customer_id uuid not null,
  warehouse_id uuid not null,
  carrier_id uuid,
  waybill text,
  mode text not null default '',
  service text not null default 'standard',
  lane text not null default '',
  -- Work inside the house: planned, picking, packed, handed_over, cancelled. What happens outside is `status`.
  state text not null check (state in ('planned', 'picking', 'packed', 'handed_over', 'delivered', 'returned', 'lost', 'cancelled')),
  -- Tracking status derived from the events by event time (shipments/tracking.ts).
  status text not null default 'created',
  liable text,
  created_at timestamptz not null,
  ship_by timestamptz,
  picked_at timestamptz,
  packed_at timestamptz,
  handed_over_at timestamptz,
  delivered_at timestamptz,
  last_event_at timestamptz,
  expected_at timestamptz,
  failed_attempts integer not null default 0,
  weight_g bigint,
  freight_minor bigint,
  currency char(3) not null,
  receipt_needed boolean not null default false,
  external_ref text,
  batch_id uuid,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, order_id) references sales_order,
  foreign key (tenant_id, warehouse_id) references warehouse,
  foreign key (tenant_id, carrier_id) references party
) with (fillfactor = 80);
create index shipment_order on shipment (tenant_id, order_id);
create index shipment_waybill on shipment (tenant_id, waybill text_pattern_ops) where waybill is not null;
create unique index shipment_carrier_waybill on shipment (tenant_id, carrier_id, waybill) where waybill is not null and state <> 'cancelled';
create index shipment_state on shipment (tenant_id, state, created_at desc, id desc);
create index shipment_created on shipment (tenant_id, created_at desc, id desc);
create index shipment_moving on shipment (tenant_id, last_event_at) where state = 'handed_over';
call protect_table('shipment', 'select, insert, update, delete');

create table shipment_line (
  tenant_id uuid not null references tenant,
  id uuid not null,
  shipment_id uuid not null,
  order_line_id uuid not null,
  product_id uuid not null,
  quantity bigint not null check (quantity > 0),
  picked bigint not null default 0 check (picked >= 0 and picked <= quantity),
  packed bigint not null default 0 check (packed >= 0 and packed <= picked),
  delivered bigint not null default 0 check (delivered >= 0),
  damaged bigint not null default 0 check (damaged >= 0),
  short_loaded bigint not null default 0 check (short_loaded >= 0),
  primary key (tenant_id, id),
  foreign key (tenant_id, shipment_id) references shipment on delete cascade,
  foreign key (tenant_id, order_line_id) references order_line,
  foreign key (tenant_id, product_id) references product
);
create index shipment_line_shipment on shipment_line (tenant_id, shipment_id);
create index shipment_line_order_line on shipment_line (tenant_id, order_line_id);
call protect_table('shipment_line', 'select, insert, update, delete');

create table parcel (
  tenant_id uuid not null references tenant,
  id uuid not null,
  shipment_id uuid not null,
  number text not null,
  weight_g bigint,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, shipment_id) references shipment on delete cascade
);
create index parcel_shipment on parcel (tenant_id, shipment_id);
call protect_table('parcel', 'select, insert, update, delete');

-- What carriers told us, append-only. A correction is a new row that revokes an earlier one.
create table tracking_event (
  tenant_id uuid not null references tenant,
  id uuid not null,
  shipment_id uuid not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  scheme text not null,
  code text not null,
  status text not null,
  reason text,
  liable text,
  location text not null default '',
  note text not null default '',
  revokes_id uuid,
  source text not null default 'api',
  dedupe_key bytea not null,
  primary key (tenant_id, id),
  unique (tenant_id, dedupe_key),
  foreign key (tenant_id, shipment_id) references shipment on delete cascade
);
create index tracking_event_shipment on tracking_event (tenant_id, shipment_id, at);
call protect_table('tracking_event', 'select, insert, delete');

create table shipment_exception (
  tenant_id uuid not null references tenant,
  id uuid not null,
  shipment_id uuid not null,
  kind text not null check (kind in ('no_movement', 'failed_attempt', 'damage', 'loss', 'refused', 'address', 'customs', 'delay', 'short', 'other')),
  reason text,
  liable text,
  owner_id uuid,
  state text not null check (state in ('open', 'working', 'resolved')),
  opened_at timestamptz not null,
  -- The fact it was opened for; the same fact never opens a second one.
  fact_key text not null,
  resolved_at timestamptz,
  resolved_by uuid,
  resolution text,
  primary key (tenant_id, id),
  unique (tenant_id, shipment_id, fact_key),
  foreign key (tenant_id, shipment_id) references shipment on delete cascade
);
create index shipment_exception_open on shipment_exception (tenant_id, opened_at) where state <> 'resolved';
call protect_table('shipment_exception', 'select, insert, delete');
grant update (state, owner_id, reason, liable, resolved_at, resolved_by, resolution) on shipment_exception to nuoda_app;

create table delivery_proof (
  tenant_id uuid not null references tenant,
  id uuid not null,
  shipment_id uuid not null,
  kind text not null check (kind in ('signature', 'photo', 'code', 'paper')),
  signed_by text not null default '',
  at timestamptz not null,
  file_id uuid,
  recorded_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, shipment_id) references shipment on delete cascade,
  foreign key (tenant_id, file_id) references stored_file
);
create index delivery_proof_shipment on delivery_proof (tenant_id, shipment_id);
call protect_table('delivery_proof', 'select, insert, delete');

-- The signed receipt's way back from the consignee to the service centre.
create table return_receipt (
  tenant_id uuid not null references tenant,
  id uuid not null,
  shipment_id uuid not null,
  sent_at timestamptz,
  received_at timestamptz,
  received_by uuid,
  file_id uuid,
  note text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, shipment_id),
  foreign key (tenant_id, shipment_id) references shipment on delete cascade,
  foreign key (tenant_id, file_id) references stored_file
);
call protect_table('return_receipt', 'select, insert, update, delete');

-- A public tracking page. Only the hash of its token is kept.
create table tracking_link (
  tenant_id uuid not null references tenant,
  id uuid not null,
  order_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  created_by uuid,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, order_id) references sales_order on delete cascade
);
create index tracking_link_order on tracking_link (tenant_id, order_id);
call protect_table('tracking_link', 'select, insert, update, delete');
