-- The read models of accounts and sessions, and what is state rather than history: credentials, refresh tokens, signing keys.
-- Secrets are kept out of the event log on purpose: a log is for ever, and a replaced password hash should not be.

create extension if not exists pg_trgm;

create table accounts (
  user_id uuid primary key,
  username text not null,
  display_name text not null,
  -- Lower-cased by the service, which knows Unicode; the database's locale may not.
  display_name_key text not null,
  email text not null,
  role text not null check (role in ('user', 'admin')),
  avatar_url text,
  bio text,
  status_text text,
  created_at timestamptz not null
);
-- Uniqueness regardless of case is decided here, at commit. Addresses and usernames are ASCII by contract.
create unique index accounts_email_taken on accounts (lower(email));
create unique index accounts_username_taken on accounts (lower(username));
-- Search: by beginning, in order (hence one fixed collation), and from three letters on by likeness.
create index accounts_username_prefix on accounts ((lower(username) collate "C"));
create index accounts_display_name_prefix on accounts ((display_name_key collate "C"));
create index accounts_username_like on accounts using gin (lower(username) gin_trgm_ops);
create index accounts_display_name_like on accounts using gin (display_name_key gin_trgm_ops);

create table sessions (
  session_id uuid primary key,
  user_id uuid not null,
  started_at timestamptz not null,
  -- Absolute: refreshing does not move it.
  expires_at timestamptz not null,
  address text,
  user_agent text,
  ended_at timestamptz,
  end_reason text
);
create index sessions_of_user on sessions (user_id) where ended_at is null;
create index sessions_by_expiry on sessions (expires_at);

-- The tables below refer to accounts and sessions without foreign keys: a read model may be emptied and built again, and
-- must not take with it what events cannot bring back.
create table credentials (
  user_id uuid primary key,
  password_hash text not null,
  changed_at timestamptz not null
);

create table refresh_tokens (
  -- SHA-256 of the token.
  token_hash bytea primary key,
  session_id uuid not null,
  issued_at timestamptz not null,
  replaced_at timestamptz,
  -- The next token, encrypted under a key made from this one: only who holds this token can be given the next again.
  sealed_successor bytea,
  check ((replaced_at is null) = (sealed_successor is null))
);
create index refresh_tokens_of_session on refresh_tokens (session_id);

create table signing_keys (
  kid text primary key,
  public_jwk jsonb not null,
  private_jwk jsonb not null,
  created_at timestamptz not null,
  -- Published from its creation, used from here on: verifiers know a key before the first token of it.
  signs_from timestamptz not null,
  retired_at timestamptz
);

do $$
declare
  service text := current_database();
begin
  execute format('grant select, insert, update, delete on accounts, sessions, credentials, refresh_tokens to %I', service);
  execute format('grant select, insert, update on signing_keys to %I', service);
end $$;
