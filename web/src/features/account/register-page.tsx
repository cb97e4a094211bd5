import { ParleyError } from '@parley/client';
import { useState } from 'react';
import { type UseFormSetError, useForm } from 'react-hook-form';
import { Link } from 'react-router';
import { parley } from '../../realtime/parley.ts';
import { texts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { createAvailabilityCheck } from './availability.ts';
import { PasswordField } from './password-field.tsx';
import { passwordStrength } from './password-strength.ts';
import { fieldOfPath, type RegisterValues, registerRules } from './register-rules.ts';
import { StrengthMeter } from './strength-meter.tsx';

export function RegisterPage({ linkState }: { linkState?: unknown }) {
  const form = useForm<RegisterValues>({ mode: 'onTouched', defaultValues: { email: '', display_name: '', username: '', password: '' } });
  const { register, handleSubmit, setError, watch, formState } = form;
  const [failure, setFailure] = useState<string>();
  const [mailed, setMailed] = useState(false);
  const { errors, isSubmitting, dirtyFields } = formState;
  const [password, email, username] = watch(['password', 'email', 'username']);

  const submit = handleSubmit(async (values) => {
    setFailure(undefined);
    const account = { ...values, email: values.email.trim(), display_name: values.display_name.trim() };
    try {
      await parley.auth.register(account);
      await parley.auth.login({ email: account.email, password: account.password });
    } catch (error) {
      if (error instanceof ParleyError && error.code === 'email_not_verified') return setMailed(true);
      if (!showAtField(error, setError)) setFailure(describeError(error));
    }
  });

  if (mailed) {
    return (
      <AuthLayout title={texts.account.mailedTitle} lead={texts.account.mailedLead(email)} footer={null}>
        <Link to="/login" state={linkState} className="text-base font-semibold text-accent hover:underline">
          {texts.account.login}
        </Link>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      title={texts.account.registerTitle}
      lead={texts.account.registerLead}
      footer={
        <>
          {texts.account.haveAccount}{' '}
          <Link to="/login" state={linkState} className="font-semibold text-accent hover:underline">
            {texts.account.login}
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && <Notice>{failure}</Notice>}
        <TextField
          label={texts.account.displayName}
          hint={texts.account.displayNameHint}
          autoComplete="name"
          autoFocus
          error={errors.display_name?.message}
          {...register('display_name', { validate: registerRules.displayName })}
        />
        <TextField
          label={texts.account.username}
          hint={texts.account.usernameHint}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.username?.message}
          {...register('username', { validate: { shape: registerRules.username, free: usernameIsFree } })}
        />
        <TextField
          label={texts.account.email}
          type="email"
          autoComplete="email"
          error={errors.email?.message}
          {...register('email', { validate: { shape: registerRules.email, free: emailIsFree } })}
        />
        <div>
          <PasswordField
            label={texts.account.password}
            hint={texts.account.passwordHint}
            autoComplete="new-password"
            error={errors.password?.message}
            {...register('password', { validate: registerRules.password })}
          />
          {dirtyFields.password && <StrengthMeter strength={passwordStrength(password, [email, username])} />}
        </div>
        <Button type="submit" busy={isSubmitting} className="mt-1 h-11">
          {texts.account.register}
        </Button>
      </form>
    </AuthLayout>
  );
}

const isUsernameFree = createAvailabilityCheck(async (username) => (await parley.auth.availability({ username })).username_available);
const isEmailFree = createAvailabilityCheck(async (email) => (await parley.auth.availability({ email })).email_available);

const usernameIsFree = async (username: string) => (await isUsernameFree(username)) || texts.account.errors.usernameTaken;
const emailIsFree = async (email: string) => (await isEmailFree(email.trim())) || texts.account.errors.emailTaken;

/** Says what is wrong beside the field that it is wrong with. False when it belongs to none. */
function showAtField(error: unknown, setError: UseFormSetError<RegisterValues>): boolean {
  if (!(error instanceof ParleyError)) return false;
  const show = (field: keyof RegisterValues, message: string) => setError(field, { message }, { shouldFocus: true });
  if (error.code === 'email_taken') show('email', texts.account.errors.emailTaken);
  else if (error.code === 'username_taken') show('username', texts.account.errors.usernameTaken);
  else {
    const placed = error.errors.flatMap(({ path, message }) => ({ field: fieldOfPath(path), message }));
    for (const { field, message } of placed) if (field) show(field, message);
    return placed.some(({ field }) => field !== undefined);
  }
  return true;
}
