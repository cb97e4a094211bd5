import { describe, expect, it } from 'vitest';
import { providerChallengeOf } from './provider-challenge.ts';

describe('what a provider’s sign-in leaves for the second step', () => {
  it('is its token, the ways it may be done in, and the page to go on with', () => {
    expect(providerChallengeOf('#mfa_token=abc&mfa_methods=totp%2Crecovery_code%2Cnew-one&return_to=%2Fchat%2F7')).toEqual({
      challenge: { token: 'abc', methods: ['totp', 'recovery_code'] },
      returnTo: '/chat/7',
    });
  });

  it('is nothing on any other page', () => {
    expect(providerChallengeOf('')).toBeUndefined();
    expect(providerChallengeOf('#signed-in')).toBeUndefined();
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', ''])('goes on with no other site: “%s”', (page) => {
    expect(providerChallengeOf(`#${new URLSearchParams({ mfa_token: 'abc', return_to: page })}`)?.returnTo).toBeUndefined();
  });
});
