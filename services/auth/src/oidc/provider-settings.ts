import { providerIdSchema } from '@parley/contracts';
import { z } from 'zod';

const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

const providerSchema = z.strictObject({
  /** In addresses, e.g. in the one to register with the provider: `<public url>/api/v1/auth/oidc/<id>/callback`. */
  id: providerIdSchema,
  /** On the button. */
  name: z.string().min(1).max(50),
  issuer: z.url().refine((url) => url.startsWith('https://') || local.test(url), 'must be https'),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  scope: z.string().default('openid email profile'),
});

export type ProviderSettings = z.infer<typeof providerSchema>;

const listSchema = z
  .array(providerSchema)
  .max(20)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'has an id twice')
  .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, 'has an issuer twice');

/** A list as JSON, since there may be any number. Faults are told without the values: secrets are among them. */
export const providersEnv = z
  .string()
  .default('[]')
  .transform((text, context) => {
    const parsed = listSchema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    context.addIssue({ code: 'custom', message: `must be a JSON list of providers: ${issue?.path.join('.')} ${issue?.message}` });
    return z.NEVER;
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
