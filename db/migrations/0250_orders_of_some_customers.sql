-- The newest orders of each of some customers, by state too, are found in the index alone.
drop index sales_order_customer;
create index sales_order_customer on sales_order (tenant_id, customer_id, placed_at desc, id desc) include (state);
