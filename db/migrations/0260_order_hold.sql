-- Customers may amend and cancel their own orders. Holding an order and allocating it again stay with the house and got a permission of
-- their own: whoever could goes on to; built-in roles get theirs from the release. The owner of the tables is held to one tenant too,
-- unless told otherwise.
alter table role no force row level security;
alter table api_key no force row level security;
update role set permissions = permissions || array['order.hold'], version = version + 1
  where not built_in and 'order.amend' = any (permissions);
update api_key set permissions = permissions || array['order.hold'] where 'order.amend' = any (permissions);
alter table role force row level security;
alter table api_key force row level security;
