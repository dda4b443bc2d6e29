-- Open promises that were moved: the board asks which of them the customer was not told of.
create index promise_moved on promise (tenant_id, due_at) where watch_at is not null and supersedes_id is not null;
