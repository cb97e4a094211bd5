import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot, serviceNames } from '@parley/backing';
import { describe, expect, it } from 'vitest';
import { readComposeFile } from './compose-file.ts';

const read = (path: string) => readFile(join(repositoryRoot, path), 'utf8');

describe('Dockerfile', () => {
  it('copies the manifest of every workspace: npm ci refuses a lock file that names more', async () => {
    const { workspaces } = JSON.parse(await read('package.json')) as { workspaces: string[] };
    const manifests: string[] = [];
    for (const pattern of workspaces)
      for await (const path of glob(`${pattern}/package.json`, { cwd: repositoryRoot })) manifests.push(path);
    const copied = [...(await read('Dockerfile')).matchAll(/^COPY (\S+\/package\.json) (\S+)\/$/gm)].map(([, from = '', to = '']) => [
      from,
      `${to}/package.json`,
    ]);
    expect(copied.map(([from]) => from).sort()).toEqual(manifests.sort());
    for (const [from, to] of copied) expect(to).toBe(from);
  });

  it('installs what every service and the command line need', async () => {
    const [, flags = ''] = /npm ci --omit=dev([\s\S]*?)&&/.exec(await read('Dockerfile')) ?? [];
    const chosen = [...flags.matchAll(/--workspace (\S+)/g)].map(([, name]) => name);
    expect(chosen.sort()).toEqual(['cli', ...serviceNames.map((name) => `services/${name}`)].sort());
  });

  it('starts from the images that Compose names, needs no registry for its own language, and ends as nobody in particular', async () => {
    const text = await read('Dockerfile');
    const compose = (await readComposeFile()).text;
    for (const [, name, image] of text.matchAll(/^ARG (\w+_IMAGE)=(\S+)$/gm)) expect(compose).toContain(`\${${name}:-${image}}`);
    expect(text).not.toMatch(/^# ?syntax/m);
    expect([...text.matchAll(/^USER (\S+)$/gm)].map(([, user]) => user)).toEqual(['101:101', '1000:1000']);
  });
});
