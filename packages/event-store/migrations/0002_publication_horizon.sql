-- Below it no event of this database can appear any more. `pg_snapshot_xmin` alone would wait for the transactions of every database on
-- the server: a backup or a long statement somewhere else held back every relay. They write no events here, so they are passed over; one
-- that cannot be placed (it ended a moment ago, or it is prepared and has no session) is waited for.
-- `stable`, because it must speak of the very snapshot that the calling statement reads the events with.
create function publication_horizon() returns xid8 language sql stable set search_path = pg_catalog as $$
  select coalesce(
    (select min(running.tx::text::bigint)::text::xid8
       from pg_snapshot_xip(pg_current_snapshot()) as running (tx)
      where not exists (
        select from pg_stat_activity session
         where session.backend_xid = running.tx::xid
           and session.datid <> (select oid from pg_database where datname = current_database()))),
    pg_snapshot_xmax(pg_current_snapshot()))
$$;
