import { createHash } from 'node:crypto';
import { emailSchema } from '@parley/contracts';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { ProviderRefusal } from './provider-refusal.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** What only the browser that began may finish, and only once. */
export type FlowSecrets = { state: string; nonce: string; verifier: string };

/** Whom a provider takes somebody for. */
export type ProvenIdentity = {
  provider: string;
  issuer: string;
  subject: string;
  /** Only what the provider has checked itself. */
  verifiedEmail: string | undefined;
  name: string | undefined;
  username: string | undefined;
};

export type OidcProvider = {
  id: string;
  name: string;
  /** Where to send the browser. @throws ProviderRefusal `unavailable` */
  authorizationUrl(secrets: FlowSecrets): Promise<string>;
  /** Trades the code in the callback's query. @throws ProviderRefusal `cancelled`, `failed`, `unavailable` */
  identify(query: URLSearchParams, secrets: FlowSecrets): Promise<ProvenIdentity>;
};

const timeoutSeconds = 5;
const claimsSchema = z.object({
  email: emailSchema.optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
});

export function createOidcProviders(settings: readonly ProviderSettings[], publicUrl: string): ReadonlyMap<string, OidcProvider> {
  return new Map(settings.map((provider) => [provider.id, createProvider(provider, publicUrl.replace(/\/+$/, ''))]));
}

/**
 * Code flow with PKCE, state and nonce. Each provider has a redirect address of its own, and its answers are checked for its own
 * issuer, so that one provider cannot pass its answer off as another's.
 */
function createProvider(settings: ProviderSettings, publicUrl: string): OidcProvider {
  const { id, name, issuer } = settings;
  const redirectUri = `${publicUrl}/api/v1/auth/oidc/${id}/callback`;
  const configuration = remembered(() => discover(settings));

  return {
    id,
    name,
    async authorizationUrl({ state, nonce, verifier }) {
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: settings.scope,
        state,
        nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      return url.href;
    },
    async identify(query, { state, nonce, verifier }) {
      const known = await configuration();
      try {
        const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
        const tokens = await oidc.authorizationCodeGrant(known, new URL(`${redirectUri}?${query}`), checks);
        const idToken = tokens.claims();
        if (!idToken) throw new ProviderRefusal('failed');
        const { sub } = idToken;
        const claims = claimsSchema.parse(
          idToken.email === undefined ? await oidc.fetchUserInfo(known, tokens.access_token, sub) : idToken,
        );
        const verifiedEmail = claims.email_verified === true ? claims.email : undefined;
        return { provider: id, issuer, subject: sub, verifiedEmail, name: claims.name, username: claims.preferred_username };
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
}

function discover({ issuer, client_id, client_secret }: ProviderSettings): Promise<oidc.Configuration> {
  // The signature of the ID token is checked, although it comes straight from the provider.
  const execute = [oidc.enableNonRepudiationChecks];
  if (issuer.startsWith('http:')) execute.push(oidc.allowInsecureRequests);
  return oidc.discovery(new URL(issuer), client_id, { client_secret }, undefined, { execute, timeout: timeoutSeconds });
}

/** Asked for once, when it is needed first; a provider that is away is asked again by the next who comes. */
function remembered(read: () => Promise<oidc.Configuration>): () => Promise<oidc.Configuration> {
  let reading: Promise<oidc.Configuration> | undefined;
  return async () => {
    reading ??= read();
    try {
      return await reading;
    } catch (error) {
      reading = undefined;
      throw new ProviderRefusal('unavailable', { cause: error });
    }
  };
}

function refusalOf(error: unknown): ProviderRefusal {
  if (error instanceof ProviderRefusal) return error;
  if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') return new ProviderRefusal('cancelled');
  return new ProviderRefusal('failed', { cause: error });
}
