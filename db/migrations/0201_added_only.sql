-- Answers and explanations are added and looked up one by one: to go over their pages only because they were added costs a page of log each.
alter table idempotency_key set (autovacuum_vacuum_insert_threshold = -1);
alter table order_allocation set (autovacuum_vacuum_insert_threshold = -1);
-- What is found by its keys alone needs no new statistics for every tenth row: in a young company that was a tenth of what an order cost.
alter table idempotency_key set (autovacuum_analyze_scale_factor = 0.5);
alter table order_allocation set (autovacuum_analyze_scale_factor = 0.5);
alter table event set (autovacuum_analyze_scale_factor = 0.5);
alter table reservation set (autovacuum_analyze_scale_factor = 0.5);
