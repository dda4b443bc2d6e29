-- Old mails lose whom they went to and what they said; that there was a mail, and how it ended, stays.
alter table mail alter column to_address drop not null;
alter table mail add column erased_at timestamptz;
alter table mail add check ((to_address is null) = (erased_at is not null));
create index mail_to_erase on mail (tenant_id, ended_at) where erased_at is null and state <> 'waiting';
