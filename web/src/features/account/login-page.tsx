import { ParleyError } from '@parley/client';
import type { LoginBody } from '@parley/contracts';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Link } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { PasswordField } from './password-field.tsx';
import { ProviderButtons, useProviderProblem } from './provider-buttons.tsx';

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
  const { register, handleSubmit, setFocus, formState, watch } = useForm<LoginBody>({ defaultValues: { remember_me: true } });
  const [failure, setFailure] = useState<string>();
  const problem = useProviderProblem();
  const { errors, isSubmitting } = formState;

  const login = handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await parley.auth.login({ ...values, email: values.email.trim() });
    } catch (error) {
      const wrong = error instanceof ParleyError && error.code === 'invalid_credentials';
      setFailure(wrong ? texts.account.errors.credentials : describeError(error));
      setFocus('password', { shouldSelect: true });
    }
  });

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
        <label className="flex items-center gap-2.5 text-sm text-ink-soft select-none">
          <input type="checkbox" className="size-4.5 accent-(--accent)" {...register('remember_me')} />
          {texts.account.rememberMe}
        </label>
        <Link to="/forgot" className="self-start text-sm font-semibold text-accent hover:underline">
          {texts.account.forgot}
        </Link>
        <Button type="submit" busy={isSubmitting} className="mt-1 h-11">
          {texts.account.login}
        </Button>
      </form>
      <ProviderButtons returnTo={returnTo} rememberMe={watch('remember_me') === true} />
    </AuthLayout>
  );
}
