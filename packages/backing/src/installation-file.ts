import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './service-catalog.ts';
import type { ServiceSurroundings } from './service-environment.ts';

/** Everything that `npm start` keeps: data, ports, passwords, logs. */
export const stateFolder = join(repositoryRoot, '.parley');
/** Uploads, as long as no S3-compatible store is configured. */
export const mediaFolder = join(stateFolder, 'media');
/** There when the demo accounts and their conversations are complete. */
export const seededFile = join(stateFolder, 'seeded');
const installationFile = join(stateFolder, 'installation.json');
const passwordsFile = join(stateFolder, 'passwords.json');

/** The installation that was started last, as the command line must know it to reach it. Holds secrets. */
export type InstallationFile = { url: string; surroundings: ServiceSurroundings };

export function saveInstallation(installation: InstallationFile): Promise<void> {
  return writeSecret(installationFile, installation);
}

export async function readInstallation(): Promise<InstallationFile | undefined> {
  const text = await readFile(installationFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as InstallationFile);
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
