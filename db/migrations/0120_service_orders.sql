-- What a customer asks for after an order (ORD-28, ORD-29, TRK-09): a request that is answered in time, and when it is taken on, work
-- that is done by a time. An exchange sends the goods again as a replacement order.
alter table promise drop constraint promise_kind_check;
alter table promise add constraint promise_kind_check check (kind in ('acknowledge', 'ship', 'deliver', 'receipt_back', 'answer', 'service'));
alter table promise drop constraint promise_subject_type_check;
alter table promise add constraint promise_subject_type_check check (subject_type in ('order', 'order_line', 'shipment', 'inquiry', 'service_order'));

create table service_order (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('exchange', 'installation', 'repair', 'maintenance', 'complaint', 'other')),
  channel text not null check (channel in ('phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper')),
  request text not null,
  requested_at timestamptz not null,
  registered_by uuid,
  answer_by timestamptz not null,
  state text not null check (state in ('requested', 'accepted', 'done', 'declined', 'withdrawn')),
  owner_id uuid,
  -- By when the work is promised to be done; set when it is taken on.
  due_at timestamptz,
  accepted_at timestamptz,
  replacement_order_id uuid,
  ended_at timestamptz,
  ended_by uuid,
  -- What was done, or why not.
  result text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check ((state in ('done', 'declined', 'withdrawn')) = (ended_at is not null)),
  foreign key (tenant_id, order_id) references sales_order on delete cascade,
  foreign key (tenant_id, customer_id) references party,
  foreign key (tenant_id, replacement_order_id) references sales_order on delete set null (replacement_order_id)
);
create index service_order_requested on service_order (tenant_id, requested_at desc, id desc);
create index service_order_of on service_order (tenant_id, order_id);
create index service_order_open on service_order (tenant_id, state, requested_at) where state in ('requested', 'accepted');
create index service_order_replacement on service_order (tenant_id, replacement_order_id) where replacement_order_id is not null;
call protect_table('service_order', 'select, insert, update, delete');
