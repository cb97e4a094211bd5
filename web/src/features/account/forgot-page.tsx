import type { ForgotPasswordBody } from '@parley/contracts';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link, useLocation } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { registerRules } from './register-rules.ts';

/**
 * Asks for a link by mail. What it answers is the same for every address: who has an account here is nobody's business.
 * The address may come along from the log-in page, as `email` in the location's state.
 */
export function ForgotPage() {
  const typedBefore = useLocation().state?.email;
  const { register, handleSubmit, formState } = useForm<ForgotPasswordBody>({
    defaultValues: { email: typeof typedBefore === 'string' ? typedBefore : '' },
  });
  const [failure, setFailure] = useState<string>();
  const [asked, setAsked] = useState(false);
  const { errors, isSubmitting } = formState;

  const ask = handleSubmit(async ({ email }) => {
    setFailure(undefined);
    try {
      await parley.auth.forgotPassword({ email: email.trim() });
      setAsked(true);
    } catch (error) {
      setFailure(describeError(error));
    }
  });

  return (
    <AuthLayout title={texts.account.forgotTitle} lead={texts.account.forgotLead} footer={<BackToLogin />}>
      {asked ? (
        <p role="status" className="text-base text-ink-soft">
          {texts.account.forgotSent}
        </p>
      ) : (
        <form onSubmit={ask} noValidate className="flex flex-col gap-4">
          {failure && <Notice>{failure}</Notice>}
          <TextField
            label={texts.account.email}
            type="email"
            autoComplete="username"
            autoFocus
            error={errors.email?.message}
            {...register('email', { validate: registerRules.email })}
          />
          <Button type="submit" busy={isSubmitting} className="mt-1 h-11">
            {texts.account.forgotAsk}
          </Button>
        </form>
      )}
    </AuthLayout>
  );
}

export function BackToLogin() {
  return (
    <Link to="/login" className="font-semibold text-accent hover:underline">
      {texts.account.backToLogin}
    </Link>
  );
}
