/**
 * How much JavaScript a page costs, gzipped, against what it may cost. Reads the build's manifest: a page needs its
 * entry, the chunks that the entry imports, and those of the routes it opens.
 *
 *   npm run build -w web && npm run budget -w web
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

type Chunk = { file: string; imports?: string[]; dynamicImports?: string[] };
type Page = { name: string; modules: string[]; budgetKb: number };

const dist = new URL('../dist/', import.meta.url);
const pages: readonly Page[] = [
  { name: 'login', modules: ['index.html'], budgetKb: 120 },
  { name: 'chat', modules: ['index.html', 'src/app/chat-page.tsx'], budgetKb: 260 },
];

const manifest: Record<string, Chunk> = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

/** Every file that `modules` load before they can run. */
function filesOf(modules: readonly string[]): Set<string> {
  const files = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the build's manifest: has it moved?`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const name of modules) visit(name);
  return files;
}

function gzippedKb(file: string): number {
  return gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1_000;
}

const measured = pages.map((page) => ({ ...page, kb: [...filesOf(page.modules)].reduce((sum, file) => sum + gzippedKb(file), 0) }));
for (const { name, kb, budgetKb } of measured) {
  const verdict = kb <= budgetKb ? '✓' : '✗';
  process.stdout.write(`${verdict} ${name.padEnd(6)} ${kb.toFixed(1).padStart(6)} kB of ${budgetKb} kB gzipped JavaScript\n`);
}
if (measured.some(({ kb, budgetKb }) => kb > budgetKb)) process.exitCode = 1;
