import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { parley } from '../../../realtime/parley.ts';
import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { describeSecurityError } from '../describe-security-error.ts';
import { PasswordField } from '../password-field.tsx';
import { passwordStrength } from '../password-strength.ts';
import { registerRules } from '../register-rules.ts';
import { StrengthMeter } from '../strength-meter.tsx';
import { Section } from './section.tsx';

type Values = { current_password: string; new_password: string };

export function PasswordSection({ onChanged }: { onChanged(): void }) {
  const { register, handleSubmit, reset, watch, formState } = useForm<Values>({
    defaultValues: { current_password: '', new_password: '' },
  });
  const [failure, setFailure] = useState<string>();
  const [done, setDone] = useState(false);
  const { errors, isSubmitting, dirtyFields } = formState;

  const change = handleSubmit(async (values) => {
    setFailure(undefined);
    setDone(false);
    try {
      await parley.auth.changePassword(values);
      reset();
      setDone(true);
      onChanged();
    } catch (error) {
      setFailure(describeSecurityError(error));
    }
  });

  return (
    <Section title={texts.security.password} lead={texts.security.passwordLead}>
      <form onSubmit={change} noValidate className="flex flex-col gap-4">
        {failure && <Notice>{failure}</Notice>}
        {done && (
          <p role="status" className="text-sm text-ink-soft">
            {texts.security.passwordChanged}
          </p>
        )}
        <PasswordField
          label={texts.security.currentPassword}
          autoComplete="current-password"
          error={errors.current_password?.message}
          {...register('current_password', { required: texts.account.errors.required })}
        />
        <div>
          <PasswordField
            label={texts.account.newPassword}
            hint={texts.account.passwordHint}
            autoComplete="new-password"
            error={errors.new_password?.message}
            {...register('new_password', { validate: registerRules.password })}
          />
          {dirtyFields.new_password && <StrengthMeter strength={passwordStrength(watch('new_password'), [])} />}
        </div>
        <Button type="submit" busy={isSubmitting} className="self-start">
          {texts.security.changePassword}
        </Button>
      </form>
    </Section>
  );
}
