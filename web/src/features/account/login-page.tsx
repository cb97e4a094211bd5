import { type MfaChallenge, mfaChallengeOf, ParleyError } from '@parley/client';
import type { LoginBody } from '@parley/contracts';
import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link, useLocation, useNavigate } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { describeSecurityError } from './describe-security-error.ts';
import { MfaStep } from './mfa-step.tsx';
import { PasswordField } from './password-field.tsx';
import { ProviderButtons, useProviderProblem } from './provider-buttons.tsx';
import { providerChallengeOf } from './provider-challenge.ts';
import { passkeysSupported, showPasskey } from './webauthn.ts';

/** Where to go afterwards is decided by whoever routes here. */
export function LoginPage({
  notice,
  linkState,
  returnTo,
}: {
  notice?: string | undefined;
  linkState?: unknown;
  returnTo?: string | undefined;
}) {
  const { register, handleSubmit, setFocus, getValues, formState, watch } = useForm<LoginBody>({ defaultValues: { remember_me: true } });
  const [failure, setFailure] = useState<string>();
  const location = useLocation();
  const navigate = useNavigate();
  const [challenge, setChallenge] = useState<MfaChallenge | undefined>(() => providerChallengeOf(location.hash)?.challenge);
  // Once read it is taken out of sight, and out of the history.
  useEffect(() => {
    const back = providerChallengeOf(location.hash);
    if (back) navigate({ search: location.search }, { replace: true, state: { from: back.returnTo } });
  }, [location, navigate]);
  const [isAsking, setIsAsking] = useState(false);
  const problem = useProviderProblem();
  const { errors, isSubmitting } = formState;

  const login = handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await parley.auth.login({ ...values, email: values.email.trim() });
    } catch (error) {
      const next = mfaChallengeOf(error);
      if (next) return setChallenge(next);
      const wrong = error instanceof ParleyError && error.code === 'invalid_credentials';
      setFailure(wrong ? texts.account.errors.credentials : describeSecurityError(error));
      setFocus('password', { shouldSelect: true });
    }
  });
  const signInWithPasskey = async () => {
    setFailure(undefined);
    setIsAsking(true);
    try {
      await parley.passkeys.login(await showPasskey(await parley.passkeys.requestOptions()), {
        remember: getValues('remember_me') === true,
      });
    } catch (error) {
      setFailure(describeSecurityError(error));
    }
    setIsAsking(false);
  };
  const backToPassword = (reason?: string) => {
    setChallenge(undefined);
    setFailure(reason);
  };

  if (challenge) return <MfaStep challenge={challenge} onBack={backToPassword} />;

  return (
    <AuthLayout
      title={texts.account.loginTitle}
      lead={texts.account.loginLead}
      footer={
        <>
          {texts.account.noAccount}{' '}
          <Link to="/register" state={linkState} className="font-semibold text-accent hover:underline">
            {texts.account.register}
          </Link>
        </>
      }
    >
      <form onSubmit={login} noValidate className="flex flex-col gap-4">
        {failure || problem ? <Notice>{failure ?? problem}</Notice> : notice && <Notice tone="warn">{notice}</Notice>}
        <TextField
          label={texts.account.email}
          type="email"
          autoComplete="username"
          autoFocus
          error={errors.email?.message}
          {...register('email', { required: texts.account.errors.required })}
        />
        <PasswordField
          label={texts.account.password}
          autoComplete="current-password"
          error={errors.password?.message}
          {...register('password', { required: texts.account.errors.required })}
        />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <label className="flex min-h-6 items-center gap-2.5 text-sm text-ink-soft select-none">
            <input type="checkbox" className="size-4.5 accent-(--accent)" {...register('remember_me')} />
            {texts.account.rememberMe}
          </label>
          <Link
            to="/forgot"
            state={{ email: watch('email') }}
            className="flex min-h-6 items-center text-sm font-semibold text-accent hover:underline"
          >
            {texts.account.forgot}
          </Link>
        </div>
        <Button type="submit" busy={isSubmitting} className="mt-1 h-11">
          {texts.account.login}
        </Button>
        {passkeysSupported() && (
          <Button look="secondary" busy={isAsking} onClick={signInWithPasskey} className="h-11">
            <KeyRound className="size-4" aria-hidden="true" />
            {texts.security.signInWithPasskey}
          </Button>
        )}
      </form>
      <ProviderButtons returnTo={returnTo} rememberMe={watch('remember_me') === true} />
    </AuthLayout>
  );
}
