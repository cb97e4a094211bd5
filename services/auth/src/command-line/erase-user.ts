import { parseArgs } from 'node:util';
import { eraseAccount } from '../erasure/erase-account.ts';
import { type AccountCommand, NotConfirmedError } from './account-command.ts';
import { askFor, isInteractive } from './ask.ts';
import { findAccount } from './find-account.ts';

export const eraseUser: AccountCommand = {
  usage: 'erase-user <id, address or username> [--yes] [--json]',
  async run(context, args) {
    const { values, positionals } = parseArgs({ args: [...args], options: { yes: { type: 'boolean' } }, allowPositionals: true });
    const { user_id: userId, username } = await findAccount(context.db, positionals);
    if (values.yes !== true) await confirm(username);
    await eraseAccount(context, { userId, actor: context.actor }, {});
    const text = `The account is erased. Its messages stay, from "Deleted user"; what is left in the broker follows within moments.`;
    return { json: { user_id: userId, erased: true }, text };
  },
};

async function confirm(username: string): Promise<void> {
  if (!isInteractive()) throw new NotConfirmedError('This cannot be taken back. Say --yes when you mean it.');
  const answer = await askFor(`This cannot be taken back. Type ${username} to erase the account: `);
  if (answer !== username) throw new NotConfirmedError('Nothing was erased.');
}
