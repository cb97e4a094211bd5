import { join } from 'node:path';
import { freePort, repositoryRoot, seededFile } from '@parley/backing';
import { createServer } from 'vite';
import { ensureDemo } from '../cli/src/seed/demo.ts';
import { banner } from './installation/banner.ts';
import { startInstallation } from './installation/start-installation.ts';
import { whenAskedToEnd } from './when-asked-to-end.ts';

/** `npm run dev`: as `npm start`, but services restart and the browser updates when a file is saved. */
const say = (line: string) => console.log(line);
const webPort = await freePort(5173);
const webUrl = `http://localhost:${webPort}`;
const installation = startInstallation({ log: say, watch: true, allowedOrigins: [webUrl] });

let stopWeb = async () => {};
let ending = false;
whenAskedToEnd(
  async () => {
    ending = true;
    say('\nStopping … (again: at once)');
    await stopWeb();
    await installation.stop();
    process.exit(0);
  },
  () => process.exit(130),
);

try {
  const { url } = await installation.ready;
  await ensureDemo(url, seededFile);
  const behind = { target: url, changeOrigin: false };
  const server = await createServer({
    root: join(repositoryRoot, 'web'),
    server: {
      port: webPort,
      strictPort: true,
      proxy: { '/api': behind, '/docs': behind, '/redoc': behind, '/openapi.json': behind, '/ws': { ...behind, ws: true } },
    },
  });
  stopWeb = () => server.close();
  await server.listen();
  say(banner(webUrl, { seeded: true }));
} catch (error) {
  if (!ending) {
    console.error(error instanceof Error ? error.message : error);
    await installation.stop();
    process.exit(1);
  }
}
