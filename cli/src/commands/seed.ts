import { readInstallation } from '@parley/backing/installation-file';
import { type Command, CommandError, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { demoAccounts, demoPassword, seedDemo } from '../seed/demo.ts';
import { print } from '../tty/print.ts';

export const seed: Command = {
  name: 'seed',
  summary: 'make the two demo accounts and their conversations, over the API; again changes nothing',
  options: [{ flags: '--url <address>', description: 'of the front door; default: of the installation here' }],
  details: ['For trying Parley out. The accounts have a password that everybody knows: never on a server that others reach.'],
  async run(input) {
    const url = textOption(input, 'url') ?? process.env.PARLEY_PUBLIC_URL ?? (await readInstallation())?.url;
    if (url === undefined) throw new CommandError('Where is Parley? --url http://localhost:8080');
    await seedDemo(url.replace(/\/$/, ''));
    const lines = demoAccounts.map(({ email, display_name }) => `${email}  ${demoPassword}  (${display_name})`);
    print(input, { url, accounts: demoAccounts }, lines.join('\n'));
    return exitCodes.done;
  },
};
