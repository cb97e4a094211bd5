import { z } from 'zod';
import { timeSchema } from '../ids.ts';

export const providerIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits or -')
  .meta({ example: 'example' });

/** Where else people can prove who they are: OpenID Connect providers that the operator configured. */
export const identityProviderListSchema = z
  .object({ items: z.array(z.object({ id: providerIdSchema, name: z.string().meta({ example: 'Example' }) })) })
  .meta({ id: 'IdentityProviderList' });

/** A path of this installation's own pages: nothing that a browser could take for another host. */
export const localPathSchema = z
  .string()
  .max(512)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u, 'must be a path of this site')
  .refine((path) => !path.startsWith('/api/'), 'must be a page')
  .meta({ example: '/chat' });

export const providerParamsSchema = z.object({ provider: providerIdSchema });
export const providerStartQuerySchema = z.object({
  return_to: localPathSchema.optional().meta({ description: 'The page to go on with' }),
  remember_me: z.enum(['true', 'false']).optional(),
});
/** What the provider sends somebody back with. The whole query is looked at as it came. */
export const providerCallbackQuerySchema = z.object({ state: z.string().max(200).optional() });

/** Why signing in with a provider led back to the log-in page, as `/login?problem=`. */
export const providerProblems = [
  'cancelled',
  'expired',
  'failed',
  'unavailable',
  'email_unverified',
  'account_unverified',
  'already_linked',
  'email_not_verified',
  'account_suspended',
  'too_many_requests',
] as const;
export type ProviderProblem = (typeof providerProblems)[number];

export const linkIdentityBodySchema = z.object({ return_to: localPathSchema.optional() }).nullish().meta({ id: 'LinkIdentityBody' });
export const linkIdentityResultSchema = z
  .object({
    url: z.string().meta({ description: 'Where to send the browser', example: 'https://accounts.example.net/authorize?client_id=parley' }),
  })
  .meta({ id: 'LinkIdentityResult' });

export const linkedIdentityListSchema = z
  .object({
    items: z.array(
      z.object({
        provider: providerIdSchema,
        name: z.string().meta({ example: 'Example' }),
        linked_at: timeSchema,
        last_used_at: timeSchema,
      }),
    ),
  })
  .meta({ id: 'LinkedIdentityList' });

export type IdentityProviderList = z.infer<typeof identityProviderListSchema>;
export type LinkIdentityResult = z.infer<typeof linkIdentityResultSchema>;
export type LinkedIdentityList = z.infer<typeof linkedIdentityListSchema>;
