import { randomUUIDv7 } from 'node:crypto';
import { createDatabase, migrate } from '@parley/event-store';
import { createLogger } from '@parley/service-kit';
import { createFakeClock, createTestDatabase, type TestDatabase } from '@parley/testing';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthTables } from '../auth-database.ts';
import { authMigrations } from '../migrations.ts';
import { openSecretBox, type SecretBox } from '../secrets/secret-box.ts';
import { replaceRecoveryCodes, useRecoveryCode } from './recovery-codes.ts';
import { newTotpSecret } from './totp.ts';
import { beginEnrolment, confirmEnrolment, missingKeys, useTotpCode } from './totp-secrets.ts';

const [oldKey, newKey] = ['an old key of thirty-two characters', 'a new key of thirty-two characters!'];

describe('secrets in the database', () => {
  let database: TestDatabase;
  let opened: ReturnType<typeof createDatabase<AuthTables>>;
  const clock = createFakeClock();

  beforeAll(async () => {
    database = await createTestDatabase('auth');
    const log = createLogger({ service: 'test', level: 'silent' });
    await migrate({ ownerUrl: database.ownerUrl, migrations: await authMigrations(), log });
    opened = createDatabase<AuthTables>({ url: database.url, poolSize: 10, applicationName: 'test' });
  });
  afterAll(async () => {
    await opened.close();
    await database.drop();
  });

  const codeOf = (secret: string) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: clock.now().getTime() });
  const keyIdOf = async (userId: string) =>
    (await opened.db.selectFrom('totp_secrets').select('key_id').where('user_id', '=', userId).executeTakeFirstOrThrow()).key_id;

  async function enrolled(box: SecretBox) {
    const [userId, secret] = [randomUUIDv7(), newTotpSecret()];
    expect(await beginEnrolment(opened.db, box, { userId, secret, now: clock.now() })).toBe(true);
    const code = codeOf(secret);
    expect(await opened.db.transaction().execute((trx) => confirmEnrolment(trx, box, { userId, code, now: clock.now() }))).toBe(true);
    clock.advance(60_000);
    return { userId, secret };
  }

  it('let one of fifty parallel uses of a code pass', async () => {
    const box = await openSecretBox(opened.db, { keys: undefined, now: clock.now() });
    const { userId, secret } = await enrolled(box);
    const use = { userId, code: codeOf(secret), now: clock.now() };
    const uses = await Promise.all(Array.from({ length: 50 }, () => useTotpCode(opened.db, box, use)));
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it('let one of fifty parallel uses of a recovery code pass', async () => {
    const userId = randomUUIDv7();
    const [code = ''] = await opened.db.transaction().execute((trx) => replaceRecoveryCodes(trx, userId, clock.now()));
    const uses = await Promise.all(Array.from({ length: 50 }, () => useRecoveryCode(opened.db, { userId, code, now: clock.now() })));
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it('are sealed with one key by replicas that start together, or with that of the configuration', async () => {
    const boxes = await Promise.all(Array.from({ length: 5 }, () => openSecretBox(opened.db, { keys: undefined, now: clock.now() })));
    expect(new Set(boxes.map((box) => box.seal('x', 'c').keyId)).size).toBe(1);
    const configured = await openSecretBox(opened.db, { keys: [oldKey], now: clock.now() });
    const sealed = configured.seal('what nobody shall read', 'c');
    expect(sealed.keyId).toMatch(/^env-/);
    expect(configured.open(sealed, 'c')).toBe('what nobody shall read');
    expect(boxes[0]?.knows(sealed.keyId)).toBe(false);
    expect(() => boxes[0]?.open(sealed, 'c')).toThrow(/key env-\w+, which is not here/);
  });

  it('open for nobody else, nor when they were tampered with', async () => {
    const box = await openSecretBox(opened.db, { keys: [oldKey], now: clock.now() });
    const { sealed, keyId } = box.seal('secret', 'totp:ada');
    expect(() => box.open({ sealed, keyId }, 'totp:eve')).toThrow();
    const flipped = Buffer.from(sealed);
    flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
    expect(() => box.open({ sealed: flipped, keyId }, 'totp:ada')).toThrow();
    expect(box.seal('secret', 'totp:ada').sealed.equals(sealed)).toBe(false);
  });

  it('pass on to a new key, one by one as they are used', async () => {
    const kept = await openSecretBox(opened.db, { keys: undefined, now: clock.now() });
    const { userId, secret } = await enrolled(kept);
    const rotated = await openSecretBox(opened.db, { keys: [newKey, oldKey], now: clock.now() });
    expect(rotated.isCurrent(await keyIdOf(userId))).toBe(false);
    expect(await useTotpCode(opened.db, rotated, { userId, code: codeOf(secret), now: clock.now() })).toBe(true);
    expect(rotated.isCurrent(await keyIdOf(userId))).toBe(true);
    clock.advance(30_000);
    const next = await openSecretBox(opened.db, { keys: [newKey], now: clock.now() });
    expect(await missingKeys(opened.db, next)).toEqual([]);
    const forgotten = await openSecretBox(opened.db, { keys: [oldKey], now: clock.now() });
    expect(await missingKeys(opened.db, forgotten)).toEqual([await keyIdOf(userId)]);
    expect(await useTotpCode(opened.db, next, { userId, code: codeOf(secret), now: clock.now() })).toBe(true);
  });
});
