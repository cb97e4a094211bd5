import type { Config } from '../config.ts';

/** Who asks for a passkey, in WebAuthn's words: browsers bind each to `id` and tell from which of `origins` it is used. */
export type RelyingParty = { id: string; name: string; origins: string[] };

export function relyingParty(config: Config): RelyingParty {
  const { PARLEY_PUBLIC_URL: publicUrl, PARLEY_WEBAUTHN_RP_ID: id, PARLEY_WEBAUTHN_ORIGINS: origins } = config;
  const { hostname, origin } = new URL(publicUrl);
  return { id: id ?? hostname, name: 'Parley', origins: (origins ?? [origin]).map((url) => new URL(url).origin) };
}
