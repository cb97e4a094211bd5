import type { App } from '@parley/service-kit';

/** What anything that is not a page may do in a browser: nothing, not even when somebody opens it as one. */
const nothingPolicy = "default-src 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Powers of the browser that neither the client nor the readers of the documentation use. */
const permissions = [
  'accelerometer=()',
  'camera=()',
  'display-capture=()',
  'geolocation=()',
  'gyroscope=()',
  'magnetometer=()',
  'microphone=()',
  'midi=()',
  'payment=()',
  'usb=()',
  'publickey-credentials-get=(self)',
  'publickey-credentials-create=(self)',
].join(', ');

const yearSeconds = 31_536_000;

/**
 * What browsers are told with every answer, refusals too. Pages and services that state a header themselves keep it: theirs is the
 * narrower one.
 */
export function addSecurityHeaders(app: App): void {
  const usual = {
    'content-security-policy': nothingPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissions,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(usual)) if (!reply.hasHeader(name)) reply.header(name, value);
    if (request.protocol === 'https') reply.header('strict-transport-security', `max-age=${yearSeconds}; includeSubDomains`);
  });
}
