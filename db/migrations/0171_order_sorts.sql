-- A page of a million orders by any of its sorts comes from an index. Rows without a wish stand last in both directions.
create index sales_order_amount on sales_order (tenant_id, amount_minor, id);
create index sales_order_requested on sales_order (tenant_id, requested_at, id);
create index sales_order_requested_latest on sales_order (tenant_id, requested_at desc nulls last, id desc);
