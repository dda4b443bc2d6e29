-- What was written rests on what was read a moment before. Where that no longer holds the transaction fails as one that another was
-- faster than, and is begun anew: so a plan may be written together with the commit.
create function as_planned(holds boolean) returns boolean language plpgsql as $$
begin
  if holds is not true then
    raise exception 'somebody else was faster' using errcode = 'serialization_failure';
  end if;
  return true;
end
$$;
