import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseServices, repositoryRoot, serviceNames, servicePath } from '@parley/backing';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ComposeFile, type ComposeService, readComposeFile } from './compose-file.ts';

const infra = join(repositoryRoot, 'infra');
/** The settings of seven services are loaded, and what those import. */
const loadingMs = 60_000;
let text: string;
let file: ComposeFile;
let services: Array<[string, ComposeService]>;

beforeAll(async () => {
  ({ text, file } = await readComposeFile());
  services = Object.entries(file.services);
});

const faulty = (isFaulty: (service: ComposeService, name: string) => boolean) =>
  services.filter(([name, service]) => isFaulty(service, name)).map(([name]) => name);

describe('infra/docker-compose.yml', () => {
  it('runs every service, and migrates each that has a database first', () => {
    expect(Object.keys(file.services)).toEqual(
      expect.arrayContaining([...serviceNames, ...databaseServices.map((name) => `${name}-admin`)]),
    );
    for (const name of databaseServices) {
      expect(file.services[name]?.depends_on).toEqual({ [`${name}-admin`]: { condition: 'service_completed_successfully' } });
      expect(file.services[`${name}-admin`]?.command).toEqual(['migrate', name]);
    }
  });

  it('lets nothing write to its image or gain rights, and gives back only what entry points need to become somebody else', () => {
    expect(faulty(({ read_only }) => read_only !== true)).toEqual([]);
    expect(faulty(({ cap_drop }) => cap_drop?.[0] !== 'ALL')).toEqual([]);
    expect(faulty(({ security_opt }) => security_opt?.[0] !== 'no-new-privileges:true')).toEqual([]);
    expect(faulty(({ cap_add }) => cap_add !== undefined)).toEqual(['postgres', 'redis', 'otel-collector']);
  });

  it('starts again whatever must run, and nothing that has done its work', () => {
    const once = ['secrets', 'databases', ...databaseServices.map((name) => `${name}-admin`)];
    expect(faulty(({ restart }) => restart === 'no').sort()).toEqual(once.sort());
    expect(faulty(({ restart }) => restart !== 'no' && restart !== 'unless-stopped')).toEqual([]);
  });

  it('waits for health only of those who tell it', () => {
    const faults = services.flatMap(([name, { depends_on = {} }]) =>
      Object.entries(depends_on).flatMap(([other, { condition }]) => {
        const target = file.services[other];
        if (target === undefined) return [`${name} waits for ${other}, which is not there`];
        const tells = target.healthcheck !== undefined && target.healthcheck.disable !== true;
        return condition === 'service_healthy' && !tells && target.build === undefined ? [`${name} waits for the health of ${other}`] : [];
      }),
    );
    expect(faults).toEqual([]);
  });

  it('can run several of those that scale: no port and no name of their own', () => {
    expect(faulty(({ ports }) => ports !== undefined && ports.length > 0).filter((name) => !['web', 'grafana'].includes(name))).toEqual([]);
    expect(text).not.toContain('container_name');
  });

  it('keeps databases and most services away from the world', () => {
    expect(file.networks.inside).toEqual({ internal: true });
    const outside = faulty(({ networks, network_mode }) => networks?.includes('outbound') === true || network_mode === 'host');
    expect(outside.filter((name) => !['auth', 'media', 'notifications', 'web', 'grafana'].includes(name))).toEqual([]);
  });

  it('names only networks, volumes and secrets that exist, and declares none that nobody uses', () => {
    const used = { networks: new Set<string>(), volumes: new Set<string>(), secrets: new Set<string>() };
    for (const [, { networks = [], volumes = [], secrets = [] }] of services) {
      for (const name of networks) used.networks.add(name);
      for (const volume of volumes) if (!/^[./]/.test(volume)) used.volumes.add(volume.split(':')[0] ?? '');
      for (const name of secrets) used.secrets.add(name);
    }
    for (const kind of ['networks', 'volumes', 'secrets'] as const) expect([...used[kind]].sort()).toEqual(Object.keys(file[kind]).sort());
  });

  it('mounts only files that are here', async () => {
    const files = services.flatMap(([, { volumes = [] }]) =>
      volumes.flatMap((volume) => (volume.startsWith('./') ? [volume.split(':')[0] ?? ''] : [])),
    );
    await Promise.all(files.map((path) => access(join(infra, path))));
  });

  it('mounts every secret that a setting points at', () => {
    const faults = services.flatMap(([name, { environment = {}, volumes = [], secrets = [] }]) =>
      Object.entries(environment).flatMap(([variable, path]) => {
        if (!variable.endsWith('_FILE')) return [];
        const mounted =
          volumes.some((volume) => path.startsWith(`${volume.split(':')[1]}/`)) ||
          secrets.some((secret) => path === `/run/secrets/${secret}`);
        return mounted ? [] : [`${name}: ${variable}`];
      }),
    );
    expect(faults).toEqual([]);
  });

  it('has a volume for all that is made when it starts first, where nothing else can be written', async () => {
    const { entrypoint = [], environment = {}, volumes = [] } = file.services.secrets ?? {};
    const [script = '', folder, ...mode] = entrypoint;
    const made = await mkdtemp(join(tmpdir(), 'secrets-'));
    try {
      await promisify(execFile)(join(infra, 'secrets', script), [made, ...mode], { env: { PATH: process.env.PATH, ...environment } });
      const mounted = volumes.flatMap((volume) => (volume.startsWith('secrets-') ? [volume.split(':')[1]] : []));
      expect((await readdir(made)).map((name) => `${folder}/${name}`).sort()).toEqual(mounted.sort());
    } finally {
      await rm(made, { recursive: true });
    }
  });

  it('gives an owner’s password to nobody who stays', () => {
    expect(faulty(({ volumes }) => volumes?.some((volume) => volume.startsWith('secrets-owners:')) === true)).toEqual(
      ['secrets', ...databaseServices.map((name) => `${name}-admin`)].sort((a, b) => names().indexOf(a) - names().indexOf(b)),
    );
    function names() {
      return Object.keys(file.services);
    }
  });

  it(
    'uses settings that the services have',
    async () => {
      const known = new Set<string>();
      for (const service of serviceNames) {
        const { configSchema } = (await import(servicePath(service, 'config.ts'))) as { configSchema: { shape: object } };
        for (const name of Object.keys(configSchema.shape)) known.add(name);
      }
      const ours = services.filter(([, { command = [] }]) => command[0] === 'serve');
      const given = ours.flatMap(([, { environment = {} }]) => Object.keys(environment).map((name) => name.replace(/_FILE$/, '')));
      expect(ours).toHaveLength(serviceNames.length);
      expect([...new Set(given)].filter((name) => !known.has(name) && !name.startsWith('OTEL_'))).toEqual([]);
    },
    loadingMs,
  );

  it('pins its images by tag', () => {
    const tags = services.map(([, { image }]) => /:-([^}]+)\}$/.exec(image)?.[1] ?? image);
    expect(tags.filter((tag) => !/:[\w.-]+$/.test(tag) || tag.endsWith(':latest'))).toEqual([]);
  });

  it('takes from the environment what .env.example explains, and nothing else', async () => {
    const example = await readFile(join(infra, '.env.example'), 'utf8');
    const explained = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)];
    const asked = new Map([...text.matchAll(/\$\{([A-Z][A-Z0-9_]*):-([^}]*)\}/g)].map(([, name = '', fallback = '']) => [name, fallback]));
    expect(explained.map(([, name]) => name).sort()).toEqual([...asked.keys()].sort());
    // What stands there is what would be without it.
    for (const [, name = '', value] of explained)
      expect([name, value]).toEqual([name, asked.get(name) === '/dev/null' ? '' : asked.get(name)]);
  });
});
