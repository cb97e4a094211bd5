import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { canTraverse, serverAccount } from './server-account.ts';
import type { Log } from './server-process.ts';

/**
 * Servers that root starts run under other accounts, and a checkout below, say, /root is closed to those. Their data then goes to a
 * folder of the system's that is named after the checkout, so that every start from there finds it again.
 */
export async function chooseDataRoot(root: string, log: Log): Promise<string> {
  for (const preferred of ['postgres', 'nats', 'redis']) {
    const account = serverAccount(preferred);
    if (account === undefined || (await canTraverse(root, account))) continue;
    const elsewhere = join('/var/lib', `parley-${createHash('sha256').update(root).digest('hex').slice(0, 10)}`);
    log(`The account "${account.name}" cannot reach ${root}; the servers' data is in ${elsewhere}.`);
    return elsewhere;
  }
  return root;
}
