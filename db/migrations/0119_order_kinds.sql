-- What kind of order it is (ORD-09): a replacement names the order whose goods it makes good; orders of internal customers (ORD-24) are
-- known by their customer. Found by indexes of their own; ordinary orders are in none of them.
alter table sales_order add column origin_order_id uuid;
alter table sales_order add constraint sales_order_origin foreign key (tenant_id, origin_order_id) references sales_order on delete set null (origin_order_id);
create index sales_order_replacement on sales_order (tenant_id, placed_at desc, id desc) where origin_order_id is not null;
create index sales_order_origin_of on sales_order (tenant_id, origin_order_id) where origin_order_id is not null;
