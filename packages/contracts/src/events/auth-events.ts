import { z } from 'zod';
import { timeSchema, userIdSchema } from '../ids.ts';

/** Events that `auth` publishes: who exists and what they are called. Stream id = user id. Never an address or a credential. */
function userEvent<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({ type: z.literal(type), user_id: userIdSchema, at: timeSchema, data });
}

const profile = z.object({ username: z.string(), display_name: z.string(), avatar_url: z.string().nullable() });

export const securityNoticeKindSchema = z
  .enum(['new_device', 'password_changed', 'mfa_enabled', 'mfa_disabled', 'passkey_added', 'passkey_removed'])
  .meta({ id: 'SecurityNoticeKind' });
export type SecurityNoticeKind = z.infer<typeof securityNoticeKindSchema>;

export const publishedAuthEventSchema = z.discriminatedUnion('type', [
  userEvent('user.registered', profile),
  userEvent('user.profile_changed', profile),
  /** What the owner of the account should hear of; for their eyes alone. No address, device or token is in it. */
  userEvent('user.security_notice', z.object({ kind: securityNoticeKindSchema })),
  /** The account is gone for good. Everything that names the person forgets it: they are "Deleted user" from here on. */
  userEvent('user.deleted', z.object({})),
  userEvent('user.suspended', z.object({})),
  userEvent('user.restored', z.object({})),
  userEvent('user.role_changed', z.object({ role: z.enum(['user', 'admin']) })),
]);

/** How a person is shown whose account was deleted. */
export const deletedProfile = { username: 'deleted_user', display_name: 'Deleted user', avatar_url: null } as const;

export type PublishedAuthEvent = z.infer<typeof publishedAuthEventSchema>;
