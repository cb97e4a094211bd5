import { seededFile } from '@parley/backing';
import { ensureDemo } from '../cli/src/seed/demo.ts';
import { banner } from './installation/banner.ts';
import { buildWeb } from './installation/build-web.ts';
import { startInstallation } from './installation/start-installation.ts';
import { whenAskedToEnd } from './when-asked-to-end.ts';

/** `npm start`: from a fresh clone to two people talking. */
const say = (line: string) => console.log(line);
const webRoot = buildWeb(say);
// Looked at when the services start; until then a failure is not "unhandled".
webRoot.catch(() => undefined);
const installation = startInstallation({ log: say, webRoot });

let ending = false;
whenAskedToEnd(
  async (cause) => {
    ending = true;
    say(`\nStopping (${cause}) … (again: at once)`);
    await installation.stop();
    say('Stopped.');
    process.exit(0);
  },
  () => process.exit(130),
);

try {
  const { url } = await installation.ready;
  const seeded = await seed(url);
  say(banner(url, { seeded }));
} catch (error) {
  if (!ending) {
    console.error(error instanceof Error ? error.message : error);
    await installation.stop();
    process.exit(1);
  }
}

async function seed(url: string): Promise<boolean> {
  try {
    await ensureDemo(url, seededFile);
    return true;
  } catch (error) {
    say(`The demo accounts could not be made: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}
