-- Switched off: not chosen anew; what has it keeps it.
alter table team add column disabled_at timestamptz;
