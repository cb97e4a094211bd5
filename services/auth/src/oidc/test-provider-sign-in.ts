import { followToCallback } from '@parley/testing';
import type { testPeople } from '../test-person.ts';

export const providerHome = 'https://chat.example.test';

type Call = ReturnType<typeof testPeople>['call'];
export type ProviderAnswer = Awaited<ReturnType<Call>>;

export function locationOf(response: ProviderAnswer): string {
  return String(response.headers.location);
}

export function flowCookieOf(response: ProviderAnswer): string {
  return `parley_oidc=${response.cookies.find(({ name }) => name === 'parley_oidc')?.value}`;
}

/** What a browser does that signs in with a provider. */
export function providerSignIn(call: Call) {
  const get = (path: string, headers: Record<string, string> = {}) => call(path, { method: 'GET', headers });
  async function begin(id = 'good', query = '') {
    const response = await get(`/auth/oidc/${id}/start${query}`);
    return { response, cookie: flowCookieOf(response), url: locationOf(response) };
  }
  /** To the provider and back; the callback's address is what a browser would open. */
  async function comeBack(url: string) {
    const back = await followToCallback(url, providerHome);
    return back.pathname.replace('/api/v1', '') + back.search;
  }
  return {
    get,
    begin,
    comeBack,
    async signIn(id = 'good', query = '') {
      const { cookie, url } = await begin(id, query);
      return get(await comeBack(url), { cookie });
    },
  };
}
