-- Who signs in from where, by which provider, and when a session was last seen. State, not history.

-- Marks of browsers and addresses that somebody has signed in from: guessing elsewhere never slows them down there, and a login
-- by what has no such mark is told to its owner.
create table known_devices (
  user_id uuid not null,
  -- SHA-256 of the token in the device's cookie, of address and user agent, or of the address.
  mark bytea not null,
  last_sign_in_at timestamptz not null,
  primary key (user_id, mark)
);
create index known_devices_by_mark on known_devices (mark);
create index known_devices_by_age on known_devices (last_sign_in_at);

-- No foreign key: sessions is a read model that may be emptied and built again.
create table session_sightings (
  session_id uuid primary key,
  last_seen_at timestamptz not null
);

-- Accounts at OpenID Connect providers that open an account here.
create table linked_identities (
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  -- As the configuration calls it.
  provider text not null,
  linked_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (issuer, subject)
);
-- One per provider and person.
create unique index linked_identities_of_user on linked_identities (user_id, provider);

-- A key that signs no more needs no private half.
alter table signing_keys alter column private_jwk drop not null;

do $$
begin
  execute format('grant select, insert, update, delete on known_devices, session_sightings, linked_identities to %I', current_database());
end $$;
