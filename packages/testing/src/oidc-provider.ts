import { createServer, type Server } from 'node:http';
import type { AccountClaims, Configuration } from 'oidc-provider';

export type TestProviderPerson = { sub: string } & AccountClaims;

export type TestOidcProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who will say "it is me" at the provider; undefined: nobody, they refuse. */
  person: TestProviderPerson | undefined;
  stop(): Promise<void>;
};

/** A real OpenID provider on a port of its own, where the current `person` signs in and agrees without a page. */
export async function startTestOidcProvider(redirectUris: readonly string[], port = 0): Promise<TestOidcProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${portOf(server)}`;
  const [clientId, clientSecret] = ['parley', 'a-secret-of-the-test'];
  const people = new Map<string, TestProviderPerson>();
  const handle: TestOidcProvider = {
    issuer,
    clientId,
    clientSecret,
    person: undefined,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const configuration: Configuration = {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => {
      const claims = people.get(sub);
      return claims && { accountId: sub, claims: () => claims };
    },
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({ clientId, accountId: context.oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    cookies: { keys: ['test'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
  };
  // Loaded here: of all tests, few need it.
  const { default: Provider } = await import('oidc-provider');
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const { person } = handle;
    if (person) people.set(person.sub, person);
    const result = person ? { login: { accountId: person.sub } } : { error: 'access_denied', error_description: 'no' };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  return handle;
}

function portOf(server: Server): number {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

/** A browser as far as signing in with a provider needs one: follows redirects and keeps cookies, until it is sent back to `home`. */
export async function followToCallback(start: string, home: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(start);
  for (let hops = 0; hops < 10; hops += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = (line.split(';', 1)[0] ?? '').split('=', 2);
      if (name && value) cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`the provider answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    url = new URL(location, url);
    if (url.origin === new URL(home).origin) return url;
  }
  throw new Error('the provider redirects for ever');
}
