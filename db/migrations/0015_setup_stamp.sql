-- One value per company that changes with its calendars, clauses, warehouses and lanes. Order intake keeps these in memory and
-- asks for the stamp in the read it does anyway: what it keeps is used exactly while the stamp is the one it was read with.
create table setup_stamp (
  tenant_id uuid not null references tenant primary key,
  -- Random, never counted: a number taken by a transaction that rolled back would come again with other content.
  stamp uuid not null
);
call protect_table('setup_stamp', 'select, insert, update');

create function renew_setup_stamp() returns trigger language plpgsql as $$
begin
  insert into setup_stamp (tenant_id, stamp)
  select tenant_id, gen_random_uuid() from changed group by tenant_id
  on conflict (tenant_id) do update set stamp = excluded.stamp;
  return null;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['calendar', 'contract', 'clause', 'warehouse', 'ship_lane'] loop
    execute format('create trigger setup_inserted after insert on %I referencing new table as changed for each statement execute function renew_setup_stamp()', name);
    execute format('create trigger setup_updated after update on %I referencing new table as changed for each statement execute function renew_setup_stamp()', name);
    execute format('create trigger setup_deleted after delete on %I referencing old table as changed for each statement execute function renew_setup_stamp()', name);
  end loop;
end $$;
