import type { TotpEnrolment } from '@parley/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { parley } from '../../../realtime/parley.ts';
import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { describeSecurityError } from '../describe-security-error.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { Section } from './section.tsx';
import { mfaQuery } from './security-queries.ts';

/** `onCodes`: recovery codes that are to be shown now or never. */
type Props = { onChanged(): void; onCodes(codes: readonly string[] | null): void };

export function AppSection({ onChanged, onCodes }: Props) {
  const { data: status } = useQuery(mfaQuery);
  const [asking, setAsking] = useState<'add' | 'remove'>();
  const [enrolment, setEnrolment] = useState<TotpEnrolment>();
  const close = () => setAsking(undefined);

  return (
    <Section title={texts.security.app} lead={texts.security.appLead}>
      {status?.totp_enabled && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="flex-1">{texts.security.appOn}</p>
          <Button look="quietDanger" onClick={() => setAsking('remove')}>
            {texts.security.appRemove}
          </Button>
        </div>
      )}
      {status && !status.totp_enabled && !enrolment && (
        <Button look="secondary" className="self-start" onClick={() => setAsking('add')}>
          {texts.security.appAdd}
        </Button>
      )}
      {enrolment && (
        <Enrolment
          enrolment={enrolment}
          onDone={(codes) => {
            setEnrolment(undefined);
            onChanged();
            onCodes(codes);
          }}
          onCancel={() => setEnrolment(undefined)}
        />
      )}
      {asking === 'add' && (
        <ConfirmPasswordDialog
          title={texts.security.appAdd}
          action={texts.security.goOn}
          onConfirm={async ({ password }) => setEnrolment(await parley.mfa.enrolTotp({ password }))}
          onClose={close}
        />
      )}
      {asking === 'remove' && (
        <ConfirmPasswordDialog
          title={texts.security.appRemove}
          lead={texts.security.appRemoveLead}
          action={texts.security.appRemove}
          danger
          onConfirm={async ({ password }) => {
            await parley.mfa.removeTotp({ password });
            onChanged();
          }}
          onClose={close}
        />
      )}
    </Section>
  );
}

type EnrolmentProps = { enrolment: TotpEnrolment; onDone(codes: readonly string[] | null): void; onCancel(): void };

function Enrolment({ enrolment, onDone, onCancel }: EnrolmentProps) {
  const { register, handleSubmit, setFocus, formState } = useForm<{ code: string }>({ defaultValues: { code: '' } });
  const [failure, setFailure] = useState<string>();
  const { errors, isSubmitting } = formState;

  const confirm = handleSubmit(async ({ code }) => {
    setFailure(undefined);
    try {
      onDone((await parley.mfa.confirmTotp(code.trim())).recovery_codes);
    } catch (error) {
      setFailure(describeSecurityError(error));
      setFocus('code', { shouldSelect: true });
    }
  });

  return (
    <form onSubmit={confirm} noValidate className="flex flex-col gap-4">
      <p className="text-sm text-ink-soft">{texts.security.appScan}</p>
      {/* Readers of such pictures need the white, whatever the theme. */}
      <img src={enrolment.qr_data_url} alt={texts.security.appQr} width={240} height={240} className="rounded-md bg-white" />
      <p className="text-sm text-ink-soft">
        {texts.security.appSecret} <code className="font-mono break-all text-ink select-all">{enrolment.secret}</code>
      </p>
      {failure && <Notice>{failure}</Notice>}
      <TextField
        label={texts.security.appCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        error={errors.code?.message}
        {...register('code', { validate: (code) => code.trim().length >= 6 || texts.account.errors.required })}
      />
      <div className="flex gap-2">
        <Button type="submit" busy={isSubmitting}>
          {texts.security.appConfirm}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {texts.common.cancel}
        </Button>
      </div>
    </form>
  );
}
