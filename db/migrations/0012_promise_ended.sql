-- Looking back from the board: promises that are no longer watched, latest due first, however many are open before them.
create index promise_ended on promise (tenant_id, due_at desc, id desc) where watch_at is null;
