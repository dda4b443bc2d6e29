-- What a supplier asks for his goods, line by line in the currency of the order; null: the company's own currency, or not agreed yet.
alter table purchase_order add column currency text check (currency ~ '^[A-Z]{3}$');
alter table purchase_line add column unit_price_minor bigint check (unit_price_minor between 0 and 9000000000000);

-- Purchase orders are printed as orders and shipments are.
alter table document_print drop constraint document_print_document_check, drop constraint document_print_subject_type_check;
alter table document_print
  add constraint document_print_document_check check (document in
    ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list', 'purchase_order')),
  add constraint document_print_subject_type_check check (subject_type in ('shipment', 'order', 'handover_list', 'purchase_order'));
alter table print_template drop constraint print_template_document_check;
alter table print_template add constraint print_template_document_check check (document in
  ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list', 'purchase_order'));
alter table print_privacy_rule drop constraint print_privacy_rule_document_check;
alter table print_privacy_rule add constraint print_privacy_rule_document_check check (document in
  ('waybill', 'parcel_label', 'pick_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list', 'purchase_order'));

