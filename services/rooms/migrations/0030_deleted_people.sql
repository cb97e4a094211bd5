-- The row of somebody whose account was deleted stays, as "Deleted user": direct rooms with them go on naming the other side.
alter table users add column deleted_at timestamptz(3);
