-- How a party is named wherever somebody may look who has not asked for a person's name in full: a person as maskName
-- (modules/customers/privacy.ts) masks it; modules/customers/shown-name.test.ts keeps the two alike. A query that reads this
-- column cannot forget to mask.
alter table party add column shown_name text not null generated always as (
  case
    when kind <> 'person' or btrim(name) = '' then name
    when char_length(btrim(name)) = 1 then '*'
    else left(btrim(name), 1) || regexp_replace(substr(btrim(name), 2), '[^ ]', '*', 'g')
  end) stored;
