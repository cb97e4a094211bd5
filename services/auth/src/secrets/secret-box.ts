import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import type { AuthDatabase } from '../auth-database.ts';

export type Sealed = { sealed: Buffer; keyId: string };

/**
 * Encrypts secrets that must be read again, such as those of authenticator apps: AES-256-GCM, bound to `context`, so that a row
 * that is moved to somebody else's account opens nothing.
 */
export type SecretBox = {
  seal(secret: string, context: string): Sealed;
  /** @throws when it was sealed for something else, or with a key that is not here */
  open(sealed: Sealed, context: string): string;
  /** False for what an older key sealed, which the next chance should seal again. */
  isCurrent(keyId: string): boolean;
  knows(keyId: string): boolean;
};

export type SecretBoxOptions = { keys: readonly string[] | undefined; now: Date };

/**
 * With keys from the configuration the first seals; without, one that the first start makes and keeps in the database, as the
 * signing keys are. All that are known open. See docs/decisions/0010-secrets-at-rest.md.
 */
export async function openSecretBox(db: AuthDatabase, { keys, now }: SecretBoxOptions): Promise<SecretBox> {
  const configured = (keys ?? []).map((key) => ({ keyId: `env-${fingerprint(key)}`, key: sealingKey(Buffer.from(key, 'utf8')) }));
  if (configured.length === 0) await ensureKey(db, now);
  const rows = await db.selectFrom('secret_keys').select(['key_id', 'secret']).orderBy('created_at').orderBy('key_id').execute();
  const known = [...configured, ...rows.map((row) => ({ keyId: row.key_id, key: sealingKey(row.secret) }))];
  const byId = new Map(known.map(({ keyId, key }) => [keyId, key]));
  const [current] = known;
  if (!current) throw new Error('there is no key for secrets');
  return {
    seal(secret, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(context, 'utf8'));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return { sealed: Buffer.concat([iv, cipher.getAuthTag(), text]), keyId: current.keyId };
    },
    open({ sealed, keyId }, context) {
      const key = byId.get(keyId);
      if (!key) throw new Error(`a secret was sealed with key ${keyId}, which is not here`);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
    },
    isCurrent: (keyId) => keyId === current.keyId,
    knows: (keyId) => byId.has(keyId),
  };
}

/** Replicas that start together queue on the lock, and the second finds the key of the first. */
async function ensureKey(db: AuthDatabase, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('parley secret keys', 0))`.execute(trx);
    const existing = await trx.selectFrom('secret_keys').select('key_id').limit(1).executeTakeFirst();
    if (existing) return;
    await trx
      .insertInto('secret_keys')
      .values({ key_id: `db-${randomUUIDv7()}`, secret: randomBytes(32), created_at: now })
      .execute();
  });
}

function sealingKey(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'parley.secrets.v1', 32));
}

/** Tells keys apart, and nothing about them. */
function fingerprint(key: string): string {
  return createHash('sha256').update(`parley.secret-key-id:${key}`).digest('hex').slice(0, 16);
}
