import { userIdSchema } from '@parley/contracts';
import type { AuthDatabase } from '../auth-database.ts';
import { CommandError, UsageError } from './account-command.ts';

export type FoundAccount = { user_id: string; username: string };

/** The one account that a single word names: an id, an address or a username. */
export async function findAccount(db: AuthDatabase, args: readonly string[]): Promise<FoundAccount> {
  const [name, ...rest] = args;
  if (name === undefined || rest.length > 0) throw new UsageError('Which person? One id, address or username.');
  const people = db.selectFrom('accounts').select(['user_id', 'username']);
  const column = name.includes('@') ? ('email' as const) : ('username' as const);
  const found = await (userIdSchema.safeParse(name).success
    ? people.where('user_id', '=', name.toLowerCase())
    : people.where((eb) => eb(eb.fn('lower', [column]), '=', name.toLowerCase()))
  ).executeTakeFirst();
  if (!found) throw new CommandError(`Nobody is called ${name}.`);
  return found;
}
