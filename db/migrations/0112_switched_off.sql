-- Switched off: not chosen anew; what has it keeps it.
alter table role add column disabled_at timestamptz;
alter table calendar add column disabled_at timestamptz;

-- What releases gave a built-in role so far; a permission in it that the role lacks was taken away by the company.
-- Null: made before this was written down (identity/standard-roles.ts).
alter table role add column given text[];
