import { describe, expect, it } from 'vitest';
import { faultsOfMigration } from './migration-rules.ts';

const rulesOf = async (text: string) => (await faultsOfMigration(text)).map(({ rule }) => rule);

describe('a migration that would stop people or the release before', () => {
  it.each([
    ['create index a_n on a (n)', 'lock'],
    ['create index concurrently a_n on a (n)', 'outside'],
    ['-- outside a transaction\ncreate index concurrently a_n on a (n); select 1', 'outside'],
    ['alter table a add column n int not null', 'expand'],
    ['alter table a add column n uuid default gen_random_uuid()', 'rewrite'],
    ['alter table a add column n int generated always as (m + 1) stored', 'rewrite'],
    ['alter table a add column n int unique', 'lock'],
    ['alter table a alter column n type bigint', 'rewrite'],
    ['alter table a alter column n set not null', 'lock'],
    ['alter table a add constraint c check (n > 0)', 'lock'],
    ['alter table a add constraint u unique (n)', 'lock'],
    ['alter table a drop column n', 'contract'],
    ['alter table a rename column n to m', 'contract'],
    ['alter table a rename to b', 'contract'],
    ['drop table a', 'contract'],
    ['update a set n = 1', 'lock'],
    ['lock table a', 'lock'],
    ["do $$ begin execute 'drop table a'; end $$", 'lock'],
  ])('%s', async (text, rule) => {
    expect(await rulesOf(text)).toEqual([rule]);
  });
});

describe('a migration that may run while people talk', () => {
  it.each([
    'create table a (n int); create index on a (n); alter table a alter column n set not null; update a set n = 1',
    '-- outside a transaction\ncreate index concurrently a_n on a (n)',
    'alter table a add column n int; alter table a add column m int not null default 0, add column t timestamptz default now()',
    'alter table a add constraint c check (n > 0) not valid',
    'alter table a add constraint u unique using index a_n',
    'update a set n = 1 where n is null and id < 1000',
    'create or replace function f() returns int language sql as $$ select 1 $$; drop function g()',
    "do $$ begin execute format('grant select on a to %I', current_database()); end $$",
    '-- contract: no release since 0.2 reads it\nalter table a drop column n',
  ])('%s', async (text) => {
    expect(await rulesOf(text)).toEqual([]);
  });
});
