import type { AuthDatabase } from '../auth-database.ts';

/** What accounts may have besides a password, as far as deleting an account and administrators care. */
export type SecondFactors = {
  /**
   * Before something that can't be taken back. Whoever has no second factor passes.
   * @throws ProblemError `mfa_required` when a code is needed and none came; `invalid_credentials` when it is not right
   */
  confirm(userId: string, code: string | undefined): Promise<void>;
  /** Takes all of a person's second factors away, in the caller's transaction. Answers how many there were. */
  reset(trx: AuthDatabase, userId: string): Promise<number>;
};

/** Of an installation whose accounts have passwords only. */
export const passwordsOnly: SecondFactors = {
  confirm: async () => undefined,
  reset: async () => 0,
};
