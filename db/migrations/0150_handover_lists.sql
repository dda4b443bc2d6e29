-- What a carrier picks up at a warehouse, on one list that the driver signs, and how the carrier is told of it (FUL-07).
create table handover_list (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  warehouse_id uuid not null,
  carrier_id uuid not null,
  -- When the driver is expected.
  pick_up_from timestamptz not null,
  pick_up_to timestamptz not null check (pick_up_to > pick_up_from),
  note text not null default '' check (length(note) <= 500),
  state text not null check (state in ('open', 'handed_over', 'cancelled')),
  -- The pick-up request: not sent, its mail waits in the outbox, has gone, or could not go.
  request text not null default 'none' check (request in ('none', 'queued', 'sent', 'failed')),
  contact_id uuid,
  mail_id uuid,
  requested_at timestamptz,
  made_at timestamptz not null,
  -- Null: made at the cut-off of the carrier's rule.
  made_by uuid,
  signed_at timestamptz,
  driver_name text not null default '',
  vehicle_plate text not null default '',
  ended_at timestamptz,
  ended_by uuid,
  end_reason text not null default '',
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, warehouse_id) references warehouse,
  foreign key (tenant_id, carrier_id) references party,
  foreign key (tenant_id, contact_id) references contact
);
create index handover_list_made on handover_list (tenant_id, made_at desc, id desc);
create index handover_list_carrier on handover_list (tenant_id, carrier_id, state);
create index handover_list_contact on handover_list (tenant_id, contact_id) where contact_id is not null;
create unique index handover_list_mail on handover_list (tenant_id, mail_id) where mail_id is not null;
call protect_table('handover_list', 'select, insert, update');

create table handover_item (
  tenant_id uuid not null references tenant,
  id uuid not null,
  list_id uuid not null,
  shipment_id uuid not null,
  parcels integer not null check (parcels > 0),
  units bigint not null check (units >= 0),
  weight_g bigint,
  -- Units on the vehicle, once the driver signed; 0 was left behind. Less than listed has a reason.
  loaded bigint check (loaded >= 0),
  reason text not null default '' check (length(reason) <= 300),
  -- It keeps the shipment off other lists: its list is not cancelled and the shipment was not left behind.
  holds boolean not null default true,
  check (loaded is null or loaded >= units or reason <> ''),
  primary key (tenant_id, id),
  unique (tenant_id, list_id, shipment_id),
  foreign key (tenant_id, list_id) references handover_list on delete cascade,
  foreign key (tenant_id, shipment_id) references shipment on delete cascade
);
create index handover_item_shipment on handover_item (tenant_id, shipment_id);
create unique index handover_item_once on handover_item (tenant_id, shipment_id) where holds;
call protect_table('handover_item', 'select, insert, update, delete');

-- How a carrier is told that goods wait for it; no row: by hand.
create table pickup_rule (
  tenant_id uuid not null references tenant,
  id uuid not null,
  carrier_id uuid not null,
  mode text not null check (mode in ('off', 'hand', 'auto')),
  -- Time of day in the zone of the warehouse's calendar.
  cut_off text not null check (cut_off ~ '^[0-2][0-9]:[0-5][0-9]$'),
  window_hours integer not null check (window_hours between 1 and 12),
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, carrier_id),
  foreign key (tenant_id, carrier_id) references party
);
call protect_table('pickup_rule', 'select, insert, update');

-- The last day on which the cut-off of a carrier was kept at a warehouse.
create table pickup_round (
  tenant_id uuid not null references tenant,
  carrier_id uuid not null,
  warehouse_id uuid not null,
  day date not null,
  primary key (tenant_id, carrier_id, warehouse_id),
  foreign key (tenant_id, carrier_id) references party,
  foreign key (tenant_id, warehouse_id) references warehouse
);
call protect_table('pickup_round', 'select, insert, update');

-- Hand-over lists are printed as shipments and orders are. They have goods of many customers.
alter table document_print drop constraint document_print_document_check, drop constraint document_print_subject_type_check;
alter table document_print
  add constraint document_print_document_check check (document in
    ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list')),
  add constraint document_print_subject_type_check check (subject_type in ('shipment', 'order', 'handover_list')),
  alter column customer_id drop not null;
alter table print_template drop constraint print_template_document_check;
alter table print_template add constraint print_template_document_check check (document in
  ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list'));
alter table print_privacy_rule drop constraint print_privacy_rule_document_check;
alter table print_privacy_rule add constraint print_privacy_rule_document_check check (document in
  ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list'));
