-- What proves more than a password does, and that an address is its owner's. Secrets are state, beside the log of events: a log is
-- for ever, and what was taken off an account should not be.

alter table accounts add column email_verified boolean not null default false;

-- Of `mails_due`: the list of kinds grows with the releases, and during an update an older one must be able to go on.
alter table mails_due drop constraint if exists mails_due_kind_check;
-- What a new device calls itself, in words.
alter table mails_due add column device text;

-- No foreign keys below: accounts is a read model that may be emptied and built again.
create table email_verifications (
  -- SHA-256 of the token in the link.
  token_hash bytea primary key,
  user_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index email_verifications_of_user on email_verifications (user_id);
create index email_verifications_by_expiry on email_verifications (expires_at);

-- The key that secrets are sealed with while the installation gives none.
create table secret_keys (
  key_id text primary key,
  secret bytea not null,
  created_at timestamptz not null
);

create table totp_secrets (
  user_id uuid primary key,
  -- Encrypted for this person under the key named beside it.
  sealed_secret bytea not null,
  key_id text not null,
  created_at timestamptz not null,
  -- Null while a code of it has not been shown: it then protects nothing yet.
  confirmed_at timestamptz,
  -- The latest 30 seconds whose code was used: a code works once, and no earlier one after it.
  last_step integer
);

create table recovery_codes (
  user_id uuid not null,
  -- SHA-256; a code has 120 random bits.
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table passkeys (
  passkey_id uuid primary key,
  user_id uuid not null,
  credential_id text not null,
  -- COSE
  public_key bytea not null,
  -- Of authenticators that count; 0 for the others.
  sign_count bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create unique index passkeys_by_credential on passkeys (credential_id);
create index passkeys_of_user on passkeys (user_id);

do $$
begin
  execute format(
    'grant select, insert, update, delete on email_verifications, totp_secrets, recovery_codes, passkeys to %I',
    current_database()
  );
  execute format('grant select, insert on secret_keys to %I', current_database());
end $$;
