-- Pages of open promises go on after (due_at, id). Thousands fall due at the same minute of a day's end: without the id in the index
-- each page sorted all of them anew.
drop index promise_open;
create index promise_open on promise (tenant_id, due_at, id) include (kind) where watch_at is not null;
