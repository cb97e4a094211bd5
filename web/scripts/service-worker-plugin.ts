import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { compressFiles } from './compress-files.ts';

/** What a start without a network shows: the first page and the conversations. Everything else is kept once it was fetched. */
const isFirst = (chunk: Rolldown.OutputChunk) => chunk.isEntry || chunk.facadeModuleId?.endsWith('/src/app/chat-page.tsx') === true;
/** The alphabet of most; others are fetched where they are needed. */
const isFirstFont = (name: string) => name.includes('inter-latin-wght');
const publicFiles = ['/theme.js', '/favicon.svg', '/manifest.webmanifest'];

/**
 * After the build: names it (by what is in it), writes the name into the page and beside it, makes the worker that keeps it, and
 * compresses everything once, so that the gateway need not.
 */
export function serviceWorker(): Plugin {
  let folder = 'dist';
  let root = process.cwd();
  let assets: string[] = [];
  let shell: string[] = [];
  const buildId = () => createHash('sha256').update(assets.join('\n')).digest('hex').slice(0, 12);
  return {
    name: 'parley-service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      folder = join(config.root, config.build.outDir);
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        // The names carry hashes of the contents.
        assets = Object.keys(bundle ?? {})
          .filter((name) => name.startsWith('assets/'))
          .sort();
        shell = [...neededBy(bundle ?? {}), ...assets.filter((name) => isFirstFont(name) || name.endsWith('.css'))];
        return [{ tag: 'meta', attrs: { name: 'parley-build', content: buildId() }, injectTo: 'head' }];
      },
    },
    async closeBundle() {
      const shellFiles = [...publicFiles, ...new Set(shell.map((name) => `/${name}`))];
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        define: { buildId: JSON.stringify(buildId()), shellFiles: JSON.stringify(shellFiles) },
        build: {
          outDir: folder,
          emptyOutDir: false,
          copyPublicDir: false,
          target: ['chrome120', 'firefox121', 'safari17'],
          rollupOptions: { input: join(root, 'worker/service-worker.ts'), output: { format: 'iife', entryFileNames: 'service-worker.js' } },
        },
      });
      await writeFile(join(folder, 'build.json'), `${JSON.stringify({ build: buildId() })}\n`);
      await compressFiles(globSync('**/*.{js,css,html,svg,json,webmanifest}', { cwd: folder }).map((name) => join(folder, name)));
    },
  };
}

/** The first chunks and everything that they load before they can run. */
function neededBy(bundle: Rolldown.OutputBundle): Set<string> {
  const needed = new Set<string>();
  const visit = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || needed.has(name)) return;
    needed.add(name);
    for (const imported of chunk.imports) visit(imported);
  };
  for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && isFirst(chunk)) visit(chunk.fileName);
  return needed;
}
