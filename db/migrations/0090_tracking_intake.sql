-- A report is known by its shipment, its instant and the rest of its key: one index keeps it from being written twice and reads the
-- shipment's events in their order. Two did so before, and each scan wrote both.
alter table tracking_event drop constraint tracking_event_tenant_id_dedupe_key_key;
drop index tracking_event_shipment;
create unique index tracking_event_known on tracking_event (tenant_id, shipment_id, at, dedupe_key);

-- The latest event that says where the parcel is. A scan told late, behind it, changes nothing of the shipment (shipments/tracking-state.ts).
-- Null until the shipment's next event.
alter table shipment add column moved_at timestamptz;

-- These change as goods are picked, packed, shipped and delivered, none of it in an index: room on the page lets an update stay there.
alter table shipment_line set (fillfactor = 80);
alter table order_line set (fillfactor = 80);
