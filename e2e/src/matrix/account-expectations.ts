import { passkeyLoginBodySchema, registerPasskeyBodySchema } from '@parley/contracts';
import { type Expectation, type RequestParts, someId } from './expectation.ts';
import { administrators, anyone, signedIn } from './roles.ts';

type Request = NonNullable<Expectation['request']>;

const body =
  (value: unknown): Request =>
  () => ({ body: value });
/** What only the account's owner can say. */
const withPassword: Request = (_world, { user }) => ({ body: { password: user?.password ?? 'x' } });
const unknownProvider: Request = () => ({ params: { provider: 'nobody' } });
const unknownPasskey =
  (parts: RequestParts = {}): Request =>
  () => ({ params: { id: someId() }, ...parts });
const exampleOf = (schema: { meta(): Record<string, unknown> | undefined }): Request => body(schema.meta()?.example);

/** Second factors, passkeys, providers, one's account, and administration of accounts. Everybody acts on their own account alone. */
export const accountExpectations: Readonly<Record<string, Expectation>> = {
  'POST /auth/email/verify': { request: body({ token: 'made-up' }), status: anyone(400) },
  // The stack's addresses count as they are: there is nothing to confirm.
  'POST /auth/email/resend': { status: signedIn(404) },
  'GET /auth/mfa': { status: signedIn(200) },
  'POST /auth/mfa/totp': { request: withPassword, status: signedIn(200) },
  'POST /auth/mfa/totp/confirm': { request: body({ code: '000000' }), status: signedIn(401) },
  'DELETE /auth/mfa/totp': { request: withPassword, status: signedIn(404) },
  'POST /auth/mfa/recovery-codes': { request: withPassword, status: signedIn(404) },
  'POST /auth/mfa/verify': { request: body({ mfa_token: 'made-up', code: '000000' }), status: anyone(401) },
  'GET /auth/passkeys': { status: signedIn(200) },
  'POST /auth/passkeys/register/options': { request: withPassword, status: signedIn(200) },
  'POST /auth/passkeys/register/verify': { request: exampleOf(registerPasskeyBodySchema), status: signedIn(401) },
  'POST /auth/passkeys/login/options': { status: anyone(200) },
  'POST /auth/passkeys/login/verify': { request: exampleOf(passkeyLoginBodySchema), status: anyone(401) },
  'PATCH /auth/passkeys/{id}': { request: unknownPasskey({ body: { name: 'Laptop' } }), status: signedIn(404) },
  'DELETE /auth/passkeys/{id}': {
    request: (_world, { user }) => ({ params: { id: someId() }, body: { password: user?.password ?? 'x' } }),
    status: signedIn(404),
  },
  'GET /auth/oidc/providers': { status: anyone(200) },
  'GET /auth/oidc/{provider}/start': { request: unknownProvider, status: anyone(404) },
  'GET /auth/oidc/{provider}/callback': { request: unknownProvider, status: anyone(404) },
  'POST /auth/oidc/{provider}/link': { request: unknownProvider, status: signedIn(404) },
  'GET /auth/identities': { status: signedIn(200) },
  'DELETE /auth/identities/{provider}': { request: unknownProvider, status: signedIn(404) },
  'POST /auth/socket-ticket': { status: signedIn(200) },
  'GET /users': { status: signedIn(200) },
  'GET /users/online': { status: signedIn(200) },
  'POST /users/me/status': { request: body({ status: 'online' }), status: signedIn(200) },
  'GET /users/me/export': { status: signedIn(200) },
  'DELETE /users/me': { request: withPassword, status: signedIn(204), throwaway: true },

  'GET /admin/users': { status: administrators(200) },
  'PATCH /admin/users/{id}': {
    request: async (world) => ({ params: { id: (await world.stranger()).id }, body: { suspended: false } }),
    status: administrators(200),
  },
  'GET /admin/audit': { status: administrators(200) },
  'GET /admin/stats': { status: administrators(200) },
};
