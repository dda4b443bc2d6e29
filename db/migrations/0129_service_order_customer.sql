-- The undo of an import that made customers asks for each of them whether a service was ordered.
create index service_order_customer on service_order (tenant_id, customer_id);
