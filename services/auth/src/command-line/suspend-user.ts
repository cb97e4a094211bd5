import { changeStanding } from '../administration/change-standing.ts';
import type { AccountCommand } from './account-command.ts';
import { findAccount } from './find-account.ts';

export const suspendUser: AccountCommand = {
  usage: 'user suspend <id, address or username> [--json]',
  async run(context, args) {
    const { user_id: userId, username } = await findAccount(context.db, args);
    await changeStanding(context, { actor: context.actor, userId, suspended: true }, {});
    return { json: { user_id: userId, suspended: true }, text: `${username} is suspended and logged out everywhere.` };
  },
};

export const restoreUser: AccountCommand = {
  usage: 'user restore <id, address or username> [--json]',
  async run(context, args) {
    const { user_id: userId, username } = await findAccount(context.db, args);
    await changeStanding(context, { actor: context.actor, userId, suspended: false }, {});
    return { json: { user_id: userId, suspended: false }, text: `${username} may log in again.` };
  },
};
