-- Whose return a goods receipt was.
create index return_arrival_of_receipt on return_arrival (tenant_id, receipt_id) where receipt_id is not null;
