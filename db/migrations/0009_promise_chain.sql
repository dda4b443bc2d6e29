-- The later rows of a chain that was re-promised; a row is replaced by one other at most, so a chain never forks.
create unique index promise_chain on promise (tenant_id, root_id, supersedes_id) where supersedes_id is not null;

-- What the board shows as at risk. The share is AT_RISK_SHARE of modules/promises/risk.ts (a test compares the two).
create index promise_at_risk on promise (tenant_id, due_at) where watch_at is not null and risk_late >= 0.3;
