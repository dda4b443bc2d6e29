-- A report's own key is the key of its row: the one index a scan writes. Its id only tells reports of one shipment apart.
-- What the foreign key said is kept by who writes: an event is written for a shipment just read, and whoever takes a shipment away is alone
-- with the tracking of the company and takes its events along (shipments/tracking-store.ts). `nuoda verify` looks whether it holds. Asked of
-- the database for each scan it cost a third of writing it.
alter table tracking_event drop constraint tracking_event_tenant_id_shipment_id_fkey;
alter table tracking_event drop constraint tracking_event_pkey;
alter table tracking_event add primary key using index tracking_event_known;
