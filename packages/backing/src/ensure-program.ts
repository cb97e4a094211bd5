import { findProgram } from './find-program.ts';
import { installPackages } from './install-packages.ts';
import type { Log } from './server-process.ts';

/** A program whose Debian package has its name. `why` is told when it has to be installed. */
export async function ensureProgram(name: string, why: string, log: Log): Promise<void> {
  if (findProgram([name]) === undefined) await installPackages([name], why, log);
}
