import { z } from 'zod';
import { securityEventSchemas } from './account-security.ts';

const profile = {
  username: z.string(),
  display_name: z.string(),
  avatar_url: z.string().nullable(),
  bio: z.string().nullable(),
  status_text: z.string().nullable(),
};

/** What takes the place of an erased event's data. */
export const erasedContentSchema = z.object({ erased: z.literal(true) });

/** Stored events of an account, newest schema version of each. Stream id = user id. */
export const accountEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('AccountRegistered'),
    data: z.object({ ...profile, email: z.string(), role: z.enum(['user', 'admin']), at: z.iso.datetime() }),
  }),
  /** Carries the whole profile as it is afterwards: publishing it needs no look at earlier events. */
  z.object({ type: z.literal('ProfileChanged'), data: z.object({ ...profile, at: z.iso.datetime() }) }),
  /** That it changed, and by whom: somebody who knew the old one, or who reads the account's mail. Never the password. */
  z.object({ type: z.literal('PasswordChanged'), data: z.object({ how: z.enum(['changed', 'reset']), at: z.iso.datetime() }) }),
  /** Which provider opens the account from now on, or no more. Never whom the provider takes them for: that is state, and can be erased. */
  z.object({ type: z.literal('IdentityLinked'), data: z.object({ provider: z.string(), at: z.iso.datetime() }) }),
  z.object({ type: z.literal('IdentityUnlinked'), data: z.object({ provider: z.string(), at: z.iso.datetime() }) }),
  ...securityEventSchemas,
  z.object({ type: z.literal('AccountSuspended'), data: z.object({ at: z.iso.datetime() }) }),
  z.object({ type: z.literal('AccountRestored'), data: z.object({ at: z.iso.datetime() }) }),
  z.object({ type: z.literal('RoleChanged'), data: z.object({ role: z.enum(['user', 'admin']), at: z.iso.datetime() }) }),
  /** The last event of an account. Everything before it lost its content in the same transaction. */
  z.object({ type: z.literal('AccountErased'), data: z.object({ at: z.iso.datetime() }) }),
  /** What any earlier event of an erased account is read as: it happened, and what it said is gone. Never appended itself. */
  z.object({ type: z.literal('ContentErased'), data: erasedContentSchema }),
]);

export type AccountEvent = z.infer<typeof accountEventSchema>;
