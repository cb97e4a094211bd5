-- Postgres' statistics keep samples of columns. What people wrote is not to be found there once it is deleted.
alter table causes alter column excerpt set statistics 0;
