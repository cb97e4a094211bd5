import { createInviteBodySchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { expiries, inviteLink, inviteTerms, usages } from './invite-terms.ts';

describe('an invitation', () => {
  it('has terms that the server takes, whatever is chosen', () => {
    for (const expiry of expiries)
      for (const usage of usages) expect(createInviteBodySchema.safeParse(inviteTerms(expiry, usage)).success).toBe(true);
    expect(inviteTerms('day', 'once')).toEqual({ expires_in_seconds: 86_400, max_uses: 1 });
    expect(inviteTerms('never', 'any')).toEqual({ expires_in_seconds: null, max_uses: null });
  });

  it('is a link of the server that shows it', () => {
    expect(inviteLink('https://chat.example.org', 'mR3v-_Q')).toBe('https://chat.example.org/invite/mR3v-_Q');
  });
});
