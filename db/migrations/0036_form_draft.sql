-- What a person has typed into a form and not saved yet; only he sees it. Gone when it is saved, discarded or too old.
create table form_draft (
  tenant_id uuid not null references tenant,
  user_id uuid not null,
  form text not null,
  -- The record the form is about; empty for a new one.
  record text not null,
  -- The version of the record that the person started from.
  version integer,
  content jsonb not null,
  saved_at timestamptz not null,
  primary key (tenant_id, user_id, form, record),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
create index form_draft_age on form_draft (tenant_id, saved_at);
call protect_table('form_draft', 'select, insert, update, delete');
