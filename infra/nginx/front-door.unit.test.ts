import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@parley/backing';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const read = (path: string) => readFile(join(repositoryRoot, path), 'utf8');

/** What nginx sends on, as a function of the path: `= /exact` and `^~ /prefix`. */
async function sentOn(): Promise<(path: string) => boolean> {
  const locations = [...(await read('infra/nginx/templates/gateway.conf')).matchAll(/^location (=|\^~) (\S+) \{$/gm)];
  return (path) => locations.some(([, kind, place = '']) => (kind === '=' ? path === place : path.startsWith(place)));
}

async function gatewayPaths(): Promise<string[]> {
  const table = [...(await read('services/gateway/src/http/routing-table.ts')).matchAll(/'(\/[^']*)'/g)].map(([, path = '']) => path);
  const documents = [...(await read('services/gateway/src/http/docs.ts')).matchAll(/app\.get\('(\/[^']*)'/g)].map(([, path = '']) => path);
  return [...table, ...documents, '/ws', '/docs', '/docs/assets/swagger-ui.css', '/redoc', '/livez', '/readyz'];
}

describe('the front door', () => {
  it('sends every path of the gateway on to it, in Compose and behind an ingress', async () => {
    const paths = await gatewayPaths();
    expect(paths.length).toBeGreaterThan(30);
    const leads = await sentOn();
    expect(paths.filter((path) => !leads(path))).toEqual([]);
    const ingress = parse(await read('infra/k8s/base/ingress.yaml'), { merge: true }) as {
      spec: { rules: Array<{ http: { paths: Array<{ path: string; pathType: string; backend: { service: { name: string } } }> } }> };
    };
    const rules = ingress.spec.rules.flatMap(({ http }) => http.paths).filter(({ backend }) => backend.service.name === 'gateway');
    const leadsIn = (path: string) => rules.some((rule) => (rule.pathType === 'Exact' ? path === rule.path : path.startsWith(rule.path)));
    expect(paths.filter((path) => !leadsIn(path))).toEqual([]);
  });

  it('sends nothing on that belongs to the web client', async () => {
    const leads = await sentOn();
    expect(['/', '/chat/1', '/login', '/assets/index.js', '/theme.js', '/metrics'].filter(leads)).toEqual([]);
  });

  it('tells browsers what a gateway tells them when it serves the web client', async () => {
    const headers = await read('infra/nginx/security-headers.conf');
    const [client, usual] = [
      await read('services/gateway/src/http/web-client.ts'),
      await read('services/gateway/src/http/security-headers.ts'),
    ];
    const list = (text: string, name: string) =>
      [...(text.split(`const ${name} = [`)[1]?.split(']')[0] ?? '').matchAll(/["](.*?)["]|'(.*?)'/g)].map(([, a, b]) => a ?? b);
    expect(headers).toContain(`Content-Security-Policy "${list(client, 'policy').join('; ')}" always`);
    expect(headers).toContain(`Permissions-Policy "${list(usual, 'permissions').join(', ')}" always`);
    for (const [, name = '', value] of usual.matchAll(/^ {4}'([a-z-]+)': '([^']+)',$/gm)) {
      // The page itself says where a link came from, to its own origin only; web-client.ts has that.
      if (name === 'referrer-policy') expect(client).toContain("'referrer-policy': 'same-origin'");
      expect(headers.toLowerCase()).toContain(`${name} ${name === 'referrer-policy' ? 'same-origin' : value?.toLowerCase()} always`);
    }
  });

  it('passes on one address of the client, its own view, whatever the client said', async () => {
    const proxy = await read('infra/nginx/proxy.conf');
    expect(proxy).toContain('proxy_set_header X-Forwarded-For $remote_addr;');
    expect(proxy).not.toContain('proxy_add_x_forwarded_for');
  });
});

describe('the scripts of the images', () => {
  it.each(['infra/image/parley', 'infra/nginx/front-door', 'infra/secrets/make-secrets', 'infra/databases/provision', 'infra/k8s/kind-up'])(
    '%s is a shell script that a shell can read',
    async (path) => {
      await promisify(execFile)('sh', ['-n', join(repositoryRoot, path)]);
    },
  );
});
