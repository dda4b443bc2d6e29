-- Undoing an import deletes records, and for each of them the foreign keys look for what refers to it: without these, through whole tables.
create index contact_site on contact (tenant_id, site_id) where site_id is not null;
create index product_substitute_of on product_substitute (tenant_id, substitute_id);
create index goods_receipt_line_product on goods_receipt_line (tenant_id, product_id);
create index return_line_product on return_line (tenant_id, product_id);
