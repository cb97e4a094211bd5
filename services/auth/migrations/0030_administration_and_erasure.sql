-- Who may be an administrator's guest, what administrators did, and people who asked to be forgotten.

alter table accounts add column suspended_at timestamptz;
create index accounts_by_creation on accounts (created_at desc, user_id desc);
create index accounts_administrators on accounts (user_id) where role = 'admin';
-- Administrators search addresses too. The service's own extension, see 0002.
create index accounts_email_like on accounts using gin (lower(email) gin_trgm_ops);
-- Also of sessions that are over: what is kept of them goes with the account.
create index sessions_of_person on sessions (user_id);

-- Read model of AdministratorActed events, which form one stream: `seq` is its version, so a missing number is a missing act.
create table audit_log (
  seq integer primary key,
  at timestamptz not null,
  -- A person's id, or 'system': the command line, on the server itself.
  actor_id text not null,
  action text not null,
  target_type text not null check (target_type in ('user', 'room', 'message', 'system')),
  target_id text,
  detail jsonb not null
);
create index audit_log_of_actor on audit_log (actor_id, seq);
create index audit_log_of_target on audit_log (target_type, target_id, seq);
create index audit_log_by_action on audit_log (action, seq);
create index audit_log_by_time on audit_log (at);

-- What is left to do outside of this database when an account was erased: written in that transaction, done by a loop, however often
-- it has to be tried.
create table erasure_tasks (
  user_id uuid not null,
  task text not null check (task in ('presence', 'broker', 'redis')),
  created_at timestamptz not null,
  -- When to try (again). Whoever tries moves it on first, so that replicas do not try at once.
  due_at timestamptz not null,
  attempts integer not null default 0,
  primary key (user_id, task)
);
create index erasure_tasks_next on erasure_tasks (due_at);

do $$
begin
  execute format('grant select, insert, update, delete on audit_log, erasure_tasks to %I', current_database());
end $$;
