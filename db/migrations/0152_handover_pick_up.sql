-- The list of what was handed over, shipment by shipment, begins with the latest pick-ups.
create index handover_list_pick_up on handover_list (tenant_id, pick_up_from desc);
