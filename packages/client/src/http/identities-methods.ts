import type { IdentityProviderList, LinkedIdentityList, LinkIdentityResult } from '@parley/contracts';
import type { Call } from './call.ts';
import type { Send } from './request.ts';

/** Signing in with OpenID Connect providers. A browser goes there and comes back by navigating. */
export function identitiesMethods(send: Send, call: Call, baseUrl: string) {
  return {
    providers: () => send<IdentityProviderList>('GET', '/auth/oidc/providers'),
    /** Where a browser goes to sign in; it comes back to `returnTo`, a path of this site, or to `/login?problem=`. */
    signInUrl(provider: string, { returnTo, rememberMe }: { returnTo?: string | undefined; rememberMe?: boolean } = {}): string {
      const query = new URLSearchParams();
      if (returnTo !== undefined) query.set('return_to', returnTo);
      if (rememberMe === true) query.set('remember_me', 'true');
      return `${baseUrl}/api/v1/auth/oidc/${encodeURIComponent(provider)}/start${query.size === 0 ? '' : `?${query}`}`;
    },
    /** Where this browser goes to connect a provider to the account that is signed in. */
    link: (provider: string, body: { return_to?: string } = {}) =>
      call<LinkIdentityResult>('POST', `/auth/oidc/${encodeURIComponent(provider)}/link`, { body }),
    list: () => call<LinkedIdentityList>('GET', '/auth/identities'),
    unlink: (provider: string) => call<undefined>('DELETE', `/auth/identities/${encodeURIComponent(provider)}`),
  };
}
