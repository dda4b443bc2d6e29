-- What was handed over of one customer: its transport figures are read from these rows. Planned shipments are not in it.
create index shipment_customer_sent on shipment (tenant_id, customer_id, handed_over_at) where handed_over_at is not null;
