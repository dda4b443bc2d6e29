-- Shipments of one warehouse are picked together and sorted by one sheet.
alter table document_print drop constraint document_print_document_check;
alter table document_print add constraint document_print_document_check check (document in
  ('waybill', 'parcel_label', 'pick_list', 'sorting_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list', 'purchase_order'));
alter table print_template drop constraint print_template_document_check;
alter table print_template add constraint print_template_document_check check (document in
  ('waybill', 'parcel_label', 'pick_list', 'sorting_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list', 'purchase_order'));
alter table print_privacy_rule drop constraint print_privacy_rule_document_check;
alter table print_privacy_rule add constraint print_privacy_rule_document_check check (document in
  ('waybill', 'parcel_label', 'pick_list', 'sorting_list', 'delivery_note', 'receipt_slip', 'order_acknowledgement', 'handover_list', 'purchase_order'));
