-- Days a refresh has taken and not finished yet: what changes meanwhile is marked beside them and waits for the next.
alter table kpi_dirty_day add column taken boolean not null default false;
alter table kpi_dirty_day drop constraint kpi_dirty_day_pkey;
alter table kpi_dirty_day add primary key (tenant_id, fact, day, taken);
