import { parseArgs } from 'node:util';
import { adminUsersQuerySchema } from '@parley/contracts';
import { actorOf } from '../administration/administrator.ts';
import { lockAudit, recordActs } from '../administration/audit.ts';
import { adminUsers } from '../queries/admin-users/admin-users.ts';
import { type AccountCommand, UsageError } from './account-command.ts';

const options = {
  search: { type: 'string' },
  role: { type: 'string' },
  suspended: { type: 'boolean' },
  limit: { type: 'string' },
  cursor: { type: 'string' },
} as const;

export const listUsers: AccountCommand = {
  usage: 'user list [--search <text>] [--role user|admin] [--suspended] [--limit <1–100>] [--cursor <from the page before>] [--json]',
  async run({ db, clock, actor }, args) {
    const { values } = parseArgs({ args: [...args], options });
    const query = adminUsersQuerySchema.safeParse({
      q: values.search,
      role: values.role,
      suspended: values.suspended === true ? 'true' : undefined,
      limit: values.limit,
      cursor: values.cursor,
    });
    if (!query.success) throw new UsageError(query.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
    const now = clock();
    await db.transaction().execute(async (trx) => {
      await lockAudit(trx);
      const act = { ...actorOf(actor), action: 'users.listed', target_type: 'system' as const, target_id: null };
      await recordActs(trx, [act], { now, metadata: {} });
    });
    const page = await adminUsers(db, query.data, now);
    const lines = page.items.map((user) =>
      [user.id, user.username.padEnd(20), user.role.padEnd(5), user.suspended_at ? 'suspended' : 'active   ', user.email].join('  '),
    );
    const more = page.next_cursor === null ? [] : [`more: --cursor ${page.next_cursor}`];
    return { json: page, text: [...(lines.length === 0 ? ['nobody'] : lines), ...more].join('\n') };
  },
};
