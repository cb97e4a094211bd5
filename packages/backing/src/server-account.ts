import { execFileSync } from 'node:child_process';
import { chown, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Account = { name: string; uid: number; gid: number };

/**
 * The account a server runs under: Postgres refuses root, and nothing that listens should be root. Undefined when we are not root
 * and servers simply run as ourselves.
 */
export function serverAccount(preferred: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of [preferred, 'postgres', 'nobody']) {
    const account = lookUp(name);
    if (account !== undefined) return account;
  }
  throw new Error('Running as root, and no account such as "nobody" exists to run the servers under.');
}

function lookUp(name: string): Account | undefined {
  try {
    const ask = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { name, uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

export async function ensureDataFolder(dir: string, account: Account | undefined): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if (account !== undefined) await chown(dir, account.uid, account.gid);
}

/** Whether the account can reach a folder below `path`: each folder on the way, as far as it exists, must let it through. */
export async function canTraverse(path: string, account: Account): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const info = await stat(folder).catch(() => undefined);
    if (info !== undefined) {
      const bit = info.uid === account.uid ? 0o100 : info.gid === account.gid ? 0o010 : 0o001;
      if ((info.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
