import { z } from 'zod';
import { sessionIdSchema, timeSchema, userIdSchema } from '../ids.ts';
import { limits, passwordPattern, usernamePattern } from '../limits.ts';
import { mediaIdIn, mediaIdSchema } from './media.ts';

export const usernameSchema = z.string().regex(usernamePattern, 'must be 3 to 50 letters, digits or _').meta({ example: 'ada' });
export const displayNameSchema = z.string().trim().min(1).max(limits.displayNameMax).meta({ example: 'Ada Lovelace' });
export const emailSchema = z.email().max(limits.emailMax).meta({ example: 'ada@example.org' });
export const newPasswordSchema = z
  .string()
  .min(limits.passwordMin)
  .max(limits.passwordMax)
  .regex(passwordPattern, 'must have an upper-case letter, a lower-case letter and a digit')
  .meta({ example: 'Correct-Horse-7' });

/** What anyone signed in may see of a person. */
export const profileSchema = z
  .object({
    id: userIdSchema,
    username: usernameSchema,
    display_name: z.string().meta({ example: 'Ada Lovelace' }),
    avatar_url: z.string().nullable().meta({ example: null }),
  })
  .meta({ id: 'Profile' });

export const publicProfileSchema = profileSchema
  .extend({ bio: z.string().nullable(), status_text: z.string().nullable(), created_at: timeSchema })
  .meta({ id: 'PublicProfile' });

/** One's own account. */
export const accountSchema = publicProfileSchema
  .extend({
    email: z.string().meta({ example: 'ada@example.org' }),
    email_verified: z.boolean().meta({ description: 'Whether its owner has followed the link in a mail' }),
    role: z.enum(['user', 'admin']),
    is_online: z.boolean(),
    last_seen_at: timeSchema.nullable(),
  })
  .meta({ id: 'Account' });

export const registerBodySchema = z
  .object({ email: emailSchema, username: usernameSchema, display_name: displayNameSchema, password: newPasswordSchema })
  .meta({ id: 'RegisterBody' });

export const loginBodySchema = z
  .object({
    email: z.string().min(1).max(limits.emailMax).meta({ example: 'ada@example.org' }),
    password: z.string().min(1).max(1_024).meta({ example: 'Correct-Horse-7' }),
    remember_me: z.boolean().optional(),
  })
  .meta({ id: 'LoginBody' });

export const tokensSchema = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds until the access token ends', example: 1800 }),
  })
  .meta({ id: 'Tokens' });

export const loginResultSchema = tokensSchema.extend({ user: accountSchema }).meta({ id: 'LoginResult' });

/** For the registration form's check while somebody types. Only what was asked for is answered. */
export const availabilityQuerySchema = z
  .object({ email: emailSchema, username: usernameSchema })
  .partial()
  .refine((query) => query.email !== undefined || query.username !== undefined, 'email or username is needed');
export const availabilitySchema = z
  .object({ email_available: z.boolean(), username_available: z.boolean() })
  .partial()
  .meta({ id: 'Availability' });

/** The refresh token, unless the cookie carries it. */
export const refreshBodySchema = z
  .object({ refresh_token: z.string().max(512).optional() })
  .nullish()
  .meta({ id: 'RefreshBody' });

/** A login that is still good, as its owner may see it. */
export const sessionSchema = z
  .object({
    id: sessionIdSchema,
    created_at: timeSchema,
    last_seen_at: timeSchema.meta({ description: 'When it was last used, exact to within about a minute' }),
    address: z.string().nullable().meta({ description: 'Where the login came from', example: '203.0.113.7' }),
    user_agent: z.string().nullable().meta({ example: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' }),
    device: z.string().nullable().meta({ description: 'The user agent in words, as far as it can be told', example: 'Firefox on Linux' }),
    current: z.boolean().meta({ description: 'Whether it is the one that asks' }),
  })
  .meta({ id: 'Session' });
export const sessionListSchema = z.object({ items: z.array(sessionSchema) }).meta({ id: 'SessionList' });
export const sessionParamsSchema = z.object({ id: sessionIdSchema });

export const changePasswordBodySchema = z
  .object({ current_password: z.string().min(1).max(1_024).meta({ example: 'Correct-Horse-7' }), new_password: newPasswordSchema })
  .meta({ id: 'ChangePasswordBody' });
export const forgotPasswordBodySchema = z.object({ email: emailSchema }).meta({ id: 'ForgotPasswordBody' });
export const resetPasswordBodySchema = z
  .object({
    token: z.string().min(1).max(512).meta({
      description: 'From the link in the mail',
      example: 'q0Yk1mJ3nO8sV2xB5dG7hK9pR4tW6zC1eF3iL5oQ7uA',
    }),
    password: newPasswordSchema,
  })
  .meta({ id: 'ResetPasswordBody' });

export const updateAccountBodySchema = z
  .object({
    display_name: displayNameSchema,
    avatar_id: mediaIdSchema
      .nullable()
      .meta({ description: 'A picture that you uploaded with the purpose `avatar`; null takes the picture away' }),
    avatar_url: z
      .string()
      .refine((url) => mediaIdIn(url) !== undefined, 'must be the url of a picture that you uploaded')
      .nullable()
      .meta({ description: 'In place of `avatar_id`: the url of such a picture, never another host', example: null }),
    bio: z.string().max(limits.bioMax).nullable(),
    status_text: z.string().max(limits.statusTextMax).nullable(),
  })
  .partial()
  .meta({ id: 'UpdateAccountBody' });

export const userSearchQuerySchema = z.object({
  q: z.string().trim().min(limits.searchMin).max(limits.displayNameMax),
  limit: z.coerce.number().int().min(1).max(limits.searchMax).default(limits.searchDefault),
});
export const userSearchResultSchema = z.object({ items: z.array(profileSchema) }).meta({ id: 'UserSearchResult' });

/** Claims of an access token (`typ: at+jwt`, EdDSA). */
export const accessClaimsSchema = z.object({
  sub: userIdSchema,
  sid: sessionIdSchema,
  role: z.enum(['user', 'admin']),
  /** Shown to others while this token lives, e.g. in typing signals. */
  username: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string(),
});

export type Profile = z.infer<typeof profileSchema>;
export type PublicProfile = z.infer<typeof publicProfileSchema>;
export type Account = z.infer<typeof accountSchema>;
export type RegisterBody = z.input<typeof registerBodySchema>;
export type LoginBody = z.input<typeof loginBodySchema>;
export type Availability = z.infer<typeof availabilitySchema>;
export type Tokens = z.infer<typeof tokensSchema>;
export type LoginResult = z.infer<typeof loginResultSchema>;
export type DeviceSession = z.infer<typeof sessionSchema>;
export type SessionList = z.infer<typeof sessionListSchema>;
export type ChangePasswordBody = z.input<typeof changePasswordBodySchema>;
export type ForgotPasswordBody = z.input<typeof forgotPasswordBodySchema>;
export type ResetPasswordBody = z.input<typeof resetPasswordBodySchema>;
export type UpdateAccountBody = z.input<typeof updateAccountBodySchema>;
export type UserSearchResult = z.infer<typeof userSearchResultSchema>;
export type AccessClaims = z.infer<typeof accessClaimsSchema>;
