import { deletedProfile } from '@parley/contracts';
import type { Transaction } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';

type Trx = Transaction<MessagesDatabase>;

/**
 * `user.deleted`: what this service keeps of a person besides what they said, one function a table. Messages stay, from "Deleted
 * user": a conversation belongs to everybody in it (docs/decisions/0005-forgetting-a-person.md).
 */
export async function forgetPerson(trx: Trx, userId: string): Promise<void> {
  await forgetName(trx, userId);
  await forgetReading(trx, userId);
  await eraseFromBrokerLater(trx, userId);
}

/** `users`: names are here alone; messages and system lines hold ids, and are shown by this row. */
async function forgetName(trx: Trx, userId: string): Promise<void> {
  await trx
    .insertInto('users')
    .values({ user_id: userId, ...deletedProfile })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(deletedProfile))
    .execute();
}

/** `read_cursors`: how far somebody has read is about nobody else. */
async function forgetReading(trx: Trx, userId: string): Promise<void> {
  await trx.deleteFrom('read_cursors').where('user_id', '=', userId).execute();
}

/** Names that are remembered for a moment (`UserProfiles`) may still be published for as long. */
const namesLingerMs = 10_000;

/** `name_erasures`: what was published of the rooms they were ever in names them, there and in quotations. */
async function eraseFromBrokerLater(trx: Trx, userId: string): Promise<void> {
  const due = new Date(Date.now() + namesLingerMs);
  await trx
    .insertInto('name_erasures')
    .columns(['user_id', 'room_id', 'due_at'])
    .expression((eb) =>
      eb
        .selectFrom('room_members')
        .where('user_id', '=', userId)
        .select((room) => ['user_id', 'room_id', room.val(due).as('due_at')]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
