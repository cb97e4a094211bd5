import { type CryptoKey, createLocalJWKSet, errors, importJWK, type JWK, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { AuthDatabase } from '../auth-database.ts';
import { rotateSigningKey } from './rotate-keys.ts';

const jwkSchema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string().optional() });

export type PublicKey = { kid: string; alg: 'EdDSA'; use: 'sig'; kty: string; crv: string; x: string };

export type SigningKeys = {
  /** What tokens are signed with now. */
  current(): Promise<{ kid: string; privateKey: CryptoKey }>;
  /** What tokens may have been signed with, for `/.well-known/jwks.json`. */
  published(): Promise<PublicKey[]>;
  /** For checking one's own tokens. */
  keySet: JWTVerifyGetKey;
};

type LoadedKeys = { loadedAt: number; kid: string; privateKey: CryptoKey; published: PublicKey[]; keySet: JWTVerifyGetKey };

// Another replica may add a key; it is published for longer than this before it signs.
const reloadAfterMs = 30_000;
/** A key that is not known (yet) is looked for at most this often. */
const unknownKeyPauseMs = 2_000;
const foreverMs = Number.POSITIVE_INFINITY;

/**
 * Keys live in the database, so that every replica signs with the same. The first start makes one: replicas that start
 * together queue on an advisory lock, and the second finds the key of the first.
 */
export async function openSigningKeys(db: AuthDatabase, clock: () => Date): Promise<SigningKeys> {
  await rotateSigningKey(db, { now: clock(), olderThanMs: foreverMs });
  let loaded = await load(db, clock());
  let loading: Promise<LoadedKeys> | undefined;

  async function keys(maxAgeMs = reloadAfterMs): Promise<LoadedKeys> {
    if (clock().getTime() - loaded.loadedAt < maxAgeMs) return loaded;
    loading ??= load(db, clock()).finally(() => {
      loading = undefined;
    });
    // Keys do not go bad because the database is away: a token can be checked without it.
    loaded = await loading.catch(() => loaded);
    return loaded;
  }

  return {
    current: () => keys(),
    published: async () => (await keys()).published,
    keySet: async (header, token) => {
      const known = await keys();
      try {
        return await known.keySet(header, token);
      } catch (error) {
        // Another replica has a newer one: after a key was discarded in a hurry.
        const fresh = error instanceof errors.JWKSNoMatchingKey ? await keys(unknownKeyPauseMs) : known;
        if (fresh === known) throw error;
        return fresh.keySet(header, token);
      }
    },
  };
}

async function load(db: AuthDatabase, now: Date): Promise<LoadedKeys> {
  const rows = await db
    .selectFrom('signing_keys')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('signs_from', 'desc')
    .limit(20)
    .execute();
  // A clock that runs behind the one that made the only key must not leave this replica without a key.
  const signing = rows.find((row) => row.signs_from <= now) ?? rows.at(-1);
  if (!signing) throw new Error('there is no signing key');
  const published = rows.map((row) => toPublicKey(row.kid, row.public_jwk));
  const privateKey = await importJWK(jwkSchema.required().parse(signing.private_jwk), 'EdDSA');
  if (privateKey instanceof Uint8Array) throw new Error('the signing key is not a private key');
  return {
    loadedAt: now.getTime(),
    kid: signing.kid,
    privateKey,
    published,
    keySet: createLocalJWKSet({ keys: published satisfies JWK[] }),
  };
}

/** Built from named members: the private one cannot slip through. */
function toPublicKey(kid: string, jwk: unknown): PublicKey {
  const { kty, crv, x } = jwkSchema.parse(jwk);
  return { kid, alg: 'EdDSA', use: 'sig', kty, crv, x };
}
