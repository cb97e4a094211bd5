import { ParleyError } from '@parley/client';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link, useLocation } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { BackToLogin } from './forgot-page.tsx';
import { PasswordField } from './password-field.tsx';
import { passwordStrength } from './password-strength.ts';
import { registerRules } from './register-rules.ts';
import { StrengthMeter } from './strength-meter.tsx';

/** Where the mail's link leads. The token stands behind the `#`, which browsers send to nobody. */
export function ResetPage() {
  const token = new URLSearchParams(useLocation().hash.slice(1)).get('token') ?? '';
  const { register, handleSubmit, watch, formState } = useForm<{ password: string }>({ defaultValues: { password: '' } });
  const [failure, setFailure] = useState<string>();
  const [done, setDone] = useState(false);
  const { errors, isSubmitting, dirtyFields } = formState;

  const reset = handleSubmit(async ({ password }) => {
    setFailure(undefined);
    try {
      await parley.auth.resetPassword({ token, password });
      setDone(true);
    } catch (error) {
      const unusable = error instanceof ParleyError && error.code === 'reset_token_invalid';
      setFailure(unusable ? texts.account.errors.resetLink : describeError(error));
    }
  });

  if (done) {
    return (
      <AuthLayout title={texts.account.resetDone} lead={texts.account.resetDoneLead} footer={null}>
        <Link to="/login" className="text-base font-semibold text-accent hover:underline">
          {texts.account.login}
        </Link>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={texts.account.resetTitle} lead={texts.account.resetLead} footer={<BackToLogin />}>
      <form onSubmit={reset} noValidate className="flex flex-col gap-4">
        {failure && <Notice>{failure}</Notice>}
        <div>
          <PasswordField
            label={texts.account.newPassword}
            hint={texts.account.passwordHint}
            autoComplete="new-password"
            autoFocus
            error={errors.password?.message}
            {...register('password', { validate: registerRules.password })}
          />
          {dirtyFields.password && <StrengthMeter strength={passwordStrength(watch('password'), [])} />}
        </div>
        <Button type="submit" busy={isSubmitting} className="mt-1 h-11">
          {texts.account.resetSubmit}
        </Button>
      </form>
    </AuthLayout>
  );
}
