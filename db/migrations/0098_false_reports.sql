-- Reports of a carrier that contradict each other or the facts (TRK-08) are a kind of exception of their own.
alter table shipment_exception drop constraint shipment_exception_kind_check;
alter table shipment_exception add constraint shipment_exception_kind_check
  check (kind in ('no_movement', 'failed_attempt', 'damage', 'loss', 'refused', 'address', 'customs', 'delay', 'short', 'false_report', 'other'));
