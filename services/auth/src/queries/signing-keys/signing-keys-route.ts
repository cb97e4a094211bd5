import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { AuthDependencies } from '../../dependencies.ts';

const jwksSchema = z
  .object({
    keys: z.array(
      z.object({ kid: z.string(), alg: z.literal('EdDSA'), use: z.literal('sig'), kty: z.string(), crv: z.string(), x: z.string() }),
    ),
  })
  .meta({ id: 'Jwks', description: 'JSON Web Key Set, RFC 7517' });

/** Public keys only; the response schema would strip anything else. */
export function signingKeysRoute(app: App, { signingKeys }: AuthDependencies): void {
  const schema = operation({
    tags: ['Sessions'],
    summary: 'Public keys of access tokens',
    response: { 200: jwksSchema },
  });
  app.get('/.well-known/jwks.json', { schema }, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=60');
    return { keys: await signingKeys.published() };
  });
}
