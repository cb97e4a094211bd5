import { expect, it } from 'vitest';
import { createParley } from './parley.ts';

it('where a browser goes to sign in with a provider is one address, with the page to come back to', () => {
  const { identities } = createParley({ url: 'https://chat.example.org/' });
  expect(identities.signInUrl('example')).toBe('https://chat.example.org/api/v1/auth/oidc/example/start');
  expect(identities.signInUrl('example', { returnTo: '/chat/a?b=c', rememberMe: true })).toBe(
    'https://chat.example.org/api/v1/auth/oidc/example/start?return_to=%2Fchat%2Fa%3Fb%3Dc&remember_me=true',
  );
});
