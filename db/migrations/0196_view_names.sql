-- A view that comes with the product has a name in both languages; one that people name has theirs.
alter table saved_view add column name_en text check (length(name_en) between 1 and 60);
