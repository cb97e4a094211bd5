-- Which request replaced a token, where it gave an idempotency key (SHA-256 of it): the same request, asked again because its answer was
-- lost, is no second hand, however late it comes.
alter table refresh_tokens add column replaced_by_request bytea;
