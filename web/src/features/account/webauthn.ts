import type { PasskeyAssertion, PasskeyCreationOptions, PasskeyRegistration, PasskeyRequestOptions } from '@parley/contracts';

/** Loaded when somebody uses a passkey, and not before. */
const load = () => import('@simplewebauthn/browser');

export function passkeysSupported(): boolean {
  return 'PublicKeyCredential' in window && !isIpAddress(location.hostname);
}

/** Browsers make no passkeys for the address of a machine, only for names. */
export function isIpAddress(hostname: string): boolean {
  return /^\d+(\.\d+){3}$/.test(hostname) || hostname.startsWith('[');
}

export async function createPasskey(optionsJSON: PasskeyCreationOptions): Promise<PasskeyRegistration> {
  const { startRegistration } = await load();
  const { id, rawId, type, response } = await startRegistration({ optionsJSON });
  const { clientDataJSON, attestationObject, transports } = response;
  return {
    id,
    rawId,
    type,
    response: { clientDataJSON, attestationObject, ...(transports ? { transports } : {}) },
    clientExtensionResults: {},
  };
}

export async function showPasskey(optionsJSON: PasskeyRequestOptions): Promise<PasskeyAssertion> {
  const { startAuthentication } = await load();
  const { id, rawId, type, response } = await startAuthentication({ optionsJSON });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    id,
    rawId,
    type,
    response: { clientDataJSON, authenticatorData, signature, userHandle: userHandle ?? null },
    clientExtensionResults: {},
  };
}

/** Somebody closed the browser's window or took too long: no fault that a page should tell. */
export function wasCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}

/** The device holds one for this account already. */
export function isRegisteredHere(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidStateError';
}
