-- The list of customers begins with those who order (发货方、付款方、内部部门), then who receives, then suppliers and carriers.
alter table party add column relation smallint not null generated always as (
  case
    when roles && '{shipper,payer,internal}'::text[] then 1
    when roles && '{consignee}'::text[] then 2
    when roles && '{supplier}'::text[] then 3
    else 4
  end
) stored;
create index party_by_relation on party (tenant_id, relation, (coalesce(nullif(pinyin, ''), name)), id);
