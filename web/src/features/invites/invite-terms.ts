import type { CreateInviteBody } from '@parley/contracts';

const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;

export const expiries = ['hour', 'day', 'week', 'month', 'never'] as const;
export type Expiry = (typeof expiries)[number];
export const usages = ['once', 'ten', 'hundred', 'any'] as const;
export type Usage = (typeof usages)[number];

const expirySeconds: Record<Expiry, number | null> = {
  hour: hourSeconds,
  day: daySeconds,
  week: 7 * daySeconds,
  month: 30 * daySeconds,
  never: null,
};
const useLimits: Record<Usage, number | null> = { once: 1, ten: 10, hundred: 100, any: null };

export function inviteTerms(expiry: Expiry, usage: Usage): CreateInviteBody {
  return { expires_in_seconds: expirySeconds[expiry], max_uses: useLimits[usage] };
}

/** What is sent to people. */
export function inviteLink(origin: string, code: string): string {
  return `${origin}/invite/${encodeURIComponent(code)}`;
}
