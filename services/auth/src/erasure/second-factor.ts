/**
 * What else an account asks for before something that can't be taken back. Whoever has no second factor passes.
 * @throws ProblemError `mfa_required` when a code is needed and none came; `invalid_credentials` when it is not right
 */
export type ConfirmSecondFactor = (userId: string, code: string | undefined) => Promise<void>;

/** Of an installation whose accounts have passwords only. */
export const withoutSecondFactor: ConfirmSecondFactor = async () => undefined;
