import type { LoginResult, NewRecoveryCodes, Problem, TotpEnrolment } from '@parley/contracts';
import { Secret, TOTP } from 'otpauth';
import type { TestAuth } from '../start-test-auth.ts';
import { firstPassword, type testPeople } from '../test-person.ts';

/** An authenticator app in somebody's pocket, whose clock is the test's. */
export type TestApp = {
  secret: string;
  recoveryCodes: string[];
  /** Of the step that is now, or some steps before or after it. */
  code(steps?: number): string;
};

export function appOf(auth: TestAuth, secret: string, recoveryCodes: string[] = []): TestApp {
  return {
    secret,
    recoveryCodes,
    code: (steps = 0) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: auth.clock.now().getTime() + steps * 30_000 }),
  };
}

/** Sets an app up for who holds the token, and moves on to a time whose codes were not used. */
export async function enrolApp(
  auth: TestAuth,
  people: ReturnType<typeof testPeople>,
  token: string,
  body: object = { password: firstPassword },
): Promise<TestApp> {
  const begun = await people.call('/auth/mfa/totp', { token, body });
  const { secret } = begun.json<TotpEnrolment>();
  const code = appOf(auth, secret).code();
  const confirmed = await people.call('/auth/mfa/totp/confirm', { token, body: { code } });
  if (confirmed.statusCode !== 200) throw new Error(`the app was not confirmed: ${confirmed.body}`);
  auth.clock.advance(60_000);
  return appOf(auth, secret, confirmed.json<NewRecoveryCodes>().recovery_codes ?? []);
}

/** Shows the password and gives what the second step begins with. */
export async function firstStep(people: ReturnType<typeof testPeople>, email: string, more: object = {}, headers = {}): Promise<string> {
  const body = { email, password: firstPassword, ...more };
  const response = await people.call('/auth/login', { body, headers });
  const problem = response.json<Problem>();
  if (problem.code !== 'mfa_required' || problem.mfa_token === undefined) throw new Error(`no second step: ${response.body}`);
  return problem.mfa_token;
}

export async function signIn(people: ReturnType<typeof testPeople>, email: string, code: string): Promise<LoginResult> {
  const mfa_token = await firstStep(people, email);
  const response = await people.call('/auth/mfa/verify', { body: { mfa_token, code } });
  if (response.statusCode !== 200) throw new Error(`not signed in: ${response.body}`);
  return response.json<LoginResult>();
}
