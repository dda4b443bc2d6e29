-- What only the receiver of a mail may read, such as the token of a link: encrypted, put in as the mail is sent, and gone when it has ended.
alter table mail add column secret text check (length(secret) <= 2000);
