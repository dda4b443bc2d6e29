-- What customers with a log-in of their own may not see has permissions of its own. Whoever could see it goes on to; built-in roles get
-- theirs from the release. The owner of the tables is held to one tenant too, unless told otherwise.
alter table role no force row level security;
alter table api_key no force row level security;
update role set permissions = permissions || array['inside.read'], version = version + 1
  where not built_in and permissions && array['order.read', 'promise.read'];
update role set permissions = permissions || array['handover.read'], version = version + 1
  where not built_in and 'shipment.read' = any (permissions);
update api_key set permissions = permissions || array['inside.read']
  where not scopes ? 'customer' and permissions && array['order.read', 'promise.read'];
update api_key set permissions = permissions || array['handover.read']
  where not scopes ? 'customer' and 'shipment.read' = any (permissions);
alter table role force row level security;
alter table api_key force row level security;
