-- Whether a parcel was sent another way is asked for each shipment of a figure; without this the whole log was read for it.
create index event_rerouted on event (tenant_id, subject_id) where type = 'shipment.rerouted';
