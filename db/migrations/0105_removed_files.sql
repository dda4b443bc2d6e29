-- A file that was taken away from its record is forgotten after a while: its bytes go, the row says what it was.
alter table attachment alter column file_id drop not null;
alter table attachment add check (file_id is not null or removed_at is not null);
grant update (file_id) on attachment to nuoda_app;
create index attachment_to_forget on attachment (tenant_id, removed_at) where removed_at is not null and file_id is not null;
