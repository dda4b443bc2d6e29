-- Medians and quantiles are not in sums: the rows of means by class keep the values themselves, eight bytes each.
alter table kpi_rollup add column vals bytea;
alter table kpi_rollup alter column vals set storage external;
