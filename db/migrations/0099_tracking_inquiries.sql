-- A customer asks where the goods are (TRK-02..04): registered with what the system knew, followed up, answered in time, closed.
alter table promise drop constraint promise_kind_check;
alter table promise add constraint promise_kind_check check (kind in ('acknowledge', 'ship', 'deliver', 'receipt_back', 'answer'));
alter table promise drop constraint promise_subject_type_check;
alter table promise add constraint promise_subject_type_check check (subject_type in ('order', 'order_line', 'shipment', 'inquiry'));

create table tracking_inquiry (
  tenant_id uuid not null references tenant,
  id uuid not null,
  number text not null,
  order_id uuid not null,
  customer_id uuid not null,
  channel text not null check (channel in ('phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper')),
  question text not null,
  asked_at timestamptz not null,
  registered_by uuid,
  -- What the system knew when it was asked: waybills, route, status and expected arrival.
  waybills text[] not null default '{}',
  route text not null default '',
  status text,
  expected_at timestamptz,
  owner_id uuid,
  due_at timestamptz not null,
  state text not null check (state in ('open', 'answered', 'closed')),
  followed_with text check (followed_with in ('carrier', 'warehouse', 'dispatch', 'customer')),
  followed_at timestamptz,
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  answer_channel text,
  -- Asked after the answer: other goods to track?
  wants_more boolean,
  closed_at timestamptz,
  closed_by uuid,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check ((state = 'open') = (answered_at is null)),
  foreign key (tenant_id, order_id) references sales_order on delete cascade,
  foreign key (tenant_id, customer_id) references party
);
create index tracking_inquiry_asked on tracking_inquiry (tenant_id, asked_at desc, id desc);
create index tracking_inquiry_order on tracking_inquiry (tenant_id, order_id);
create index tracking_inquiry_open on tracking_inquiry (tenant_id, due_at) where state = 'open';
call protect_table('tracking_inquiry', 'select, insert, update, delete');
