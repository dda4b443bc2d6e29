-- Answers that told a secret are kept encrypted from now on. Those kept before are forgotten.
alter table idempotency_key no force row level security;
delete from idempotency_key where body ~ '"(token|secret|recoveryCodes)":';
alter table idempotency_key force row level security;
