-- Tables the dispatcher reads across tenants have two policies, joined by OR: nothing PostgreSQL could lift out of the scan, so
-- both settings were read and converted for each row. As subqueries they are read once for each statement.
do $$
declare name text;
begin
  foreach name in array array['event', 'promise', 'delayed_action', 'presence'] loop
    execute format(
      'alter policy tenant on %I using (tenant_id = (select nullif(current_setting(''app.tenant'', true), '''')::uuid))', name);
    execute format(
      'alter policy dispatcher on %I using ((select current_setting(''app.dispatcher'', true) = ''on''))', name);
  end loop;
end $$;
