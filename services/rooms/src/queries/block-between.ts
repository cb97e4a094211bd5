import { type RawBuilder, sql } from 'kysely';

/** Whether one of two people has blocked the other: two look-ups by key. Both are SQL for a user's id. */
export function blockBetween(one: RawBuilder<unknown>, other: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from blocks where blocker_id = ${one} and blocked_id = ${other})
    or exists (select from blocks where blocker_id = ${other} and blocked_id = ${one})
  )`;
}
