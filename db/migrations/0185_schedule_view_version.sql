-- The state of the view that the schedule's owner has seen: what somebody else makes of a shared view is not sent with his rights.
alter table export_schedule add column view_version integer;
-- The owner of the tables is held to one tenant too, unless told otherwise.
alter table export_schedule no force row level security;
alter table saved_view no force row level security;
update export_schedule s set view_version = v.version from saved_view v where v.tenant_id = s.tenant_id and v.id = s.view_id;
alter table export_schedule force row level security;
alter table saved_view force row level security;
alter table export_schedule alter column view_version set not null;
