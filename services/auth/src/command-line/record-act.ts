import { parseArgs } from 'node:util';
import { administrativeActSchema } from '@parley/contracts';
import { actorOf } from '../administration/administrator.ts';
import { lockAudit, recordActs } from '../administration/audit.ts';
import { type AccountCommand, UsageError } from './account-command.ts';

const schema = administrativeActSchema.pick({ action: true, target_type: true, target_id: true });

/** For commands of other services: what an administrator is about to see or do there, written down before. Not in `parley --help`. */
export const recordAct: AccountCommand = {
  usage: 'record-act <action> <target type> [<target id>]',
  async run({ db, clock, actor }, args) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
    const [action, target_type, target_id = null] = positionals;
    const act = schema.safeParse({ action, target_type, target_id });
    if (!act.success) throw new UsageError(act.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
    await db.transaction().execute(async (trx) => {
      await lockAudit(trx);
      await recordActs(trx, [{ ...actorOf(actor), ...act.data }], { now: clock(), metadata: {} });
    });
    return { json: { recorded: true }, text: 'recorded' };
  },
};
