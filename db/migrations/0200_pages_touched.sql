-- What an order writes lands on as few pages as it can: a page touched for the first time after a checkpoint is logged whole.
-- A reference is looked for by its beginning and taken once by each customer: one index for both.
drop index sales_order_external_ref;
drop index sales_order_ref;
create unique index sales_order_external_ref on sales_order (tenant_id, external_ref text_pattern_ops, customer_id) where external_ref is not null;
-- The promises of one order are neighbours, whatever their kind.
drop index promise_customer;
create index promise_customer on promise (tenant_id, customer_id, due_at, kind);
-- The line of the order, which a shipment's line belongs to, holds the product.
alter table shipment_line drop constraint shipment_line_tenant_id_product_id_fkey;
drop index shipment_line_product;
