import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertion, PasskeyCreationOptions, PasskeyRegistration, PasskeyRequestOptions } from '@parley/contracts';

export const testOrigin = 'https://chat.example.test';

export type Ceremony = {
  origin?: string;
  /** From within a frame of another site. */
  crossOrigin?: boolean;
  rpId?: string;
  /** Whether it asked for a fingerprint or PIN. */
  userVerified?: boolean;
  userPresent?: boolean;
  /** Overrides what it counted. */
  counter?: number;
  userHandle?: string | null;
};

/** A device that makes passkeys, in software: ES256, attestation `none`, a counter. */
export function createTestAuthenticator({ counts = true }: { counts?: boolean } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let signs = 0;
  let handle: string | undefined;

  const clientData = (type: string, challenge: string, { origin = testOrigin, crossOrigin = false }: Ceremony) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }), 'utf8');
  const authenticatorData = (rpId: string, { userVerified = true, userPresent = true, counter }: Ceremony, attested?: Buffer) => {
    const flags = (userPresent ? 1 : 0) | (userVerified ? 4 : 0) | (attested ? 64 : 0);
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(counter ?? signs, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), head, attested ?? Buffer.alloc(0)]);
  };
  const coseKey = () => {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const coordinate = (text: string) => Buffer.from(text, 'base64url');
    const key = new Map<Cbor, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinate(x)],
      [-3, coordinate(y)],
    ]);
    return cbor(key);
  };

  return {
    id: id.toString('base64url'),
    /** What a browser answers `navigator.credentials.create` with. */
    create(options: PasskeyCreationOptions, ceremony: Ceremony = {}): PasskeyRegistration {
      handle = options.user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey()]);
      const authData = authenticatorData(ceremony.rpId ?? options.rp.id ?? '', ceremony, attested);
      const attestation = new Map<Cbor, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]);
      const clientDataJSON = clientData('webauthn.create', options.challenge, ceremony).toString('base64url');
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        response: { clientDataJSON, attestationObject: cbor(attestation).toString('base64url'), transports: ['internal', 'hybrid'] },
        clientExtensionResults: {},
        authenticatorAttachment: 'platform',
      };
    },
    /** What a browser answers `navigator.credentials.get` with. */
    get(options: PasskeyRequestOptions, ceremony: Ceremony = {}): PasskeyAssertion {
      if (counts) signs += 1;
      const authData = authenticatorData(ceremony.rpId ?? options.rpId ?? '', ceremony);
      const json = clientData('webauthn.get', options.challenge, ceremony);
      const signature = sign('sha256', Buffer.concat([authData, createHash('sha256').update(json).digest()]), privateKey);
      const userHandle = ceremony.userHandle === undefined ? handle : ceremony.userHandle;
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        response: {
          clientDataJSON: json.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: userHandle ?? null,
        },
        clientExtensionResults: {},
      };
    },
  };
}

export type TestAuthenticator = ReturnType<typeof createTestAuthenticator>;

type Cbor = number | string | Buffer | Map<Cbor, Cbor>;

/** As much of RFC 8949 as an attestation needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value, 'utf8')]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 255]);
}
