import { findProgram, isExecutable } from './find-program.ts';
import { InstallError, installPackages } from './install-packages.ts';
import type { Log } from './server-process.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macApplications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a Chromium for the browser tests: `PARLEY_CHROMIUM`, one on this machine, or Debian's, installed now. */
export async function ensureChromium({ log }: { log: Log }): Promise<string> {
  const given = process.env.PARLEY_CHROMIUM;
  if (given !== undefined) {
    if (!isExecutable(given)) throw new InstallError(`PARLEY_CHROMIUM=${given} is not a program.`);
    return given;
  }
  const found = findChromium();
  if (found !== undefined) return found;
  await installPackages(['chromium'], 'the browser tests drive a real browser, and none is here', log);
  const installed = findChromium();
  if (installed === undefined) throw new InstallError('chromium was installed, but is not on PATH.');
  return installed;
}

function findChromium(): string | undefined {
  return findProgram(names) ?? macApplications.find(isExecutable);
}
