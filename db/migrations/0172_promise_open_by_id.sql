-- Pages of open promises go on after (due_at, id). Thousands fall due at the same minute of a day's end: without the id in the index
-- each page sorted all of them anew. The kind, so that who asks for one kind passes over the others in the index.
drop index promise_open;
create index promise_open on promise (tenant_id, due_at, id, kind) where watch_at is not null;
