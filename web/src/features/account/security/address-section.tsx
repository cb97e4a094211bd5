import type { Account } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { parley } from '../../../realtime/parley.ts';
import { texts } from '../../../texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { describeError } from '../../../ui/describe-error.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Section } from './section.tsx';

export function AddressSection({ viewer }: { viewer: Account }) {
  const resend = useMutation({ mutationFn: () => parley.email.resend() });
  return (
    <Section title={texts.security.address}>
      {resend.error && <Notice>{describeError(resend.error)}</Notice>}
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-[1_1_12rem]">
          <span className="block truncate">{viewer.email}</span>
          <span className="text-sm text-ink-faint">
            {viewer.email_verified ? texts.security.addressConfirmed : texts.security.addressWaiting}
          </span>
        </p>
        {!viewer.email_verified &&
          (resend.isSuccess ? (
            <p role="status" className="text-sm text-ink-soft">
              {texts.security.addressSent}
            </p>
          ) : (
            <Button look="secondary" busy={resend.isPending} onClick={() => resend.mutate()}>
              {texts.security.addressResend}
            </Button>
          ))}
      </div>
    </Section>
  );
}
