-- The same as in 0002, in a language whose plans are kept for the session: planning it took twice as long as running it.
create or replace function publication_horizon() returns xid8 language plpgsql stable set search_path = pg_catalog as $$
begin
  return coalesce(
    (select min(running.tx::text::bigint)::text::xid8
       from pg_snapshot_xip(pg_current_snapshot()) as running (tx)
      where not exists (
        select from pg_stat_activity session
         where session.backend_xid = running.tx::xid
           and session.datid <> (select oid from pg_database where datname = current_database()))),
    pg_snapshot_xmax(pg_current_snapshot()));
end
$$;
