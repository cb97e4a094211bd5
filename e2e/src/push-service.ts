import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PushPayload } from '@parley/contracts';

export type ReceivedPush = { path: string; headers: IncomingMessage['headers']; body: Buffer };
export type TestBrowser = { endpoint: string; keys: { p256dh: string; auth: string }; open(push: ReceivedPush): PushPayload };
export type PushService = {
  origin: string;
  received: ReceivedPush[];
  /** What the next requests for a path are answered with; 201 otherwise. */
  answers: Map<string, number[]>;
  browser(path: string): TestBrowser;
  to(browser: TestBrowser): ReceivedPush[];
  close(): Promise<void>;
};

/**
 * A push service as RFC 8030 has it, and browsers that can open what it was given (RFC 8291). With a certificate over https, as all that
 * browsers use are.
 */
export async function startPushService(certificate?: { key: string; cert: string }): Promise<PushService> {
  const received: ReceivedPush[] = [];
  const answers = new Map<string, number[]>();
  const receive = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      received.push({ path, headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(answers.get(path)?.shift() ?? 201).end();
    });
  };
  const server = certificate ? createTlsServer(certificate, receive) : createServer(receive);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    received,
    answers,
    browser: (path) => createBrowser(`${origin}${path}`),
    to: (browser) => received.filter(({ path }) => browser.endpoint === `${origin}${path}`),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createBrowser(endpoint: string): TestBrowser {
  const own = createECDH('prime256v1');
  own.generateKeys();
  const secret = randomBytes(16);
  const keys = { p256dh: own.getPublicKey('base64url'), auth: secret.toString('base64url') };
  return { endpoint, keys, open: (push) => JSON.parse(decrypt(own, secret, push.body)) as PushPayload };
}

/** RFC 8188 `aes128gcm` with the keys of RFC 8291, one record. */
function decrypt(own: ECDH, authSecret: Buffer, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyEnd = 21 + body.readUInt8(20);
  const sender = body.subarray(21, keyEnd);
  const shared = own.computeSecret(sender);
  const derive = (secret: Buffer, saltOf: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, saltOf, info, length));
  const both = Buffer.concat([Buffer.from('WebPush: info\0'), own.getPublicKey(), sender]);
  const material = derive(shared, authSecret, both, 32);
  const key = derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const sealed = body.subarray(keyEnd);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}

/** Whether a push was signed for this push service by the owner of the key that browsers were given (RFC 8292). Its claims. */
export function checkSignature({ headers }: ReceivedPush, publicKey: string): { aud: string; sub: string; exp: number } {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  if (key !== publicKey) throw new Error('signed with another key');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
  const [head, claims = '', signature = ''] = token.split('.');
  const right = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: jwk, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!right) throw new Error('the signature is wrong');
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
}
