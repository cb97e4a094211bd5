import { spawn } from 'node:child_process';
import { type DatabaseService, pinnedNode, repositoryRoot, servicePath } from '@parley/backing/service-catalog';
import { type Command, CommandError, type CommandInput } from './command.ts';
import { serviceSettings } from './service-settings.ts';

/** A service's own administrative entry: what its tables mean is its secret. Standard input and output are passed through. */
export async function runAdmin(service: DatabaseService, args: readonly string[]): Promise<number> {
  const env = withCompileCache(await serviceSettings(service));
  const child = spawn(pinnedNode, [servicePath(service, 'admin.ts'), ...args], { stdio: 'inherit', env, cwd: repositoryRoot });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** As `runAdmin`, and what the service says on standard output is read as JSON. */
export async function askAdmin(service: DatabaseService, args: readonly string[]): Promise<Asked> {
  return askAdminWith(await serviceSettings(service), service, args);
}

type Asked = { status: number; answer: unknown };

export async function askAdminWith(settings: Record<string, string>, service: DatabaseService, args: readonly string[]): Promise<Asked> {
  const child = spawn(pinnedNode, [servicePath(service, 'admin.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: withCompileCache(settings),
    cwd: repositoryRoot,
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const text = Buffer.concat(chunks).toString();
  return { status, answer: text.trim() === '' ? undefined : JSON.parse(text) };
}

/** `main.ts` has chosen where it lies. The settings of the installation here do not tell: they name only what configures a service. */
function withCompileCache(settings: Record<string, string>): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...settings };
}

/** For the table: a command that a service carries out by itself, with the words that it knows it by. */
export function byService(service: DatabaseService, words: readonly string[]): Command['run'] {
  return (input) => runAdmin(service, [...words, ...wordsOf(input)]);
}

/** Taken apart by us and put together again for the service. */
export function wordsOf({ args, options, json }: CommandInput): string[] {
  const flags = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, value];
  });
  return [...args, ...flags, ...(json ? ['--json'] : [])];
}

/** Into the audit, which `auth` keeps, before an administrator sees or does something elsewhere. */
export async function recordAct(action: string, targetType: 'system' | 'room', targetId?: string): Promise<void> {
  const { status } = await askAdmin('auth', ['record-act', action, targetType, ...(targetId === undefined ? [] : [targetId]), '--json']);
  if (status !== 0) throw new CommandError('It could not be written into the audit, so nothing was done.');
}
