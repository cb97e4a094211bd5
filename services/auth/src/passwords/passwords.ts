import { HashPool } from './hash-pool.ts';
import { passwordDigest } from './password-digest.ts';

export type Passwords = {
  hash(password: string): Promise<string>;
  /** Without a hash (an unknown address) it takes as long and is false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  close(): Promise<void>;
};

/** The cost that a hash was made at, as it says itself. */
export function hashRounds(hash: string): number | undefined {
  const rounds = /^\$2[aby]\$(\d\d)\$/.exec(hash)?.[1];
  return rounds === undefined ? undefined : Number(rounds);
}

export function createPasswords(options: { rounds: number; workers: number; maxQueued: number }): Passwords {
  const pool = new HashPool(options);
  // Well-formed, of the same cost, and the hash of nothing anybody knows.
  const nobodysHash = `$2b$${String(options.rounds).padStart(2, '0')}$${'.'.repeat(53)}`;
  return {
    async hash(password) {
      return String(await pool.run({ kind: 'hash', text: passwordDigest(password), rounds: options.rounds }));
    },
    async verify(password, hash) {
      const matches = await pool.run({ kind: 'verify', text: passwordDigest(password), hash: hash ?? nobodysHash });
      return hash !== undefined && matches === true;
    },
    close: () => pool.close(),
  };
}
