-- Policies read the setting of the transaction themselves; nothing calls this any more.
drop function current_tenant();
