-- What customers are told of their orders: of delays (TRN-15), and whether an order is accepted and when it ships (ORD-13, 14).
alter table delay_notice rename to customer_notice;
alter table delay_notice_promise rename to customer_notice_promise;
alter index delay_notice_made rename to customer_notice_made;
alter index delay_notice_order rename to customer_notice_order;
alter index delay_notice_open rename to customer_notice_open;
alter index delay_notice_mail rename to customer_notice_mail;
alter index delay_notice_promise_of rename to customer_notice_promise_of;
alter table customer_notice add column kind text not null default 'delay' check (kind in ('delay', 'order'));
alter table customer_notice drop constraint delay_notice_reason_check;
alter table customer_notice add constraint customer_notice_reason_check check (
  case kind when 'delay' then reason in ('at_risk', 'late', 'moved') else reason in ('accepted', 'changed', 'held', 'declined') end);
-- An order that is not accepted has nothing promised.
alter table customer_notice alter column due_at drop not null;
-- The owner of the tables is held to one tenant too, unless told otherwise.
alter table saved_view no force row level security;
alter table saved_view_default no force row level security;
update saved_view set list = 'customer-notices' where list = 'delay-notices';
update saved_view_default set list = 'customer-notices' where list = 'delay-notices';
alter table saved_view force row level security;
alter table saved_view_default force row level security;

-- Whether an order is accepted: off; hand: a person sends each; auto: customers reached by mail are told by themselves.
alter table delay_notice_rule add column order_mode text not null default 'hand' check (order_mode in ('off', 'hand', 'auto'));

-- Orders of which there may be something to tell, until the minutes of grace have passed.
create table order_notice_due (
  tenant_id uuid not null references tenant,
  order_id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references sales_order on delete cascade
);
call protect_table('order_notice_due', 'select, insert, update, delete');
