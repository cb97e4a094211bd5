import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import webPush from 'web-push';
import { isAllowedEndpoint, publicLookup } from './allowed-endpoint.ts';
import type { PushKeys } from './push-keys.ts';

export type PushTarget = { endpoint: string; p256dh: string; auth: string };
export type PushTransport = { keys: PushKeys; contact: string; trustedOrigins: readonly string[] };
export type Push = { payload: string; topic: string };

const timeoutMs = 8_000;
const timeToLiveSeconds = 86_400;

/** Encrypts and hands over; the answer's status. Rejects when there was none. Never follows anywhere else. */
export function requestPush(
  { keys, contact, trustedOrigins }: PushTransport,
  target: PushTarget,
  { payload, topic }: Push,
): Promise<number> {
  const { endpoint, p256dh, auth } = target;
  if (!isAllowedEndpoint(endpoint, trustedOrigins)) return Promise.resolve(410);
  const details = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails: { subject: contact, publicKey: keys.publicKey, privateKey: keys.privateKey },
    TTL: timeToLiveSeconds,
    contentEncoding: 'aes128gcm',
    urgency: 'normal',
    topic,
  });
  const url = new URL(endpoint);
  const trusted = trustedOrigins.includes(url.origin);
  const options = {
    method: details.method,
    headers: details.headers,
    timeout: timeoutMs,
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    ...(trusted ? {} : { lookup: publicLookup }),
  } as const;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, options, (response) => {
      // Whatever it says, the status is all that counts.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end(details.body);
  });
}
