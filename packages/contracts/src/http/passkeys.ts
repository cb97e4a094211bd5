import { z } from 'zod';
import { passkeyIdSchema, timeSchema } from '../ids.ts';
import { mfaTokenSchema, newRecoveryCodesSchema } from './mfa.ts';

const base64Url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const credentialType = z.literal('public-key');
const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);
const preference = z.enum(['discouraged', 'preferred', 'required']);
const attachment = z.enum(['cross-platform', 'platform']);
const extensions = z.record(z.string(), z.unknown());

/** A credential as options name it. */
const descriptor = z.object({ id: z.string(), type: credentialType, transports: z.array(transport).optional() });

export const passkeyNameSchema = z.string().trim().min(1).max(60).meta({ example: 'Laptop' });

export const passkeySchema = z
  .object({ id: passkeyIdSchema, name: passkeyNameSchema, created_at: timeSchema, last_used_at: timeSchema.nullable() })
  .meta({ id: 'Passkey' });
export const passkeyListSchema = z.object({ items: z.array(passkeySchema) }).meta({ id: 'PasskeyList' });
export const passkeyParamsSchema = z.object({ id: passkeyIdSchema });
export const renamePasskeyBodySchema = z.object({ name: passkeyNameSchema }).meta({ id: 'RenamePasskeyBody' });
export const addedPasskeySchema = newRecoveryCodesSchema.extend({ passkey: passkeySchema }).meta({ id: 'AddedPasskey' });

/** `PublicKeyCredentialCreationOptionsJSON` of WebAuthn, for `navigator.credentials.create`. */
export const passkeyCreationOptionsSchema = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string().optional(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ alg: z.int(), type: credentialType })),
    timeout: z.int().optional(),
    excludeCredentials: z.array(descriptor).optional(),
    authenticatorSelection: z
      .object({
        authenticatorAttachment: attachment.optional(),
        residentKey: preference.optional(),
        requireResidentKey: z.boolean().optional(),
        userVerification: preference.optional(),
      })
      .optional(),
    attestation: z.enum(['direct', 'enterprise', 'indirect', 'none']).optional(),
    extensions: extensions.optional(),
  })
  .meta({
    id: 'PasskeyCreationOptions',
    example: {
      challenge: 'Zm9yIG9uZSB1c2UsIGZvciBmaXZlIG1pbnV0ZXM',
      rp: { id: 'chat.example.org', name: 'Parley' },
      user: { id: 'AZnzoAAAcACAAAAAAAAAoQ', name: 'ada', displayName: 'Ada Lovelace' },
      pubKeyCredParams: [{ alg: -8, type: 'public-key' }],
      timeout: 300_000,
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      attestation: 'none',
    },
  });

/** `PublicKeyCredentialRequestOptionsJSON` of WebAuthn, for `navigator.credentials.get`. */
export const passkeyRequestOptionsSchema = z
  .object({
    challenge: z.string(),
    timeout: z.int().optional(),
    rpId: z.string().optional(),
    allowCredentials: z.array(descriptor).optional(),
    userVerification: preference.optional(),
    extensions: extensions.optional(),
  })
  .meta({
    id: 'PasskeyRequestOptions',
    example: {
      challenge: 'Zm9yIG9uZSB1c2UsIGZvciBmaXZlIG1pbnV0ZXM',
      rpId: 'chat.example.org',
      timeout: 300_000,
      userVerification: 'required',
    },
  });

/** `RegistrationResponseJSON`: what a browser answers `create` with. */
export const passkeyRegistrationSchema = z.object({
  id: base64Url(2_048),
  rawId: base64Url(2_048),
  type: credentialType,
  response: z.object({
    clientDataJSON: base64Url(8_192),
    attestationObject: base64Url(65_536),
    transports: z.array(z.string().max(32)).max(16).optional(),
  }),
  clientExtensionResults: extensions,
  authenticatorAttachment: attachment.nullish(),
});

/** `AuthenticationResponseJSON`: what a browser answers `get` with. */
export const passkeyAssertionSchema = z.object({
  id: base64Url(2_048),
  rawId: base64Url(2_048),
  type: credentialType,
  response: z.object({
    clientDataJSON: base64Url(8_192),
    authenticatorData: base64Url(8_192),
    signature: base64Url(8_192),
    userHandle: base64Url(128).nullish(),
  }),
  clientExtensionResults: extensions,
  authenticatorAttachment: attachment.nullish(),
});

export const registerPasskeyBodySchema = z.object({ name: passkeyNameSchema, response: passkeyRegistrationSchema }).meta({
  id: 'RegisterPasskeyBody',
  example: {
    name: 'Laptop',
    response: {
      id: 'a1b2c3',
      rawId: 'a1b2c3',
      type: 'public-key',
      response: { clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0', attestationObject: 'o2NmbXRkbm9uZQ', transports: ['internal'] },
      clientExtensionResults: {},
    },
  },
});

export const passkeyLoginOptionsBodySchema = z
  .object({ mfa_token: mfaTokenSchema.optional() })
  .nullish()
  .meta({ id: 'PasskeyLoginOptionsBody', description: '`mfa_token`: for the second step of a login with a password' });

export const passkeyLoginBodySchema = z
  .object({ response: passkeyAssertionSchema, mfa_token: mfaTokenSchema.optional(), remember_me: z.boolean().optional() })
  .meta({
    id: 'PasskeyLoginBody',
    description: '`mfa_token`: as second step of a login with a password, whose `remember_me` then counts',
    example: {
      response: {
        id: 'a1b2c3',
        rawId: 'a1b2c3',
        type: 'public-key',
        response: {
          clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0',
          authenticatorData: 'SZYN5YgO',
          signature: 'MEUCIQD',
          userHandle: 'AZnzoAAAcACAAAAAAAAAoQ',
        },
        clientExtensionResults: {},
      },
    },
  });

export type Passkey = z.infer<typeof passkeySchema>;
export type PasskeyList = z.infer<typeof passkeyListSchema>;
export type AddedPasskey = z.infer<typeof addedPasskeySchema>;
export type PasskeyCreationOptions = z.infer<typeof passkeyCreationOptionsSchema>;
export type PasskeyRequestOptions = z.infer<typeof passkeyRequestOptionsSchema>;
export type PasskeyRegistration = z.input<typeof passkeyRegistrationSchema>;
export type PasskeyAssertion = z.input<typeof passkeyAssertionSchema>;
export type RegisterPasskeyBody = z.input<typeof registerPasskeyBodySchema>;
export type PasskeyLoginBody = z.input<typeof passkeyLoginBodySchema>;
