-- Purchase orders are found by the beginning of their number, or of the supplier's or customer's number for them.
create index purchase_order_number on purchase_order (tenant_id, number text_pattern_ops);
create index purchase_order_supplier_ref on purchase_order (tenant_id, supplier_ref text_pattern_ops) where supplier_ref <> '';
create index purchase_order_customer_ref on purchase_order (tenant_id, customer_ref text_pattern_ops) where customer_ref <> '';
