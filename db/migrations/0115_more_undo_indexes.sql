-- For each record that the undo of an import deletes the foreign keys look for what refers to it, and an index helps them only if it holds
-- every row that may: these were missing, or held the open ones only.
create index sales_order_site on sales_order (tenant_id, site_id) where site_id is not null;
create index shipment_carrier on shipment (tenant_id, carrier_id) where carrier_id is not null;
create index shipment_line_product on shipment_line (tenant_id, product_id);
create index shortage_product on shortage (tenant_id, product_id);
create index shortage_customer on shortage (tenant_id, customer_id);
create index order_error_order on order_error (tenant_id, order_id);
create index order_error_line on order_error (tenant_id, order_line_id) where order_line_id is not null;
create index party_hold_party on party_hold (tenant_id, party_id);
create index return_order_customer on return_order (tenant_id, customer_id);
create index tracking_inquiry_customer on tracking_inquiry (tenant_id, customer_id);
create index delay_notice_customer on delay_notice (tenant_id, customer_id);
create index delay_notice_contact on delay_notice (tenant_id, contact_id) where contact_id is not null;
create index document_print_customer on document_print (tenant_id, customer_id);
create index goods_receipt_supplier on goods_receipt (tenant_id, supplier_id) where supplier_id is not null;
create index ship_lane_carrier on ship_lane (tenant_id, carrier_id) where carrier_id is not null;
create index party_class_party on party_class (tenant_id, party_id);
