import type { Manifest } from './manifest.ts';

/** What lies in the folder, for whoever finds it in ten years. */
export function contentsText({ made_at, services, media }: Manifest): string {
  const rows = Object.entries(services).map(([service, { tables }]) => {
    return `  ${service.padEnd(14)} ${tables.reduce((sum, table) => sum + table.rows, 0)} rows in ${tables.length} tables`;
  });
  return [
    `A backup of Parley of ${made_at}. It is restored by: npm run parley -- restore <this folder>`,
    '',
    ...rows,
    `  ${'media'.padEnd(14)} ${media.files} files`,
    '',
    'SECRETS ARE IN HERE. Keep it as you keep the server: whoever has this folder can read every message and file, sees password hashes,',
    'and can sign in as anybody with the signing keys. In it: password hashes; refresh tokens, hashed; private signing keys of access',
    'tokens; keys of media links and of web push; second factors, sealed; mail addresses.',
    '',
    'NOT in here: PARLEY_SECRET_KEY and other settings of the environment. Second factors and signing keys that were sealed with a',
    'PARLEY_SECRET_KEY are lost without it: keep it elsewhere. Also not: presence (who was seen when), what NATS and Redis hold. They',
    'are filled again from this.',
    '',
  ].join('\n');
}
