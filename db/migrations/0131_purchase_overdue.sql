-- The day of which people were told that it has passed without the goods: each day is told of once.
alter table purchase_line add column overdue_told_on date;
