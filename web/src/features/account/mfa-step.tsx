import { type MfaChallenge, ParleyError } from '@parley/client';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { describeSecurityError } from './describe-security-error.ts';
import { passkeysSupported, showPasskey } from './webauthn.ts';

type Props = { challenge: MfaChallenge /** Back to the password; why, if it was not wanted. */; onBack(reason?: string): void };

/** The second step of a login: a code of the app, a recovery code, or a passkey. */
export function MfaStep({ challenge, onBack }: Props) {
  const hasApp = challenge.methods.includes('totp');
  const hasCodes = challenge.methods.includes('recovery_code');
  const hasPasskey = challenge.methods.includes('passkey') && passkeysSupported();
  const [kind, setKind] = useState<'totp' | 'recovery_code'>(hasApp ? 'totp' : 'recovery_code');
  const [failure, setFailure] = useState<string>();
  const { register, handleSubmit, resetField, setFocus, formState } = useForm<{ code: string }>({ defaultValues: { code: '' } });
  const { errors, isSubmitting } = formState;
  const [isAsking, setIsAsking] = useState(false);

  const fail = (error: unknown) => {
    const reason = describeSecurityError(error);
    if (error instanceof ParleyError && error.code === 'mfa_token_invalid') onBack(reason);
    else setFailure(reason);
  };
  const submit = handleSubmit(async ({ code }) => {
    setFailure(undefined);
    try {
      await parley.mfa.verify(challenge, code);
    } catch (error) {
      fail(error);
      setFocus('code', { shouldSelect: true });
    }
  });
  const showOne = async () => {
    setFailure(undefined);
    setIsAsking(true);
    try {
      await parley.passkeys.login(await showPasskey(await parley.passkeys.requestOptions(challenge)), { challenge });
    } catch (error) {
      fail(error);
    }
    setIsAsking(false);
  };
  const other = kind === 'totp' ? 'recovery_code' : 'totp';

  return (
    <AuthLayout
      title={texts.security.stepTitle}
      lead={texts.security.stepLead}
      footer={
        <button type="button" onClick={() => onBack()} className="font-semibold text-accent hover:underline">
          {texts.account.backToLogin}
        </button>
      }
    >
      <div className="flex flex-col gap-4">
        {failure && <Notice>{failure}</Notice>}
        {hasPasskey && (
          <Button look={hasApp ? 'secondary' : 'primary'} busy={isAsking} onClick={showOne} className="h-11">
            <KeyRound className="size-4" aria-hidden="true" />
            {texts.security.usePasskey}
          </Button>
        )}
        {(hasApp || hasCodes) && (
          <form onSubmit={submit} noValidate className="flex flex-col gap-4">
            <TextField
              key={kind}
              label={kind === 'totp' ? texts.security.appCode : texts.security.recoveryCode}
              hint={kind === 'totp' ? texts.security.appCodeHint : texts.security.recoveryCodeHint}
              inputMode={kind === 'totp' ? 'numeric' : 'text'}
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              error={errors.code?.message}
              {...register('code', { validate: (code) => code.trim().length >= 6 || texts.account.errors.required })}
            />
            {hasApp && hasCodes && (
              <button
                type="button"
                onClick={() => {
                  setKind(other);
                  resetField('code');
                }}
                className="self-start text-sm font-semibold text-accent hover:underline"
              >
                {kind === 'totp' ? texts.security.useRecoveryCode : texts.security.useApp}
              </button>
            )}
            <Button type="submit" look={hasPasskey && !hasApp ? 'secondary' : 'primary'} busy={isSubmitting} className="mt-1 h-11">
              {texts.account.login}
            </Button>
          </form>
        )}
      </div>
    </AuthLayout>
  );
}
