-- Every print, one row for each record: who, when, which document, how many, in which format, why again. Never changed.
create table document_print (
  tenant_id uuid not null references tenant,
  id uuid not null,
  -- What was asked for at once and makes one file.
  batch_id uuid not null,
  position integer not null,
  document text not null check (document in ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement')),
  subject_type text not null check (subject_type in ('shipment', 'order')),
  subject_id uuid not null,
  subject_number text not null,
  customer_id uuid not null,
  -- Null for orders, which may leave from several warehouses with several carriers.
  warehouse_id uuid,
  carrier_id uuid,
  format text not null check (format in ('pdf', 'zpl_203', 'zpl_300')),
  paper text not null,
  language text not null check (language in ('zh', 'en')),
  copies integer not null check (copies between 1 and 20),
  pages integer not null check (pages >= 1),
  -- 1: the first print of this document for this record.
  nth integer not null check (nth >= 1),
  reason text not null default '',
  -- Parts of personal data printed in full.
  full_parts text[] not null default '{}',
  template_version integer not null,
  printed_at timestamptz not null,
  printed_by uuid,
  printed_by_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, batch_id, position),
  foreign key (tenant_id, customer_id) references party
);
create index document_print_at on document_print (tenant_id, printed_at desc, id desc);
create index document_print_subject on document_print (tenant_id, subject_id, document);
call protect_table('document_print', 'select, insert');

create table print_logo (
  tenant_id uuid not null references tenant,
  id uuid not null,
  file_id uuid not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  created_at timestamptz not null,
  created_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, file_id) references stored_file
);
call protect_table('print_logo', 'select, insert');

-- How a document looks, one row for each change; the newest counts. Without a row the defaults count (printing/template.ts).
create table print_template (
  tenant_id uuid not null references tenant,
  document text not null check (document in ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement')),
  version integer not null check (version >= 1),
  is_on boolean not null,
  options jsonb not null,
  logo_id uuid,
  changed_at timestamptz not null,
  changed_by uuid,
  changed_by_name text not null,
  primary key (tenant_id, document, version),
  foreign key (tenant_id, logo_id) references print_logo
);
call protect_table('print_template', 'select, insert');

-- Which parts of personal data may be printed in full, by document and carrier; no row: none.
create table print_privacy_rule (
  tenant_id uuid not null references tenant,
  id uuid not null,
  document text not null check (document in ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement')),
  carrier_id uuid,
  full_parts text[] not null check (full_parts <@ array['name', 'phone', 'street']),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, document, carrier_id),
  foreign key (tenant_id, carrier_id) references party
);
call protect_table('print_privacy_rule', 'select, insert, delete');
