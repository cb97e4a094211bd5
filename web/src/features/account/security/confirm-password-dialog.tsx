import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { describeSecurityError } from '../describe-security-error.ts';
import { PasswordField } from '../password-field.tsx';

type Values = { password: string; name: string };
type Props = {
  title: string;
  lead?: string;
  action: string;
  danger?: boolean;
  /** Also asks what to call something. */
  naming?: { label: string; hint: string } | undefined;
  /** What the password is for. The dialog closes when it succeeds and says why when it does not. */
  onConfirm(values: Values): Promise<void>;
  onClose(): void;
};

/** Who found an open browser must not change what protects the account: the password is asked for once more. */
export function ConfirmPasswordDialog({ title, lead, action, danger = false, naming, onConfirm, onClose }: Props) {
  const { register, handleSubmit, setFocus, formState } = useForm<Values>({ defaultValues: { password: '', name: '' } });
  const [failure, setFailure] = useState<string>();
  const { errors, isSubmitting } = formState;
  const required = texts.account.errors.required;

  const submit = handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await onConfirm({ ...values, name: values.name.trim() });
      onClose();
    } catch (error) {
      setFailure(describeSecurityError(error));
      setFocus('password', { shouldSelect: true });
    }
  });

  return (
    <Dialog title={title} lead={lead ?? texts.security.confirmPassword} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <div className="flex flex-col gap-4 px-5 pt-3">
          {failure && <Notice>{failure}</Notice>}
          {naming && (
            <TextField
              label={naming.label}
              hint={naming.hint}
              maxLength={60}
              autoFocus
              error={errors.name?.message}
              {...register('name', { validate: (name) => name.trim() !== '' || required })}
            />
          )}
          <PasswordField
            label={texts.security.currentPassword}
            autoComplete="current-password"
            autoFocus={!naming}
            error={errors.password?.message}
            {...register('password', { required })}
          />
        </div>
        <DialogActions>
          <Button look="secondary" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} busy={isSubmitting}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
