import { createDatabase, migrate } from '@parley/event-store';
import { createLogger } from '@parley/service-kit';
import { createFakeClock, createTestDatabase } from '@parley/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { expect, it } from 'vitest';
import type { AuthTables } from '../auth-database.ts';
import { authMigrations } from '../migrations.ts';
import { openSigningKeys } from './signing-keys.ts';

it('is made once by replicas that start together; a newer one is published first and signs when its time has come', async () => {
  const database = await createTestDatabase('auth');
  const log = createLogger({ service: 'test', level: 'silent' });
  await migrate({ ownerUrl: database.ownerUrl, migrations: await authMigrations(), log });
  const { db, close } = createDatabase<AuthTables>({ url: database.url, poolSize: 6, applicationName: 'test' });
  const clock = createFakeClock();

  const replicas = await Promise.all(Array.from({ length: 5 }, () => openSigningKeys(db, clock.now)));
  const kids = await Promise.all(replicas.map(async (keys) => (await keys.current()).kid));
  expect(new Set(kids).size).toBe(1);

  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwks = { public_jwk: JSON.stringify(await exportJWK(publicKey)), private_jwk: JSON.stringify(await exportJWK(privateKey)) };
  const now = clock.now();
  const signs_from = new Date(now.getTime() + 600_000);
  await db
    .insertInto('signing_keys')
    .values({ kid: 'next', ...jwks, created_at: now, signs_from, retired_at: null })
    .execute();

  clock.advance(31_000);
  const [keys] = replicas;
  expect((await keys?.published())?.map(({ kid }) => kid).sort()).toEqual([...new Set(kids), 'next'].sort());
  expect((await keys?.current())?.kid).toBe(kids[0]);
  clock.advance(600_000);
  expect((await keys?.current())?.kid).toBe('next');

  await close();
  expect((await keys?.current())?.kid).toBe('next');
  clock.advance(31_000);
  // The database is away: what is known goes on serving.
  expect((await keys?.published())?.length).toBe(2);
  await database.drop();
});
