import { z } from 'zod';
import { timeSchema } from '../ids.ts';

/** Left out by accounts without a password, which an identity provider opened: having signed in within ten minutes stands for it. */
export const ownPasswordSchema = z
  .string()
  .min(1)
  .max(1_024)
  .optional()
  .meta({ description: 'Not needed where there is none, for ten minutes after signing in', example: 'Correct-Horse-7' });

/** Six digits of the app, or a recovery code; spaces and hyphens do not matter. */
export const mfaCodeSchema = z
  .string()
  .min(6)
  .max(64)
  .meta({ description: 'Six digits of the authenticator app, or a recovery code', example: '492 039' });
export const mfaTokenSchema = z
  .string()
  .min(1)
  .max(128)
  .meta({ description: 'From the problem `mfa_required`; good for five minutes', example: 'q0Yk1mJ3nO8sV2xB5dG7hK9pR4tW6zC1eF3iL5oQ7uA' });

/** For changes that a stranger at an open browser must not make. */
export const confirmPasswordBodySchema = z.object({ password: ownPasswordSchema }).meta({ id: 'ConfirmPasswordBody' });

/** As above, with the second factor in place of the password. */
export const confirmIdentityBodySchema = z
  .object({ password: ownPasswordSchema, code: mfaCodeSchema.optional() })
  .refine((body) => body.password === undefined || body.code === undefined, 'either password or code, not both')
  .meta({ id: 'ConfirmIdentityBody', example: { password: 'Correct-Horse-7' } });

export const totpEnrolmentSchema = z
  .object({
    secret: z.string().meta({ description: 'Base32, for typing into an app', example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }),
    otpauth_uri: z.string().meta({ example: 'otpauth://totp/Parley:ada?issuer=Parley&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }),
    qr_data_url: z.string().meta({ description: 'The URI as a picture (PNG)', example: 'data:image/png;base64,iVBORw0KGgo=' }),
    expires_at: timeSchema.meta({ description: 'It must be confirmed by then' }),
  })
  .meta({ id: 'TotpEnrolment' });
export const confirmTotpBodySchema = z
  .object({
    code: z.string().min(6).max(12).meta({ example: '492039' }),
  })
  .meta({ id: 'ConfirmTotpBody' });

export const recoveryCodeListSchema = z
  .object({
    recovery_codes: z.array(z.string()).meta({
      description: 'Shown this once; each works once',
      example: ['7kdm-x3v9-q0tp-5h2n-rb8w-ye4c', '1fzs-9gk6-2m0x-w7dv-t4hn-c8qp'],
    }),
  })
  .meta({ id: 'RecoveryCodes' });
/** Null unless this was the account's first second factor. */
export const newRecoveryCodesSchema = z
  .object({ recovery_codes: recoveryCodeListSchema.shape.recovery_codes.nullable() })
  .meta({ id: 'NewRecoveryCodes' });

export const mfaStatusSchema = z
  .object({
    totp_enabled: z.boolean(),
    passkeys: z.int().nonnegative().meta({ example: 1 }),
    recovery_codes_left: z.int().nonnegative().meta({ example: 10 }),
  })
  .meta({ id: 'MfaStatus' });

export const verifyMfaBodySchema = z.object({ mfa_token: mfaTokenSchema, code: mfaCodeSchema }).meta({ id: 'VerifyMfaBody' });

export type ConfirmPasswordBody = z.input<typeof confirmPasswordBodySchema>;
export type ConfirmIdentityBody = z.input<typeof confirmIdentityBodySchema>;
export type TotpEnrolment = z.infer<typeof totpEnrolmentSchema>;
export type RecoveryCodeList = z.infer<typeof recoveryCodeListSchema>;
export type NewRecoveryCodes = z.infer<typeof newRecoveryCodesSchema>;
export type MfaStatus = z.infer<typeof mfaStatusSchema>;
export type VerifyMfaBody = z.input<typeof verifyMfaBodySchema>;
