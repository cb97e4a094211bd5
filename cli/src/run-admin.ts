import { spawn } from 'node:child_process';
import { type DatabaseService, pinnedNode, repositoryRoot, servicePath } from '@parley/backing';
import { serviceSettings } from './service-settings.ts';

/** A service's own administrative entry: what its tables mean is its secret. Standard input and output are passed through. */
export async function runAdmin(service: DatabaseService, args: readonly string[]): Promise<number> {
  const env = await serviceSettings(service);
  const child = spawn(pinnedNode, [servicePath(service, 'admin.ts'), ...args], { stdio: 'inherit', env, cwd: repositoryRoot });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
