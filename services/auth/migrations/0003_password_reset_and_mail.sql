-- Mails that are to be sent, and the links that lead back. Both are state of at most hours, not history.

-- Written in the request (or transaction) that wants a mail, sent by a loop. Says what about and to whom, never a link or a text:
-- those are made when it is sent, so that no token lies here.
create table mails_due (
  mail_id uuid primary key,
  kind text not null check (kind in ('password_reset', 'password_changed')),
  -- As somebody typed it: whether there is such an account is found out when it is sent.
  email text not null,
  created_at timestamptz not null,
  -- When to try (again). Whoever tries moves it on first, so that replicas do not try at once.
  due_at timestamptz not null,
  attempts smallint not null default 0
);
create index mails_due_next on mails_due (due_at);

-- No foreign key: accounts is a read model that may be emptied and built again.
create table password_resets (
  -- SHA-256 of the token in the link.
  token_hash bytea primary key,
  user_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index password_resets_of_user on password_resets (user_id);
create index password_resets_by_expiry on password_resets (expires_at);

do $$
begin
  execute format('grant select, insert, update, delete on mails_due, password_resets to %I', current_database());
end $$;
