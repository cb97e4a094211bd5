import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DatabaseService, type DatabaseUrls, repositoryRoot } from '@parley/backing';

/** Everything that `npm start` keeps: data, ports, passwords, logs. */
export const stateFolder = join(repositoryRoot, '.parley');
export const logFolder = join(stateFolder, 'logs');
/** There when the demo accounts and their conversations are complete. */
export const seededFile = join(stateFolder, 'seeded');
const installationFile = join(stateFolder, 'installation.json');
const passwordsFile = join(stateFolder, 'passwords.json');

/** What the command line needs in order to reach the installation that was started last. Holds secrets. */
export type InstallationFile = {
  url: string;
  natsUrl: string;
  redisUrl: string;
  databases: Record<DatabaseService, DatabaseUrls>;
};

export function saveInstallation(installation: InstallationFile): Promise<void> {
  return writeSecret(installationFile, installation);
}

export async function readPasswords(): Promise<Record<string, string>> {
  const text = await readFile(passwordsFile, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, string>;
}

export function savePasswords(passwords: Record<string, string>): Promise<void> {
  return writeSecret(passwordsFile, passwords);
}

/** Replaced in one step, so that a crash leaves the old file or the new one. */
async function writeSecret(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.new`;
  await writeFile(unfinished, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}
